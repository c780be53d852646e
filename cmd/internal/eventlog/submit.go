package eventlog

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/pause"
	"github.com/hoso-engine/dossier/domain"
)

// How long to wait before an engine that could not answer is asked again.
const (
	firstWait   = 50 * time.Millisecond
	longestWait = 5 * time.Second
)

// submit sends a request until every event of it is settled.
func (im *importer) submit(ctx context.Context, r request) error {
	wait := firstWait
	for {
		open, err := im.try(ctx, r)
		if err != nil || len(open.events) == 0 {
			return err
		}
		if len(open.events) < len(r.events) {
			wait = firstWait
		}
		r = open
		if err := pause.For(ctx, wait); err != nil {
			return err
		}
		wait = min(2*wait, longestWait)
	}
}

// try sends the request once, and returns what is to be sent again.
func (im *importer) try(ctx context.Context, r request) (open request, err error) {
	results, err := im.to.Submit(ctx, r.events)
	if ctx.Err() != nil && err != nil {
		return request{}, ctx.Err()
	}
	if err != nil && passes(err) {
		return r, nil
	}
	if err != nil {
		return request{}, fmt.Errorf("submit events: %w", err)
	}
	if len(results) != len(r.events) {
		return request{}, fmt.Errorf("submit events: %d results for %d events", len(results), len(r.events))
	}
	settled, open := sift(&r, results)
	im.settle(settled)
	return open, nil
}

// sift tells settled events from those to be sent again. Behind an event that
// the engine could not decide, a refusal of the same dossier's events says
// nothing: they may have been refused for want of it.
func sift(r *request, results []domain.Result) (settled []outcome, open request) {
	waiting := make(map[string]bool)
	settled = make([]outcome, 0, len(results))
	for i := range results {
		result, event := &results[i], &r.events[i]
		code := event.Event.Subject
		if result.Status == domain.Declined && (waiting[code] || result.Error != nil && passes(result.Error)) {
			waiting[code] = true
			open.add(event, r.from[i])
			continue
		}
		settled = append(settled, outcome{parsed: event, from: r.from[i], status: result.Status, err: result.Error})
	}
	return settled, open
}

// passes reports whether the engine only could not answer now. A registry
// without the calendar is none of these: waiting publishes nothing.
func passes(err error) bool {
	e, ok := errors.AsType[*domain.Error](err)
	if !ok {
		return false
	}
	switch e.Code {
	case domain.CodeUnavailable, domain.CodeBusy, domain.CodeNotVisible:
		return true
	}
	return false
}
