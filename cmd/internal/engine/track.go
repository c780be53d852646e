package engine

import (
	"container/list"
	"context"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
)

// track is one subject's end as this engine knows it: what the next event is
// decided against, and where it is appended.
type track struct {
	subject string

	// What is known of the end belongs to whoever holds the track: from the decision
	// to the answer of the store, since the events of one dossier are decided one
	// after another, each against what the one before left.
	loaded bool // false: read the log before deciding
	standing
	end

	// guarded by tracks.mu
	held    bool
	waiting []chan struct{} // for their turn, in the order of arrival; closed when it has come
	place   *list.Element   // in the order of last use
}

// standing is what a subject's records have come to.
type standing struct {
	dossier *domain.Dossier
	facts   *domain.Registry // of a reference fact: the fold of this subject alone
}

// end is what a subject's next record follows.
type end struct {
	last uint64          // position of the last record
	hash eventstore.Hash // of the last record's body
}

// load reads the subject from the log if the track may be behind it. The caller
// holds the track.
func (t *track) load(ctx context.Context, store eventstore.Reader) error {
	if t.loaded {
		return nil
	}
	records, err := store.Read(ctx, t.subject)
	if err != nil {
		return err
	}
	t.standing, t.end = standing{dossier: new(domain.Dossier), facts: noFacts}, end{}
	for _, r := range records {
		if err := t.replay(r); err != nil {
			return err
		}
	}
	t.loaded = true
	return nil
}

// noFacts is where every reference fact begins, unheardOf every dossier that is not
// read from the log. They are never changed.
var (
	noFacts   = domain.NewRegistry()
	unheardOf = new(domain.Dossier)
)

// replay folds one record and checks that it continues the one before: a
// decision is never taken on a history that was changed.
func (t *track) replay(r eventstore.Record) error {
	commit, err := eventstore.Decode(r)
	if err != nil {
		return err
	}
	if commit.Previous != t.hash.String() {
		return &eventstore.CorruptError{Position: r.Position, Subject: r.Subject, Reason: "its prevhash is not the hash of the subject's previous record"}
	}
	t.evolve(commit.Events)
	t.end = end{last: r.Position, hash: eventstore.HashOf(r.Body)}
	return nil
}

// evolve applies the events to the dossier itself, or to the reference fact.
func (s *standing) evolve(events []domain.Event) {
	for _, event := range events {
		if event.Type.Kind() == domain.KindDossier {
			s.dossier.Evolve(event)
		} else {
			s.facts = s.facts.With(event)
		}
	}
}

// after returns what the events would leave, and changes nothing.
func (s standing) after(events []domain.Event) standing {
	s.dossier = s.dossier.Clone()
	s.evolve(events)
	return s
}
