package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry"
)

// Alerts is where the stream of alerts comes from.
type Alerts interface {
	// Follow returns a reader of the alerts that the query asks for, as they come.
	// Whoever asks closes it. A query that begins behind the last alert is refused
	// with a [*domain.Error]: it would hear nothing, and take that for good news.
	Follow(ctx context.Context, q AlertQuery) (AlertReader, error)
}

// AlertReader reads alerts in their order. It belongs to one goroutine.
type AlertReader interface {
	// Next waits until there is something to send, or ctx ends.
	Next(ctx context.Context) ([]AlertEvent, error)
	Close()
}

// AlertQuery is what a supervisor wants to hear; empty means any.
type AlertQuery struct {
	Province, Agency, Unit, Rung string
	Receiver                     string // opaque reference
	// After is the sequence behind which to begin; nil: with what comes next.
	After *uint64
}

// AlertEvent is one event of the stream.
type AlertEvent struct {
	Name string // alert or heartbeat
	ID   uint64 // sequence in ALERTS up to which the reader has been told
	Data []byte // one line of JSON
}

const (
	// keepAlive is how often a stream at rest says that it is there: proxies
	// cut what is silent.
	keepAlive = 15 * time.Second

	// sendWithin is how long a reader may take for what it is sent.
	sendWithin = time.Minute
)

// alertStream sends alerts as server-sent events until the reader goes away or
// the server ends.
func (a *api) alertStream(w http.ResponseWriter, r *http.Request) error {
	var q AlertQuery
	if _, err := a.ask(r, q.take(r.Header.Get("Last-Event-ID"))); err != nil {
		return err
	}
	reader, err := a.Alerts.Follow(r.Context(), q)
	if err != nil {
		return err
	}
	defer reader.Close()
	c := http.NewResponseController(w)
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	defer a.atClosing(ctx, func() {
		cancel()
		_ = c.SetWriteDeadline(longAgo)
	})()
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no") // a proxy passes on each event at once
	w.WriteHeader(http.StatusOK)
	chunk := []byte(": connected\n\n")
	for {
		_ = c.SetWriteDeadline(time.Now().Add(sendWithin)) // a connection without deadlines has none that could run out
		if ctx.Err() != nil {
			return errGone // after the deadline, or that could undo an interruption
		}
		if _, err := w.Write(chunk); err != nil {
			return gone(err)
		}
		if err := c.Flush(); err != nil {
			return gone(err)
		}
		var err error
		if chunk, err = nextChunk(ctx, reader); err != nil {
			return gone(err)
		}
	}
}

// nextChunk returns what to send next: events, or a comment where there are none
// for a while.
func nextChunk(ctx context.Context, reader AlertReader) (chunk []byte, err error) {
	within, cancel := context.WithTimeout(ctx, keepAlive)
	defer cancel()
	events, err := reader.Next(within)
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		return []byte(": still here\n\n"), nil
	}
	for _, e := range events {
		chunk = fmt.Appendf(chunk, "id: %d\nevent: %s\ndata: %s\n\n", e.ID, e.Name, e.Data)
	}
	return chunk, err
}

// take reads the query. lastEventID is what a reader that was cut off says by
// itself; it goes before after.
func (q *AlertQuery) take(lastEventID string) inquiry.Question {
	return func(p *inquiry.Parameters) (inquiry.Query, error) {
		for name, to := range map[string]*string{
			"province": &q.Province, "agency": &q.Agency, "unit": &q.Unit, "rung": &q.Rung, "receiver": &q.Receiver,
		} {
			*to = p.Get(name)
		}
		after := p.Get("after")
		field := "after"
		if lastEventID != "" {
			after, field = lastEventID, "Last-Event-ID"
		}
		if after != "" {
			sequence, err := strconv.ParseUint(after, 10, 64)
			if err != nil {
				return nil, inquiry.Invalid(field, "%s %.40q is not the id of an alert in the stream: a number", field, after)
			}
			q.After = &sequence
		}
		return func(context.Context, uint64) (any, error) { return nil, nil }, nil //nolint:nilnil // the answer is a stream
	}
}
