package engine

import (
	"errors"

	"github.com/hoso-engine/dossier/domain"
)

// transactionError says which event of a transaction was refused.
type transactionError struct {
	place int
	err   error
}

func (t *transactionError) Error() string { return t.err.Error() }
func (t *transactionError) Unwrap() error { return t.err }

// errNoneTaken says that every saying was refused or a repeat, and not all were
// repeats: the log may have gone on without this engine.
var errNoneTaken = errors.New("nothing follows")

// decideAll decides the sayings one after another, each against what those before
// it leave. One that is refused leaves nothing.
func (e *Engine) decideAll(t *track, all []saying) (decided []domain.Event, err error) {
	d, facts := t.dossier, t.facts
	var last *saying // that something follows from, which d does not know yet
	for i := range all {
		s := &all[i]
		if last != nil {
			if d == t.dossier {
				d = d.Clone()
			}
			facts = evolve(d, facts, last.events)
			last.due, last = d.Due(), nil
		}
		s.events, s.err = e.decide(d, facts, s.said)
		if _, repeat := errors.AsType[*domain.Duplicate](s.err); s.err != nil && !repeat {
			err = errNoneTaken
		}
		if s.err == nil {
			last, decided = s, append(decided, s.events...)
		}
	}
	if len(decided) > 0 {
		return decided, nil
	}
	return nil, err
}

// evolve applies what follows from a saying to the dossier, or to the reference
// facts, which it returns.
func evolve(d *domain.Dossier, facts *domain.Registry, events []domain.Event) *domain.Registry {
	for _, event := range events {
		if event.Type.Kind() == domain.KindDossier {
			d.Evolve(event)
		} else {
			facts = facts.With(event)
		}
	}
	return facts
}

// decide decides the events of a saying one after another, each against what the
// one before would leave.
func (e *Engine) decide(d *domain.Dossier, facts *domain.Registry, said []domain.Event) ([]domain.Event, error) {
	if len(said) == 1 {
		return e.decideOne(d, facts, said[0])
	}
	after, known := d.Clone(), facts
	var decided []domain.Event
	for i, s := range said {
		events, err := e.decideOne(after, known, s)
		if err != nil {
			return nil, e.transactionRefused(d, facts, said, i, err)
		}
		known = evolve(after, known, events)
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
func (e *Engine) transactionRefused(d *domain.Dossier, facts *domain.Registry, said []domain.Event, place int, err error) error {
	if _, repeat := errors.AsType[*domain.Duplicate](err); !repeat {
		return &transactionError{place: place, err: err}
	}
	for _, s := range said {
		_, other := e.decideOne(d, facts, s)
		if _, repeat := errors.AsType[*domain.Duplicate](other); !repeat {
			return &transactionError{place: place, err: &domain.Error{
				Code: domain.CodeIDReused, Field: "/id",
				Message: "event \"" + said[place].ID + "\" was accepted before without the others of its transaction",
			}}
		}
	}
	return err
}
