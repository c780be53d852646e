package web

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry"
)

// response notes what was answered.
type response struct {
	http.ResponseWriter
	status int // 0: nothing yet
	bytes  int64
}

// WriteHeader sends the status.
func (w *response) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write sends a piece of the body.
func (w *response) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// Unwrap lets [http.ResponseController] find the connection's own writer.
func (w *response) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// answer sends the value as JSON.
func answer(w http.ResponseWriter, status int, value any) error {
	return send(w, status, "application/json", value)
}

func send(w http.ResponseWriter, status int, mediaType string, value any) error {
	body, err := inquiry.Marshal(value)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", mediaType)
	w.WriteHeader(status)
	_, err = bytes.NewReader(append(body, '\n')).WriteTo(w)
	return gone(err)
}

// errGone says that nobody waits for the answer any more, or that it can't be
// given in whole.
var errGone = errors.New("web: the client has gone away")

// gone returns a failure of the connection as [errGone].
func gone(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", errGone, err)
}

// fail answers with the error as a problem. One that is no refusal is a failure
// that nobody has named yet: its text goes to the log, and only there. An answer
// that has begun can't be taken back: its connection is cut, so that nobody
// takes it for whole.
func (a *api) fail(w *response, r *http.Request, err error) {
	if errors.Is(err, errGone) {
		abort(w)
	}
	p, named := problemOf(err)
	if !named {
		a.Logger.Error("a request failed", "method", r.Method, "route", r.Pattern, "error", err)
	}
	if w.status != 0 {
		abort(w)
	}
	for name, value := range p.header {
		w.Header().Set(name, value)
	}
	if err := send(w, p.Status, "application/problem+json", p); err != nil && !errors.Is(err, errGone) {
		a.Logger.Error("a problem could not be written", "error", err)
	}
}

// longAgo is a deadline that has passed.
var longAgo = time.Unix(1, 0)

// abort closes the connection without a word. It does not return. net/http would
// first read what is left of the body, and wait for that as long as it takes.
func abort(w http.ResponseWriter) {
	_ = http.NewResponseController(w).SetReadDeadline(longAgo)
	panic(http.ErrAbortHandler)
}

// panicked turns a panic into the request's error, so that one request that the
// engine has no answer to does not take all others down.
func (a *api) panicked(w *response, r *http.Request, p any) {
	if p == http.ErrAbortHandler { //nolint:errorlint // net/http compares it the same way
		panic(p)
	}
	a.fail(w, r, fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
}
