package web

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/hoso-engine/dossier/domain"
)

// parameters are those of a URL. Whatever the query's parser asks for is a name
// that it knows: a given one that it never asked for is refused, since a
// mistyped filter must not widen a list.
type parameters struct {
	given url.Values
	asked map[string]bool
}

// get returns the parameter's text; empty where it is absent.
func (p *parameters) get(name string) string {
	p.asked[name] = true
	return p.given.Get(name)
}

// question is what a resource makes of a query: it reads every parameter that it
// knows, and returns what to ask the engine.
type question func(p *parameters) (query, error)

// query asks the engine, which waits until it has reached position least.
type query func(ctx context.Context, least uint64) (any, error)

// ask reads the request's parameters and returns the engine's answer.
func (a *api) ask(r *http.Request, q question) (any, error) {
	given, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, newProblem(http.StatusBadRequest, codeQuery, "the query can't be read: is every % followed by two hexadecimal digits?")
	}
	p := &parameters{given: given, asked: make(map[string]bool)}
	least, err := p.position()
	if err != nil {
		return nil, err
	}
	ask, err := q(p)
	if err != nil {
		return nil, err
	}
	if err := p.mistyped(); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(r.Context(), p.within(a.QueryWithin))
	defer cancel()
	return ask(ctx, least)
}

// mistyped refuses the first name, by the alphabet, that nobody asked for or
// that is given twice.
func (p *parameters) mistyped() error {
	for _, name := range slices.Sorted(maps.Keys(p.given)) {
		if !p.asked[name] {
			return &domain.Error{Code: domain.CodeUnknownField, Field: name, Message: fmt.Sprintf(
				"%.40q is not one of %q", name, slices.Sorted(maps.Keys(p.asked)))}
		}
		if len(p.given[name]) > 1 {
			return invalid(name, "%s is given %d times", name, len(p.given[name]))
		}
	}
	return nil
}

// position returns min_position; 0 where it is absent.
func (p *parameters) position() (uint64, error) {
	text := p.get("min_position")
	if text == "" {
		return 0, nil
	}
	position, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0, invalid("min_position", "min_position %.40q is not a position: the seq of a result", text)
	}
	return position, nil
}

// codeOf returns the dossier that the path names.
func codeOf(r *http.Request) (string, error) { return checkCode(r.PathValue("code")) }

// checkCode refuses what can't be a dossier's code.
func checkCode(code string) (string, error) {
	if _, err := domain.ParseCode(code); err != nil {
		e := *domain.AsError(err)
		e.Field = "code"
		return "", &e
	}
	return code, nil
}

func invalid(field, format string, values ...any) error {
	return &domain.Error{Code: domain.CodeInvalidField, Field: field, Message: fmt.Sprintf(format, values...)}
}
