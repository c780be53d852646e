package web

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry"
	"github.com/hoso-engine/dossier/domain"
)

// Media types of POST /v1/events.
const (
	typeEvent  = "application/cloudevents+json"
	typeBatch  = "application/cloudevents-batch+json"
	typeJSON   = "application/json"
	typeStream = "application/x-ndjson"
)

// taken lists them for whoever sent another one.
var taken = strings.Join([]string{typeEvent, typeBatch, typeJSON, typeStream}, ", ")

// events takes what happened.
func (a *api) events(w http.ResponseWriter, r *http.Request) error {
	mediaType, err := eventType(r)
	if err != nil {
		return err
	}
	if mediaType == typeStream {
		return a.stream(w, r)
	}
	leave, err := a.room.forBody(r.Context(), r.ContentLength)
	if err != nil {
		return err
	}
	defer leave()
	body, err := a.body(w, r)
	if err != nil {
		return err
	}
	single := jsontext.Value(body).Kind() == '{'
	if single && mediaType == typeBatch || !single && mediaType == typeEvent {
		return newProblem(http.StatusBadRequest, domain.CodeNotCloudEvent, "the body is not what its content type says: "+
			typeEvent+" is one object, "+typeBatch+" an array")
	}
	events, err := domain.ParseBatch(body)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(r.Context(), submitWithin)
	defer cancel()
	results := a.engine.Submit(ctx, events)
	if single {
		return answerOne(w, events[0], results[0])
	}
	return answer(w, http.StatusOK, inquiry.Results{Results: results})
}

// answerOne answers one event: its status is that of the request.
func answerOne(w http.ResponseWriter, e domain.Parsed, result domain.Result) error {
	switch result.Status {
	case domain.Declined:
		return result.Error
	case domain.Duplicated:
		return answer(w, http.StatusOK, result)
	}
	if e.Event.Type.Kind() == domain.KindDossier {
		w.Header().Set("Location", "/v1/dossiers/"+url.PathEscape(result.Code))
	}
	return answer(w, http.StatusCreated, result)
}

// eventType returns what the body holds.
func eventType(r *http.Request) (string, error) {
	mediaType, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset := parameters["charset"]
	switch {
	case r.Header.Get("Ce-Specversion") != "":
		return "", unsupported("events come in the structured form: attributes and data in one JSON body, not in headers")
	case r.Header.Get("Content-Encoding") != "":
		return "", unsupported("the body is taken as it is, without a content encoding")
	case err != nil || !strings.Contains(", "+taken+",", ", "+mediaType+","):
		return "", unsupported("the content type is not one of " + taken)
	case charset != "" && !strings.EqualFold(charset, "utf-8"):
		return "", unsupported("the charset is not UTF-8")
	}
	return mediaType, nil
}

func unsupported(detail string) error {
	return newProblem(http.StatusUnsupportedMediaType, codeMediaType, detail).with("Accept-Post", taken)
}

// body reads the whole body, if it is not too large.
func (a *api) body(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	if r.ContentLength > a.MaxBody {
		return nil, tooLarge(a.MaxBody)
	}
	// Servers whose streams may last have no time-out of their own for bodies.
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(readWithin))
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, a.MaxBody))
	if limit, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return nil, tooLarge(limit.Limit)
	}
	if err != nil {
		return nil, newProblem(http.StatusBadRequest, codeUnreadable, "the body ended before it was whole")
	}
	return body, nil
}
