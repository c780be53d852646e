package engine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
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

// written is what became of a decision: the position of its record, and the
// dossier's due after it, zero after a draft.
type written struct {
	position uint64
	due      time.Time
}

// write decides and appends for the engine itself: however many wait for the
// dossier, a rung takes its turn. A draft of what is decided, where there is one,
// saves reading the log.
func (e *Engine) write(ctx context.Context, at place, ahead *draft, decide decision) error {
	t, err := e.tracks.take(ctx, at, math.MaxInt)
	if err != nil {
		return err
	}
	defer e.tracks.giveBack(t, at.code)
	_, err = e.writeTo(ctx, t, ahead, decide)
	return err
}

// writeTo decides and appends until the log has taken it, and returns what was
// written. A decision without events writes nothing. The caller holds the track:
// only who has it takes one of the engine's slots, so that those who wait for a
// slow dossier keep nobody else from theirs.
func (e *Engine) writeTo(ctx context.Context, t *track, ahead *draft, decide decision) (written, error) {
	select {
	case e.slots <- struct{}{}:
		defer func() { <-e.slots }()
	case <-ctx.Done():
		return written{}, errBusy
	}
	var doubt []byte // a body that may or may not be in the log
	var last error
	absences := 0
	for range attempts {
		var w written
		if ahead != nil && !t.loaded {
			w, doubt, last = e.propose(ctx, t, ahead.follows, ahead.events)
		} else {
			w, doubt, last = e.try(ctx, t, decide, doubt)
		}
		ahead = nil // it is tried once: then the log is read
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
	return e.propose(ctx, t, t.end, events)
}

// propose appends the events behind that end of the track's subject.
func (e *Engine) propose(ctx context.Context, t *track, follows end, events []domain.Event) (written, []byte, error) {
	if err := stamp(events); err != nil {
		return written{}, nil, err
	}
	c := eventstore.Commit{Subject: t.subject, Previous: follows.hash, Events: events}
	body, err := eventstore.Encode(c)
	if err != nil {
		return written{}, nil, err
	}
	e.Recent.note(c, body) // before it is in the log, where the runner finds it at once
	return e.append(ctx, t, follows.last, events, body)
}

// isRefusal reports whether the error is one that what another engine wrote could
// change: an acceptance meets a conflict then, a refusal nothing. That an event was
// accepted before stays true.
func isRefusal(err error) bool {
	_, repeat := errors.AsType[*domain.Duplicate](err)
	return err != nil && !repeat
}

// append writes the record. The events go out only when the store has said that
// they are durable; until then the track must not move. One that is not loaded
// stays so.
func (e *Engine) append(ctx context.Context, t *track, last uint64, events []domain.Event, body []byte) (written, []byte, error) {
	if err := e.mayAppend(); err != nil {
		return written{}, body, err
	}
	start := time.Now() // what the store takes is real time, whatever the engine's clock shows
	bounded, cancel := context.WithTimeout(ctx, appendWithin)
	defer cancel()
	position, err := e.Store.Append(bounded, t.subject, last, body)
	e.Metrics.appended(time.Since(start))
	if errors.Is(err, context.DeadlineExceeded) {
		err = fmt.Errorf("%w: no answer to an append", eventstore.ErrUnavailable)
	}
	if err != nil {
		t.loaded = false // the log may be further than the track
		return written{}, body, err
	}
	e.writing.succeeded()
	if !t.loaded {
		return written{position: position}, body, nil
	}
	t.advance(events, position, body)
	return written{position: position, due: t.dossier.Due()}, body, nil
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
		return written{position: r.Position, due: t.dossier.Due()}, true, nil
	}
	return written{}, false, nil
}

// appendWithin bounds how long the store may take: a broker whose disk fails
// does not refuse, it falls silent, and that must show.
const appendWithin = 10 * time.Second

// retryAfter is the pause before a store that was away is asked again.
const retryAfter = 200 * time.Millisecond
