package engine

import (
	"container/list"
	"context"
	"sync"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
)

// track is one subject's end as this engine knows it: what the next event is
// decided against, and where it is appended.
type track struct {
	subject string

	// mu is held from the decision to the answer of the store: the events of one
	// dossier are decided one after another, each against what the one before
	// left.
	mu      sync.Mutex
	loaded  bool // false: read the log before deciding
	dossier *domain.Dossier
	facts   *domain.Registry // of a reference fact: the fold of this subject alone
	last    uint64           // position of the last record
	hash    string           // of the last record's body

	users int           // guarded by tracks.mu: who holds or waits for it
	place *list.Element // guarded by tracks.mu: in the order of last use
}

// load reads the subject from the log if the track may be behind it. The caller
// holds mu.
func (t *track) load(ctx context.Context, store eventstore.Reader) error {
	if t.loaded {
		return nil
	}
	records, err := store.Read(ctx, t.subject)
	if err != nil {
		return err
	}
	t.reset()
	for _, r := range records {
		if err := t.replay(r); err != nil {
			return err
		}
	}
	t.loaded = true
	return nil
}

// reset makes the track that of a subject without records.
func (t *track) reset() {
	t.dossier, t.facts, t.last, t.hash = &domain.Dossier{}, domain.NewRegistry(), 0, ""
}

// replay folds one record and checks that it continues the one before: a
// decision is never taken on a history that was changed.
func (t *track) replay(r eventstore.Record) error {
	commit, err := eventstore.Decode(r)
	if err != nil {
		return err
	}
	if commit.Previous != t.hash {
		return &eventstore.CorruptError{Position: r.Position, Subject: r.Subject, Reason: "its prevhash is not the hash of the subject's previous record"}
	}
	t.advance(commit.Events, r.Position, r.Body)
	return nil
}

// advance takes over a commit that lies in the log.
func (t *track) advance(events []domain.Event, position uint64, body []byte) {
	for _, e := range events {
		if e.Type.Kind() == domain.KindDossier {
			t.dossier.Evolve(e)
		} else {
			t.facts = t.facts.With(e)
		}
	}
	t.last, t.hash = position, eventstore.HashOf(body).String()
}

// tracks keeps the tracks that were used last.
type tracks struct {
	limit int

	// mu guards the maps and the order; it is never held while a track is
	// decided or the store is asked.
	mu        sync.Mutex
	bySubject map[string]*track
	byCode    map[domain.Code]*track // dossiers alone
	order     *list.List             // of *track, the last used in front
}

func newTracks(limit int) *tracks {
	return &tracks{limit: limit, bySubject: make(map[string]*track), byCode: make(map[domain.Code]*track), order: list.New()}
}

// take returns the subject's track, locked, and the function that gives it back.
// Where the code of a fresh place was given to another subject since it was
// located, that subject's track is returned: a code is given once.
func (s *tracks) take(at place) (*track, func()) {
	for {
		t := s.hold(at)
		t.mu.Lock()
		giveBack := func() { s.giveBack(t, at.code) }
		if t.subject == at.subject || t.last > 0 {
			return t, giveBack
		}
		giveBack() // what would have taken the code was refused: it is free again
	}
}

// hold finds or makes the track for the place and keeps it from being forgotten.
func (s *tracks) hold(at place) *track {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, ok := s.bySubject[at.subject]
	if other := s.byCode[at.code]; !ok && at.fresh && other != nil {
		t, ok = other, true
	}
	if !ok {
		t = s.add(at)
	}
	t.users++
	s.order.MoveToFront(t.place)
	s.evict()
	return t
}

// add makes the subject's track. The caller holds mu.
func (s *tracks) add(at place) *track {
	t := &track{subject: at.subject, loaded: at.fresh}
	t.reset()
	t.place = s.order.PushFront(t)
	s.bySubject[at.subject] = t
	if at.code != "" {
		s.byCode[at.code] = t
	}
	return t
}

// giveBack unlocks the track. One of which nothing was ever said is forgotten:
// a refused event leaves no trace.
func (s *tracks) giveBack(t *track, code domain.Code) {
	t.mu.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	t.users--
	// Only now is it sure: whoever waited for the track may have written.
	if t.users == 0 && t.last == 0 {
		s.drop(t, code)
	}
}

// subject returns the subject of a dossier that is kept here.
func (s *tracks) subject(code domain.Code) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t, ok := s.byCode[code]; ok {
		return t.subject, true
	}
	return "", false
}

// evict forgets the tracks that were used longest ago and that nobody holds.
// The caller holds mu.
func (s *tracks) evict() {
	for e := s.order.Back(); e != nil && s.order.Len() > s.limit; {
		t, previous := e.Value.(*track), e.Prev()
		if t.users == 0 {
			s.drop(t, t.code())
		}
		e = previous
	}
}

// code returns the dossier's code; empty for a reference fact. The caller knows
// that nobody holds the track.
func (t *track) code() domain.Code { return t.dossier.Code }

func (s *tracks) drop(t *track, code domain.Code) {
	s.order.Remove(t.place)
	delete(s.bySubject, t.subject)
	if s.byCode[code] == t {
		delete(s.byCode, code)
	}
}
