package engine

import (
	"bytes"
	"cmp"
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
type decision func(now standing) (decided, error)

// write decides and appends for the engine itself: however many wait for the
// dossier, a rung takes its turn. A draft of what is decided, where there is one,
// saves reading the log.
func (e *Engine) write(ctx context.Context, at place, ahead *draft, decide func(*domain.Dossier) ([]domain.Event, error)) error {
	t, err := e.tracks.take(ctx, at, math.MaxInt)
	if err != nil {
		return err
	}
	defer e.tracks.giveBack(t, at.code)
	_, err = e.writeTo(ctx, t, ahead, func(now standing) (decided, error) {
		events, err := decide(now.dossier)
		if err != nil || len(events) == 0 {
			return decided{}, err
		}
		return decided{events: events, after: now.after(events)}, nil
	})
	return err
}

// writeTo decides and appends until the log has taken it, and returns the record's
// position. A decision without events writes nothing. The caller holds the track:
// only who has it takes one of the engine's slots, so that those who wait for a
// slow dossier keep nobody else from theirs.
func (e *Engine) writeTo(ctx context.Context, t *track, ahead *draft, decide decision) (position uint64, err error) {
	select {
	case e.slots <- struct{}{}:
		defer func() { <-e.slots }()
	case <-ctx.Done():
		return 0, errBusy
	}
	var doubt []byte // a body that may or may not be in the log
	absences := 0
	for range attempts {
		if ahead != nil && !t.loaded {
			position, doubt, err = e.propose(ctx, t, ahead.follows, decided{events: ahead.events})
		} else {
			position, doubt, err = e.try(ctx, t, decide, doubt)
		}
		ahead = nil // it is tried once: then the log is read
		switch {
		case err == nil:
			return position, nil
		case errors.Is(err, eventstore.ErrConflict):
		case errors.Is(err, eventstore.ErrUnavailable):
			e.writing.failedAt(e.Now(), err)
			if absences++; absences == away || pause.For(ctx, retryAfter) != nil {
				return 0, err
			}
		default:
			return 0, err
		}
	}
	return 0, &domain.Error{Code: domain.CodeBusy, Message: "the dossier is being written to by others; try again"}
}

// try decides once and appends once. When the answer of an earlier append was
// lost, or it met a conflict, the log is read first: what this engine wrote may
// be there already.
func (e *Engine) try(ctx context.Context, t *track, decide decision, doubt []byte) (uint64, []byte, error) {
	known := t.loaded // from an earlier decision: another engine may have written since
	if err := t.load(ctx, e.Store); err != nil {
		return 0, doubt, err
	}
	if doubt != nil {
		if position, found, err := e.find(ctx, t, doubt); err != nil || found {
			return position, doubt, err
		}
	}
	d, err := decide(t.standing)
	if known && isRefusal(err) {
		t.loaded = false
		if err := t.load(ctx, e.Store); err != nil {
			return 0, doubt, err
		}
		d, err = decide(t.standing)
	}
	if err != nil || len(d.events) == 0 {
		return 0, nil, err
	}
	return e.propose(ctx, t, t.end, d)
}

// propose appends what is decided behind that end of the track's subject. What it
// leaves stands only when the store has said that the record is durable. A track
// that is not loaded stays so.
func (e *Engine) propose(ctx context.Context, t *track, follows end, d decided) (uint64, []byte, error) {
	defer d.forgetTexts()
	if err := cmp.Or(e.mayAppend(), stamp(d.events)); err != nil {
		return 0, nil, err
	}
	c := eventstore.Commit{Subject: t.subject, Previous: follows.hash.String(), Events: d.events}
	body, err := eventstore.EncodeDecided(c, d.texts)
	if err != nil {
		return 0, nil, err
	}
	hash := eventstore.HashOf(body)
	e.Recent.note(c, body, hash) // before it is in the log, where the runner finds it at once
	position, err := e.append(ctx, t.subject, follows.last, body)
	switch {
	case err != nil:
		t.loaded = false // the log may be further than the track
	case t.loaded:
		t.standing, t.end = d.after, end{last: position, hash: hash}
	}
	return position, body, err
}

// isRefusal reports whether the error is one that what another engine wrote could
// change: an acceptance meets a conflict then, a refusal nothing. That an event was
// accepted before stays true.
func isRefusal(err error) bool {
	_, repeat := errors.AsType[*domain.Duplicate](err)
	return err != nil && !repeat
}

// append writes the record and returns its position when the store has said that
// it is durable.
func (e *Engine) append(ctx context.Context, subject string, last uint64, body []byte) (uint64, error) {
	start := time.Now() // what the store takes is real time, whatever the engine's clock shows
	position, err := e.Store.Append(ctx, subject, last, body)
	e.Metrics.appended(time.Since(start))
	if errors.Is(err, context.DeadlineExceeded) {
		err = fmt.Errorf("%w: no answer to an append", eventstore.ErrUnavailable)
	}
	if err == nil {
		e.writing.succeeded()
	}
	return position, err
}

// find looks for a record that this engine wrote and got no answer for.
func (e *Engine) find(ctx context.Context, t *track, body []byte) (uint64, bool, error) {
	records, err := e.Store.Read(ctx, t.subject)
	if err != nil {
		return 0, false, err
	}
	for _, r := range records {
		if bytes.Equal(r.Body, body) {
			return r.Position, true, nil
		}
	}
	return 0, false, nil
}

// retryAfter is the pause before a store that was away is asked again.
const retryAfter = 200 * time.Millisecond
