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

// decideAll decides the sayings one after another, each against what those before
// it leave. One that is refused leaves nothing.
func (e *Engine) decideAll(now standing, all []saying) (decided, error) {
	d := decided{after: now}
	if len(all) > 1 {
		d.events = make([]domain.Event, 0, len(all)+len(all)/2) // and what the rules add
	}
	var spare *domain.Dossier // one that lay between two sayings: the next is made in its memory
	var failed error
	for i := range all {
		s := &all[i]
		next, err := e.decide(d, s.said, spare)
		s.events, s.err = next.events[len(d.events):], err
		if err != nil {
			if _, repeat := errors.AsType[*domain.Duplicate](err); !repeat {
				failed = errNoneTaken
			}
			continue
		}
		s.due = next.after.dossier.Due()
		if spare = d.after.dossier; spare == now.dossier {
			spare = nil
		}
		d = next
	}
	if len(d.events) > 0 {
		return d, nil
	}
	return decided{}, failed
}

// decide decides the events of a saying one after another, each against what the
// one before would leave, and returns d with what follows; d itself where one is
// refused. What follows from a single event may lie in the memory of the spare
// dossier.
func (e *Engine) decide(d decided, said []domain.Event, spare *domain.Dossier) (decided, error) {
	if len(said) == 1 {
		return e.decideOne(d, &said[0], spare)
	}
	next := d
	for i := range said {
		var err error
		if next, err = e.decideOne(next, &said[i], nil); err != nil {
			return d, e.transactionRefused(d.after, said, i, err)
		}
	}
	return next, nil
}

func (e *Engine) decideOne(d decided, said *domain.Event, spare *domain.Dossier) (decided, error) {
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
	events, after, err := domain.DecideInto(d.events, spare, d.after.dossier, *said, rules, e.Now())
	if err != nil {
		return d, err
	}
	return decided{events, standing{dossier: after, facts: d.after.facts}}, nil
}

// transactionRefused names the event that was refused. A transaction whose
// every event was accepted before is a repeat as a whole.
func (e *Engine) transactionRefused(now standing, said []domain.Event, place int, err error) error {
	if _, repeat := errors.AsType[*domain.Duplicate](err); !repeat {
		return &transactionError{place: place, err: err}
	}
	for i := range said {
		_, other := e.decideOne(decided{after: now}, &said[i], nil)
		if _, repeat := errors.AsType[*domain.Duplicate](other); !repeat {
			return &transactionError{place: place, err: &domain.Error{
				Code: domain.CodeIDReused, Field: "/id",
				Message: "event \"" + said[place].ID + "\" was accepted before without the others of its transaction",
			}}
		}
	}
	return err
}
