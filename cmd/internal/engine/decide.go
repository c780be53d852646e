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
	texts  *domain.Texts // of events; nil: none are kept
	after  standing

	// What some of the events left, to begin from again where a later one spoils after.
	base   standing
	folded int // how many they are
}

// undo takes back what was decided behind the first events. It costs a copy of the
// dossier, and a fold of what was decided since the last time: a request may hold
// thousands of refusals.
func (d *decided) undo(first int) {
	d.events = d.events[:first]
	d.base, d.folded = d.base.after(d.events[d.folded:]), first
	d.after = d.base.after(nil)
}

// textsRoom holds texts that nobody needs any more: the next are kept in their memory.
var textsRoom = sync.Pool{New: func() any { return new(domain.Texts) }}

// forgetTexts gives the texts up: the events are written down, or will not be.
func (d *decided) forgetTexts() {
	if d.texts != nil {
		d.texts.Clear()
		textsRoom.Put(d.texts)
		d.texts = nil
	}
}

// decideAll decides the sayings one after another, each against what those before
// it leave. One that is refused leaves nothing.
func (e *Engine) decideAll(now standing, all []saying) (decided, error) {
	d := decided{
		events: make([]domain.Event, 0, 2*len(all)), // and what the rules add
		texts:  textsRoom.Get().(*domain.Texts),
		after:  now.after(nil),
		base:   now,
	}
	var failed error
	for i := range all {
		s := &all[i]
		told := len(d.events)
		if s.err = e.decide(&d, s.said); s.err != nil {
			if _, repeat := errors.AsType[*domain.Duplicate](s.err); !repeat {
				failed = errNoneTaken
			}
			s.events = nil
			continue
		}
		s.events, s.due = d.events[told:], d.after.dossier.Due()
	}
	if len(d.events) > 0 {
		return d, nil
	}
	d.forgetTexts()
	return decided{}, failed
}

// decide decides the events of a saying one after another, each against what the
// one before leaves, and adds to d what follows; nothing where one is refused.
func (e *Engine) decide(d *decided, said []*domain.Event) error {
	told, was := len(d.events), d.after.dossier.Sequence
	for i, s := range said {
		err := e.decideOne(d, s)
		if err == nil {
			continue
		}
		if i > 0 || d.after.dossier.Sequence != was {
			d.undo(told)
		}
		if len(said) > 1 {
			err = e.transactionRefused(d.after, said, i, err)
		}
		return err
	}
	return nil
}

// decideOne adds to d what follows from the event. One that is refused may leave a
// dossier that is of no use, see [domain.Dossier.Take].
func (e *Engine) decideOne(d *decided, said *domain.Event) error {
	if kind := said.Type.Kind(); kind != domain.KindDossier {
		events, err := domain.DecideFact(d.after.facts.Fact(kind, said.Subject), *said, e.Now())
		d.events = append(d.events, events...)
		d.after.evolve(events)
		return err
	}
	rules, err := e.Reference.Registry().RulesFor(d.after.dossier, *said)
	if err != nil {
		return err
	}
	d.events, err = d.after.dossier.Take(d.events, d.texts, *said, rules, e.Now())
	return err
}

// transactionRefused names the event that was refused. A transaction whose
// every event was accepted before is a repeat as a whole.
func (e *Engine) transactionRefused(before standing, said []*domain.Event, place int, err error) error {
	if _, repeat := errors.AsType[*domain.Duplicate](err); !repeat {
		return &transactionError{place: place, err: err}
	}
	again := decided{after: before.after(nil)} // a repeat leaves it as it is
	for _, s := range said {
		other := e.decideOne(&again, s)
		if _, repeat := errors.AsType[*domain.Duplicate](other); !repeat {
			return &transactionError{place: place, err: &domain.Error{
				Code: domain.CodeIDReused, Field: "/id",
				Message: "event \"" + said[place].ID + "\" was accepted before without the others of its transaction",
			}}
		}
	}
	return err
}
