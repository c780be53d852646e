package web

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry"
	"github.com/hoso-engine/dossier/domain"
)

// parametersOf returns those of the request's URL.
func parametersOf(r *http.Request) (*inquiry.Parameters, error) {
	given, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, newProblem(http.StatusBadRequest, codeQuery, "the query can't be read: is every % followed by two hexadecimal digits?")
	}
	return inquiry.NewParameters(given), nil
}

// ask reads the request's parameters and returns the engine's answer.
func (a *api) ask(r *http.Request, q inquiry.Question) (any, error) {
	p, err := parametersOf(r)
	if err != nil {
		return nil, err
	}
	return p.Answer(r.Context(), q, a.QueryWithin)
}

// resource answers a request, or returns why it does not.
type resource func(http.ResponseWriter, *http.Request) error

// asking answers a question as JSON.
func (a *api) asking(q inquiry.Question) resource {
	return func(w http.ResponseWriter, r *http.Request) error {
		value, err := a.ask(r, q)
		return answerOr(w, value, err)
	}
}

// recalling answers a question that can be asked about the past as JSON.
func (a *api) recalling(q inquiry.Recallable) resource {
	return func(w http.ResponseWriter, r *http.Request) error {
		value, err := a.recall(w, r, q)
		return answerOr(w, value, err)
	}
}

// about answers a question about the dossier that the path names.
func (a *api) about(q inquiry.About) resource {
	return func(w http.ResponseWriter, r *http.Request) error {
		return a.recalling(checked(r.PathValue("code"), q))(w, r)
	}
}

// checked asks about the dossier, if the code can be one's.
func checked(code string, q inquiry.About) inquiry.Recallable {
	return func(p *inquiry.Parameters, k inquiry.Knowledge, now time.Time) (inquiry.Query, error) {
		if err := inquiry.CheckCode(code); err != nil {
			return nil, err
		}
		return q(code)(p, k, now)
	}
}

// document answers a question whose body is a JSON document.
func (a *api) document(ask inquiry.Document) resource {
	return func(w http.ResponseWriter, r *http.Request) error {
		body, err := a.body(w, r)
		if err != nil {
			return err
		}
		value, err := a.ask(r, func(*inquiry.Parameters) (inquiry.Query, error) {
			return func(ctx context.Context, least uint64) (any, error) { return ask(ctx, body, least) }, nil
		})
		return answerOr(w, value, err)
	}
}

// order answers a request that becomes an event, as the event's own would be.
func (a *api) order(do func(ctx context.Context, r *http.Request, body []byte) (domain.Result, error)) resource {
	return func(w http.ResponseWriter, r *http.Request) error {
		body, err := a.body(w, r)
		if err != nil {
			return err
		}
		ctx, cancel := context.WithTimeout(r.Context(), submitWithin)
		defer cancel()
		result, err := do(ctx, r, body)
		switch {
		case err != nil:
			return err
		case result.Status == domain.Declined:
			return result.Error
		case result.Status == domain.Duplicated:
			return answer(w, http.StatusOK, result)
		}
		return answer(w, http.StatusCreated, result)
	}
}

func answerOr(w http.ResponseWriter, value any, err error) error {
	if err != nil {
		return err
	}
	return answer(w, http.StatusOK, value)
}
