package domain

import (
	"slices"
	"time"
)

// Fact is the state of one reference fact: what [DecideFact] needs to number
// its events and to know a repeat.
type Fact struct {
	Sequence int
	Version  int // of a calendar, policy or counting policy
	Versions int // published versions of a procedure; how often a silence was set
	Over     bool
	said     said
}

func factKey(kind, id string) string { return kind + "/" + id }

// Fact returns the state of a reference fact; an empty one where it is new.
func (g *Registry) Fact(kind, id string) *Fact {
	if f, ok := g.facts.get(factKey(kind, id)); ok {
		return f
	}
	return &Fact{}
}

// after returns the state after the event.
func (f *Fact) after(e Event) *Fact {
	next := Fact{Sequence: e.Sequence, Version: f.Version, Versions: f.Versions, Over: f.Over, said: slices.Clone(f.said)}
	next.said.note(&e)
	switch data := e.Data.(type) {
	case *ProcedurePublished, *ProcedureAmended:
		next.Versions, next.Over = f.Versions+1, false
	case *ProcedureAbolished:
		next.Over = true
	case *CalendarChanged:
		next.Version = data.Calendar.Version
	case *PolicyChanged:
		next.Version = data.Policy.Version
	case *CountingChanged:
		next.Version = data.Counting.Version
	case *SilenceSet:
		next.Versions, next.Over = f.Versions+1, false
	case *SilenceEnded:
		next.Over = true
	}
	return &next
}

// DecideFact accepts or refuses an event about a reference fact. now is the
// engine's clock. A repeat is answered with a [*Duplicate].
func DecideFact(f *Fact, e Event, now time.Time) ([]Event, error) {
	e.At = e.At.Truncate(time.Millisecond)
	if err := e.check(); err != nil {
		return nil, err
	}
	if e.Type.Kind() == KindDossier {
		return nil, refuse(CodeUnknownType, "/type", "%s is not about a reference fact", e.Type)
	}
	if err := f.said.find(e.speaker(), &e); err != nil {
		return nil, err
	}
	if err := f.follows(e); err != nil {
		return nil, err
	}
	e.RecordedAt, e.Sequence = now.Truncate(time.Millisecond), f.Sequence+1
	return []Event{e}, nil
}

// follows checks that the event continues what is known.
func (f *Fact) follows(e Event) error {
	switch data := e.Data.(type) {
	case *ProcedurePublished:
		if f.Versions > 0 && !f.Over {
			return refuse(CodeStaleVersion, "/type", "procedure %q is published already: amend it", e.Subject)
		}
	case *ProcedureAmended:
		if f.Versions == 0 || f.Over {
			return refuse(CodeUnknownProcedure, "/subject", "procedure %q is not in force: publish it", e.Subject)
		}
	case *ProcedureAbolished:
		if f.Versions == 0 || f.Over {
			return refuse(CodeUnknownProcedure, "/subject", "procedure %q is not in force", e.Subject)
		}
	case *CalendarChanged:
		return f.next(e.Subject, data.Calendar.ID, data.Calendar.Version)
	case *PolicyChanged:
		return f.next(e.Subject, data.Policy.ID, data.Policy.Version)
	case *CountingChanged:
		return f.continues(e.Subject, &data.Counting)
	case *SilenceSet, *SilenceEnded:
		return f.followsSilence(e)
	}
	return nil
}

// next checks the identity and the version of a versioned fact.
func (f *Fact) next(subject, id string, version int) error {
	if id != subject {
		return refuse(CodeInvalidField, "/subject", "subject %q is not the id %q in the data", subject, id)
	}
	if version <= f.Version {
		return refuse(CodeStaleVersion, "/data", "version %d of %q is not later than version %d", version, id, f.Version)
	}
	return nil
}
