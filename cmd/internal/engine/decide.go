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

// decided is what is to be written, and what will stand then.
type decided struct {
	events []domain.Event
	after  standing
}

// and returns both together; next was decided against what d leaves.
func (d decided) and(next decided) decided {
	if len(d.events) > 0 {
		next.events = append(d.events, next.events...)
	}
	return next
}

// decideAll decides the sayings one after another, each against what those before
// it leave. One that is refused leaves nothing.
func (e *Engine) decideAll(now standing, all []saying) (decided, error) {
	d := decided{after: now}
	var failed error
	for i := range all {
		s := &all[i]
		next, err := e.decide(d.after, s.said)
		s.events, s.err = next.events, err
		if err != nil {
			if _, repeat := errors.AsType[*domain.Duplicate](err); !repeat {
				failed = errNoneTaken
			}
			continue
		}
		s.due = next.after.dossier.Due()
		d = d.and(next)
	}
	if len(d.events) > 0 {
		return d, nil
	}
	return decided{}, failed
}

// decide decides the events of a saying one after another, each against what the
// one before would leave.
func (e *Engine) decide(now standing, said []domain.Event) (decided, error) {
	if len(said) == 1 {
		return e.decideOne(now, said[0])
	}
	d := decided{after: now}
	for i, s := range said {
		next, err := e.decideOne(d.after, s)
		if err != nil {
			return decided{}, e.transactionRefused(now, said, i, err)
		}
		d = d.and(next)
	}
	return d, nil
}

func (e *Engine) decideOne(now standing, said domain.Event) (decided, error) {
	if kind := said.Type.Kind(); kind != domain.KindDossier {
		events, err := domain.DecideFact(now.facts.Fact(kind, said.Subject), said, e.Now())
		if err != nil {
			return decided{}, err
		}
		return decided{events, now.after(events)}, nil
	}
	rules, err := e.Reference.Registry().RulesFor(now.dossier, said)
	if err != nil {
		return decided{}, err
	}
	events, after, err := domain.Decide(now.dossier, said, rules, e.Now())
	now.dossier = after
	return decided{events, now}, err
}

// transactionRefused names the event that was refused. A transaction whose
// every event was accepted before is a repeat as a whole.
func (e *Engine) transactionRefused(now standing, said []domain.Event, place int, err error) error {
	if _, repeat := errors.AsType[*domain.Duplicate](err); !repeat {
		return &transactionError{place: place, err: err}
	}
	for _, s := range said {
		_, other := e.decideOne(now, s)
		if _, repeat := errors.AsType[*domain.Duplicate](other); !repeat {
			return &transactionError{place: place, err: &domain.Error{
				Code: domain.CodeIDReused, Field: "/id",
				Message: "event \"" + said[place].ID + "\" was accepted before without the others of its transaction",
			}}
		}
	}
	return err
}
