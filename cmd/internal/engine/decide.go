package engine

import (
	"errors"
	"sync"

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

// spares are dossiers that lay between two events: the next is made in the memory of
// one.
var spares = sync.Pool{New: func() any { return new(domain.Dossier) }}

// leave gives up what was decided for what follows on it. What both follow on stays.
func (d *decided) leave(base standing) {
	if d.after.dossier != base.dossier {
		spares.Put(d.after.dossier)
	}
}

// decideAll decides the sayings one after another, each against what those before
// it leave. One that is refused leaves nothing.
func (e *Engine) decideAll(now standing, all []saying) (decided, error) {
	d := decided{after: now}
	if len(all) > 1 {
		d.events = make([]domain.Event, 0, 2*len(all)) // and what the rules add
	}
	var failed error
	for i := range all {
		s := &all[i]
		next, err := e.decide(d, s.said)
		s.events, s.err = next.events[len(d.events):], err
		if err != nil {
			if _, repeat := errors.AsType[*domain.Duplicate](err); !repeat {
				failed = errNoneTaken
			}
			continue
		}
		s.due = next.after.dossier.Due()
		d.leave(now)
		d = next
	}
	if len(d.events) > 0 {
		return d, nil
	}
	return decided{}, failed
}

// decide decides the events of a saying one after another, each against what the
// one before would leave, and returns d with what follows; d itself where one is
// refused.
func (e *Engine) decide(d decided, said []*domain.Event) (decided, error) {
	reached := d
	for i, s := range said {
		next, err := e.decideOne(reached, s)
		if err != nil && len(said) > 1 {
			err = e.transactionRefused(d.after, said, i, err)
		}
		reached.leave(d.after)
		if err != nil {
			return d, err
		}
		reached = next
	}
	return reached, nil
}

// decideOne returns d with what follows from the event; d itself where it is refused.
func (e *Engine) decideOne(d decided, said *domain.Event) (decided, error) {
	if kind := said.Type.Kind(); kind != domain.KindDossier {
		events, err := domain.DecideFact(d.after.facts.Fact(kind, said.Subject), *said, e.Now())
		if err != nil {
			return d, err
		}
		return decided{append(d.events, events...), d.after.after(events)}, nil
	}
	rules, err := e.Reference.Registry().RulesFor(d.after.dossier, *said)
	if err != nil {
		return d, err
	}
	spare := spares.Get().(*domain.Dossier)
	events, after, err := domain.DecideInto(d.events, spare, d.after.dossier, *said, rules, e.Now())
	if err != nil {
		spares.Put(spare)
		return d, err
	}
	return decided{events, standing{dossier: after, facts: d.after.facts}}, nil
}

// transactionRefused names the event that was refused. A transaction whose
// every event was accepted before is a repeat as a whole.
func (e *Engine) transactionRefused(now standing, said []*domain.Event, place int, err error) error {
	if _, repeat := errors.AsType[*domain.Duplicate](err); !repeat {
		return &transactionError{place: place, err: err}
	}
	for _, s := range said {
		_, other := e.decideOne(decided{after: now}, s)
		if _, repeat := errors.AsType[*domain.Duplicate](other); !repeat {
			return &transactionError{place: place, err: &domain.Error{
				Code: domain.CodeIDReused, Field: "/id",
				Message: "event \"" + said[place].ID + "\" was accepted before without the others of its transaction",
			}}
		}
	}
	return err
}
