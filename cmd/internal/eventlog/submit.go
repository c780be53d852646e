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

// submit sends a batch until every event of it is settled.
func (im *importer) submit(ctx context.Context, batch []numbered) error {
	wait := firstWait
	for {
		open, err := im.try(ctx, batch)
		if err != nil || len(open) == 0 {
			return err
		}
		if len(open) < len(batch) {
			wait = firstWait
		}
		batch = open
		if err := pause.For(ctx, wait); err != nil {
			return err
		}
		wait = min(2*wait, longestWait)
	}
}

// try sends the batch once, and returns the events that are to be sent again.
func (im *importer) try(ctx context.Context, batch []numbered) ([]numbered, error) {
	results, err := im.to.Submit(ctx, parsed(batch))
	if ctx.Err() != nil && err != nil {
		return nil, ctx.Err()
	}
	if err != nil && passes(err) {
		return batch, nil
	}
	if err != nil {
		return nil, fmt.Errorf("submit events: %w", err)
	}
	if len(results) != len(batch) {
		return nil, fmt.Errorf("submit events: %d results for %d events", len(results), len(batch))
	}
	settled, open := sift(batch, results)
	im.settle(settled)
	return open, nil
}

// sift tells settled events from those to be sent again. Behind an event that
// the engine could not decide, a refusal of the same dossier's events says
// nothing: they may have been refused for want of it.
func sift(batch []numbered, results []domain.Result) (settled []outcome, open []numbered) {
	waiting := make(map[string]bool)
	settled = make([]outcome, 0, len(batch))
	for i, n := range batch {
		r, code := results[i], n.Parsed.Event.Subject
		if r.Status == domain.Declined && (waiting[code] || r.Error != nil && passes(r.Error)) {
			waiting[code] = true
			open = append(open, n)
			continue
		}
		settled = append(settled, outcome{numbered: n, status: r.Status, err: r.Error})
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
