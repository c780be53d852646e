package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry"
	"github.com/hoso-engine/dossier/domain"
)

// Codes of what only HTTP can get wrong. Like all others they are never renamed.
const (
	codeMediaType  domain.ErrorCode = "unsupported-media-type"
	codeMethod     domain.ErrorCode = "method-not-allowed"
	codeQuery      domain.ErrorCode = "malformed-query"
	codeUnreadable domain.ErrorCode = "unreadable-body"
)

// problem is an error as RFC 9457 writes it.
type problem struct {
	Type   string           `json:"type"`
	Title  string           `json:"title"`
	Status int              `json:"status"`
	Detail string           `json:"detail"`
	Code   domain.ErrorCode `json:"code"`
	Field  string           `json:"field,omitzero"`

	header map[string]string
}

func (p *problem) Error() string { return string(p.Code) + ": " + p.Detail }

// titles makes a code readable.
var titles = strings.NewReplacer("-", " ", "json", "JSON", "cloudevent", "CloudEvent")

func newProblem(status int, code domain.ErrorCode, detail string) *problem {
	title := titles.Replace(string(code))
	return &problem{
		Type: "urn:dossier:problem:" + string(code), Title: strings.ToUpper(title[:1]) + title[1:],
		Status: status, Detail: detail, Code: code,
	}
}

// with adds a header to the answer.
func (p *problem) with(name, value string) *problem {
	p.header = map[string]string{name: value}
	return p
}

// problemOf returns the error as a problem. One that is no refusal is not named:
// it becomes an internal problem without its text.
func problemOf(err error) (p *problem, named bool) {
	if p, ok := errors.AsType[*problem](err); ok {
		return p, true
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		err = &domain.Error{Code: domain.CodeUnavailable, Message: "the answer took too long; try again"}
	case errors.Is(err, context.Canceled):
		err = &domain.Error{Code: domain.CodeUnavailable, Message: "the engine is stopping; try again"}
	}
	e := domain.AsError(err)
	p = newProblem(inquiry.Status(e.Code.Kind()), e.Code, e.Message)
	p.Field = e.Field
	if e.Code.Kind() == domain.Unavailable {
		p = p.with("Retry-After", "1")
	}
	return p, errors.Is(err, e)
}

func tooLarge(limit int64) error {
	return &domain.Error{Code: domain.CodeTooLarge, Message: fmt.Sprintf("the body has more than %d bytes", limit)}
}

// unrouted returns why no route takes the request: the router's own answer, as a
// problem.
func unrouted(router http.Handler, r *http.Request) error {
	asked := unsent{header: http.Header{}}
	router.ServeHTTP(&asked, r)
	if asked.status == http.StatusMethodNotAllowed {
		allow := asked.header.Get("Allow")
		return newProblem(asked.status, codeMethod, "this resource takes "+allow+" only").with("Allow", allow)
	}
	return newProblem(http.StatusNotFound, domain.CodeUnknown, "there is no such resource")
}

// unsent is a response that stays here.
type unsent struct {
	header http.Header
	status int
}

func (w *unsent) Header() http.Header         { return w.header }
func (w *unsent) Write(b []byte) (int, error) { return len(b), nil }
func (w *unsent) WriteHeader(status int)      { w.status = status }
