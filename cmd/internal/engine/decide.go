package engine

import (
	"context"
	"errors"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
)

// transactionError says which event of a transaction was refused.
type transactionError struct {
	place int
	err   error
}

func (t *transactionError) Error() string { return t.err.Error() }
func (t *transactionError) Unwrap() error { return t.err }

// decide decides the events of a transaction one after another, each against
// what the one before would leave.
func (e *Engine) decide(t *track, said []domain.Event) ([]domain.Event, error) {
	if len(said) == 1 {
		return e.decideOne(t.dossier, t.facts, said[0])
	}
	d, facts := t.dossier.Clone(), t.facts
	var decided []domain.Event
	for i, s := range said {
		events, err := e.decideOne(d, facts, s)
		if err != nil {
			return nil, e.transactionRefused(t, said, i, err)
		}
		for _, event := range events {
			d.Evolve(event)
			facts = facts.With(event)
		}
		decided = append(decided, events...)
	}
	return decided, nil
}

func (e *Engine) decideOne(d *domain.Dossier, facts *domain.Registry, said domain.Event) ([]domain.Event, error) {
	if kind := said.Type.Kind(); kind != domain.KindDossier {
		return domain.DecideFact(facts.Fact(kind, said.Subject), said, e.Now())
	}
	rules, err := e.Reference.Registry().RulesFor(d, said)
	if err != nil {
		return nil, err
	}
	return domain.Decide(d, said, rules, e.Now())
}

// transactionRefused names the event that was refused. A transaction whose
// every event was accepted before is a repeat as a whole.
func (e *Engine) transactionRefused(t *track, said []domain.Event, place int, err error) error {
	if _, repeat := errors.AsType[*domain.Duplicate](err); !repeat {
		return &transactionError{place: place, err: err}
	}
	for _, s := range said {
		_, other := e.decideOne(t.dossier, t.facts, s)
		if _, repeat := errors.AsType[*domain.Duplicate](other); !repeat {
			return &transactionError{place: place, err: &domain.Error{
				Code: domain.CodeIDReused, Field: "/id",
				Message: "event \"" + said[place].ID + "\" was accepted before without the others of its transaction",
			}}
		}
	}
	return err
}

// repeated answers a repeat with what the first time was answered, read back
// from the log.
func (e *Engine) repeated(ctx context.Context, subject string, said []domain.Event) []domain.Result {
	records, err := e.Store.Read(ctx, subject)
	if err != nil {
		return refuseAll(said, e.translate(err))
	}
	results := make([]domain.Result, len(said))
	for i, s := range said {
		if results[i], err = firstAnswer(records, s); err != nil {
			return refuseAll(said, e.translate(err))
		}
	}
	return results
}

// firstAnswer finds the event in its dossier's history and returns the result
// that it got there.
func firstAnswer(records []eventstore.Record, said domain.Event) (domain.Result, error) {
	d := &domain.Dossier{}
	for _, r := range records {
		c, err := eventstore.Decode(r)
		if err != nil {
			return domain.Result{}, err
		}
		sequence := 0
		for _, event := range c.Events {
			d.Evolve(event)
			if event.ID == said.ID && event.Source == said.Source {
				sequence = event.Sequence
			}
		}
		if sequence > 0 {
			return domain.Result{
				ID: said.ID, Code: said.Subject, Status: domain.Duplicated,
				Position: r.Position, Sequence: sequence, Due: d.Due(),
			}, nil
		}
	}
	return domain.Result{}, errors.New("a repeat is not in the log")
}

// translate turns the store's errors into refusals, and notes in the log what
// is not the publisher's fault.
func (e *Engine) translate(err error) error {
	var refusal *domain.Error
	var place *transactionError
	switch {
	case errors.As(err, &place), errors.As(err, &refusal):
		return err
	case errors.Is(err, eventstore.ErrTooLarge):
		return &domain.Error{Code: domain.CodeTooLarge, Message: "the event is larger than a commit may be (1 MiB)"}
	case errors.Is(err, eventstore.ErrUnavailable), errors.Is(err, eventstore.ErrClosed),
		errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return &domain.Error{Code: domain.CodeUnavailable, Message: "the log can't be written now; the event may or may not have been taken: send it again with the same id"}
	}
	if corrupt, ok := errors.AsType[*eventstore.CorruptError](err); ok {
		e.Logger.Error("the log is corrupt", "position", corrupt.Position, "reason", corrupt.Reason)
		return &domain.Error{Code: domain.CodeCorrupt, Message: corrupt.Error()}
	}
	e.Logger.Error("a commit failed", "error", err)
	return err
}
