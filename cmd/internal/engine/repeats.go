package engine

import (
	"context"
	"errors"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
)

// utterance names an event as its publisher does.
type utterance struct{ source, id string }

// history is what every event of a subject was answered when it was accepted.
type history struct {
	subject string
	results map[utterance]domain.Result // nil: not read yet
	err     error                       // why it can't be read
}

// repeated answers a repeat with what the first time was answered. Where the log
// does not hold it, it repeats another event of its own request, which failed to
// be written.
func (e *Engine) repeated(ctx context.Context, before *history, said []*domain.Event, failed error) []domain.Result {
	if before.results == nil && before.err == nil {
		before.results, before.err = e.answered(ctx, before.subject)
	}
	if before.err != nil {
		return refuseAll(said, e.translate(before.err))
	}
	results := make([]domain.Result, len(said))
	for i, s := range said {
		first, ok := before.results[utterance{s.Source, s.ID}]
		if !ok {
			if failed == nil {
				failed = e.translate(errLost)
			}
			return refuseAll(said, failed)
		}
		results[i] = first
	}
	return results
}

var errLost = errors.New("a repeat is not in the log")

// answered reads a subject's answers back from the log.
func (e *Engine) answered(ctx context.Context, subject string) (map[utterance]domain.Result, error) {
	records, err := e.Store.Read(ctx, subject)
	if err != nil {
		return nil, err
	}
	results := make(map[utterance]domain.Result)
	d := &domain.Dossier{}
	for _, r := range records {
		c, err := eventstore.Decode(r)
		if err != nil {
			return nil, err
		}
		for events := c.Events; len(events) > 0; {
			n := together(events)
			for i := range events[:n] {
				d.Reflect(events[i])
			}
			for _, event := range events[:n] {
				results[utterance{event.Source, event.ID}] = domain.Result{
					ID: event.ID, Code: event.Subject, Status: domain.Duplicated,
					Position: r.Position, Sequence: event.Sequence, Due: d.Due(),
				}
			}
			events = events[n:]
		}
	}
	return results, nil
}

// together returns how many of a commit's next events follow from one saying.
func together(events []domain.Event) int {
	transaction := events[0].Transaction
	for n := 1; n < len(events); n++ {
		next := &events[n]
		if next.Source != domain.EngineSource && (next.Transaction == "" || next.Transaction != transaction) {
			return n
		}
	}
	return len(events)
}
