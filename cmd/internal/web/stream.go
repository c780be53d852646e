package web

import (
	"context"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry"
	"github.com/hoso-engine/dossier/domain"
)

// stream decides events as they come and answers each with a line. A client that
// goes away, or says nothing for too long, ends it, and so does the server's end.
func (a *api) stream(w http.ResponseWriter, r *http.Request) error {
	leave, err := a.room.forStream(r.Context())
	if err != nil {
		return err
	}
	defer leave()
	c := http.NewResponseController(w)
	// HTTP/1 would otherwise read the whole body before the first answer.
	// Where it is not supported (HTTP/2) it is not needed.
	if err := c.EnableFullDuplex(); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	defer func() { _ = c.SetWriteDeadline(time.Time{}) }() // the next request has its own
	defer a.atClosing(r.Context(), func() { _ = c.SetReadDeadline(longAgo) })()
	w.Header().Set("Content-Type", typeStream)
	in := newLines(r.Body, a.MaxBody)
	for {
		a.extend(c)
		if a.ending(r.Context()) { // after extend, or that could undo an interruption
			return errGone
		}
		events, end := in.take()
		if err := a.decide(r.Context(), w, events); err != nil {
			return err
		}
		if err := c.Flush(); err != nil && !errors.Is(err, http.ErrNotSupported) {
			return gone(err)
		}
		if errors.Is(end, io.EOF) {
			return nil
		}
		if end != nil {
			return gone(end) // an answer that ends well would look whole
		}
	}
}

// atClosing calls end when the server shuts down, or ctx ends, until stop is
// called. What is waited for then, a sender's line or a reader who does not read,
// must not hold up the shutdown.
func (a *api) atClosing(ctx context.Context, end func()) (stop func()) {
	ended := make(chan struct{})
	var watching sync.WaitGroup
	watching.Go(func() {
		select {
		case <-ended:
			return
		case <-a.Closing:
		case <-ctx.Done():
		}
		end()
	})
	return func() { close(ended); watching.Wait() }
}

func (a *api) ending(ctx context.Context) bool {
	select {
	case <-a.Closing:
		return true
	default:
		return ctx.Err() != nil
	}
}

// extend gives the sender time for the next line, and the answers to it, however
// long the stream has been going.
func (a *api) extend(c *http.ResponseController) {
	at := time.Now().Add(a.StreamIdle)
	// Where a connection has no deadlines it has none that could run out.
	_ = c.SetReadDeadline(at)
	_ = c.SetWriteDeadline(at.Add(submitWithin))
}

// decide submits the events and writes a line for each.
func (a *api) decide(ctx context.Context, w io.Writer, events []domain.Parsed) error {
	if len(events) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, submitWithin)
	defer cancel()
	var answer []byte
	for _, result := range a.engine.Submit(ctx, events) {
		line, err := inquiry.Marshal(result)
		if err != nil {
			return err
		}
		answer = append(append(answer, line...), '\n')
	}
	_, err := w.Write(answer)
	return gone(err)
}
