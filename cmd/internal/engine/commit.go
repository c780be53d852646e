package engine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/pause"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
)

// attempts is how often a commit is tried, away how often of these the store may
// be away: a conflict means that somebody else was faster, which can't go on for
// ever.
const (
	attempts = 64
	away     = 8
)

// decision decides against the track's present state. It is called again after
// a conflict.
type decision func(t *track) ([]domain.Event, error)

// written is what became of a decision.
type written struct {
	events   []domain.Event
	position uint64
	due      time.Time
}

// commit decides events about one dossier or reference fact together and
// appends what follows.
func (e *Engine) commit(ctx context.Context, said []domain.Event) []domain.Result {
	at, err := e.locate(ctx, said[0])
	if err != nil {
		return refuseAll(said, err)
	}
	w, err := e.write(ctx, at, func(t *track) ([]domain.Event, error) { return e.decide(t, said) })
	if _, repeat := errors.AsType[*domain.Duplicate](err); repeat {
		return e.repeated(ctx, at.subject, said)
	}
	if err != nil {
		return refuseAll(said, e.translate(err))
	}
	return accepted(said, w)
}

// refuseAll refuses every event of a transaction: the one that is wrong by its
// reason, the others because of it.
func refuseAll(said []domain.Event, err error) []domain.Result {
	culprit, code := 0, domain.AsError(err)
	if in, ok := errors.AsType[*transactionError](err); ok {
		culprit, code = in.place, domain.AsError(in.err)
	}
	results := make([]domain.Result, len(said))
	for i, s := range said {
		results[i] = domain.Refusal(s.ID, s.Subject, code)
		if i != culprit && code.Code.Kind() != domain.Unavailable {
			results[i].Error = bound(said[culprit].ID, code)
		}
	}
	return results
}

// bound is the refusal of an event because another of its transaction was
// refused.
func bound(culprit string, why *domain.Error) *domain.Error {
	return &domain.Error{
		Code: domain.CodeTransaction, Field: "/transaction",
		Message: fmt.Sprintf("event %q of the same transaction was refused: %s", culprit, why.Code),
	}
}

// accepted returns the results of events that lie in the log.
func accepted(said []domain.Event, w written) []domain.Result {
	results := make([]domain.Result, len(said))
	next := 0
	for i, s := range said {
		for w.events[next].ID != s.ID || w.events[next].Source != s.Source {
			next++ // what the rules added to the event before
		}
		results[i] = domain.Result{
			ID: s.ID, Code: s.Subject, Status: domain.Accepted,
			Position: w.position, Sequence: w.events[next].Sequence, Due: w.due,
		}
	}
	return results
}

// write decides and appends until the log has taken it, and returns what was
// written. A decision without events writes nothing.
func (e *Engine) write(ctx context.Context, at place, decide decision) (written, error) {
	select {
	case e.slots <- struct{}{}:
		defer func() { <-e.slots }()
	case <-ctx.Done():
		return written{}, &domain.Error{Code: domain.CodeBusy, Message: "too many requests are under way; try again"}
	}
	t, giveBack := e.tracks.take(at)
	defer giveBack()
	var doubt []byte // a body that may or may not be in the log
	var last error
	absences := 0
	for range attempts {
		var w written
		w, doubt, last = e.try(ctx, t, decide, doubt)
		switch {
		case last == nil:
			return w, nil
		case errors.Is(last, eventstore.ErrConflict):
		case errors.Is(last, eventstore.ErrUnavailable):
			e.writing.failedAt(e.Now(), last)
			if absences++; absences == away || pause.For(ctx, retryAfter) != nil {
				return written{}, last
			}
		default:
			return written{}, last
		}
	}
	return written{}, &domain.Error{Code: domain.CodeBusy, Message: "the dossier is being written to by others; try again"}
}

// try decides once and appends once. When the answer of an earlier append was
// lost, or it met a conflict, the log is read first: what this engine wrote may
// be there already.
func (e *Engine) try(ctx context.Context, t *track, decide decision, doubt []byte) (written, []byte, error) {
	known := t.loaded // from an earlier decision: another engine may have written since
	if err := t.load(ctx, e.Store); err != nil {
		return written{}, doubt, err
	}
	if doubt != nil {
		if w, found, err := e.find(ctx, t, doubt); err != nil || found {
			return w, doubt, err
		}
	}
	events, err := decide(t)
	if known && isRefusal(err) {
		t.loaded = false
		if err := t.load(ctx, e.Store); err != nil {
			return written{}, doubt, err
		}
		events, err = decide(t)
	}
	if err != nil || len(events) == 0 {
		return written{}, nil, err
	}
	if err := stamp(events); err != nil {
		return written{}, nil, err
	}
	body, err := eventstore.Encode(eventstore.Commit{Subject: t.subject, Previous: t.hash, Events: events})
	if err != nil {
		return written{}, nil, err
	}
	return e.append(ctx, t, events, body)
}

// isRefusal reports whether the error is one that what another engine wrote could
// change: an acceptance meets a conflict then, a refusal nothing. That an event was
// accepted before stays true.
func isRefusal(err error) bool {
	_, repeat := errors.AsType[*domain.Duplicate](err)
	return err != nil && !repeat
}

// append writes the record. The events go out only when the store has said that
// they are durable; until then the track must not move.
func (e *Engine) append(ctx context.Context, t *track, events []domain.Event, body []byte) (written, []byte, error) {
	if err := e.mayAppend(); err != nil {
		return written{}, body, err
	}
	start := time.Now() // what the store takes is real time, whatever the engine's clock shows
	bounded, cancel := context.WithTimeout(ctx, appendWithin)
	defer cancel()
	position, err := e.Store.Append(bounded, t.subject, t.last, body)
	e.Metrics.appended(time.Since(start))
	if errors.Is(err, context.DeadlineExceeded) {
		err = fmt.Errorf("%w: no answer to an append", eventstore.ErrUnavailable)
	}
	if err != nil {
		t.loaded = false // the log may be further than the track
		return written{}, body, err
	}
	e.writing.succeeded()
	t.advance(events, position, body)
	return written{events: events, position: position, due: t.dossier.Due()}, body, nil
}

// find looks for a record that this engine wrote and got no answer for.
func (e *Engine) find(ctx context.Context, t *track, body []byte) (written, bool, error) {
	records, err := e.Store.Read(ctx, t.subject)
	if err != nil {
		return written{}, false, err
	}
	for _, r := range records {
		if !bytes.Equal(r.Body, body) {
			continue
		}
		c, err := eventstore.Decode(r)
		return written{events: c.Events, position: r.Position, due: t.dossier.Due()}, err == nil, err
	}
	return written{}, false, nil
}

// appendWithin bounds how long the store may take: a broker whose disk fails
// does not refuse, it falls silent, and that must show.
const appendWithin = 10 * time.Second

// retryAfter is the pause before a store that was away is asked again.
const retryAfter = 200 * time.Millisecond
