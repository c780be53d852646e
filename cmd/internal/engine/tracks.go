package engine

import (
	"container/list"
	"context"
	"slices"
	"sync"

	"github.com/hoso-engine/dossier/domain"
)

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

// mostForOne is how many events of publishers may wait for one dossier: what waits
// takes memory, and the last of them would be answered when its desk has long
// given up.
const mostForOne = 256

// errCrowded refuses an event because too many wait for its dossier.
var errCrowded = &domain.Error{Code: domain.CodeBusy, Message: "too many events about this dossier wait to be decided; try again"}

// errAwaited refuses an event whose caller would wait no longer for its dossier.
var errAwaited = &domain.Error{Code: domain.CodeBusy, Message: "the events about this dossier that came before took too long; try again"}

// take waits for the subject's track and returns it. The caller gives it back.
// Where the code of a fresh place was given to another subject since it was
// located, that subject's track is returned: a code is given once. Where more
// than most wait for it already, or ctx ends first, it fails with
// [domain.CodeBusy].
func (s *tracks) take(ctx context.Context, at place, most int) (*track, error) {
	for {
		t, turn, err := s.hold(at, most)
		if err != nil {
			return nil, err
		}
		if err := s.await(ctx, t, turn, at.code); err != nil {
			return nil, err
		}
		if t.subject == at.subject || t.last > 0 {
			return t, nil
		}
		s.giveBack(t, at.code) // what would have taken the code was refused: it is free again
	}
}

// await waits for the turn; nil is one that has come.
func (s *tracks) await(ctx context.Context, t *track, turn chan struct{}, code domain.Code) error {
	if turn == nil {
		return nil
	}
	select {
	case <-turn:
		return nil
	case <-ctx.Done():
	}
	s.mu.Lock()
	i := slices.Index(t.waiting, turn)
	if i >= 0 {
		t.waiting = slices.Delete(t.waiting, i, i+1)
	}
	s.mu.Unlock()
	if i < 0 {
		s.giveBack(t, code) // the turn came at the same moment
	}
	return errAwaited
}

// hold finds or makes the track for the place, and takes it or, where somebody
// holds it, a turn to wait for. It is not forgotten meanwhile.
func (s *tracks) hold(at place, most int) (t *track, turn chan struct{}, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, ok := s.bySubject[at.subject]
	if other := s.byCode[at.code]; !ok && at.fresh && other != nil {
		t, ok = other, true
	}
	if !ok {
		t = s.add(at)
	}
	s.order.MoveToFront(t.place)
	switch {
	case !t.held:
		t.held = true
	case len(t.waiting) >= most:
		return nil, nil, errCrowded
	default:
		turn = make(chan struct{})
		t.waiting = append(t.waiting, turn)
	}
	return t, turn, nil
}

// add makes the subject's track. The caller holds mu.
func (s *tracks) add(at place) *track {
	t := &track{subject: at.subject, loaded: at.fresh, standing: standing{dossier: unheardOf, facts: noFacts}}
	t.place = s.order.PushFront(t)
	s.bySubject[at.subject] = t
	if at.code != "" {
		s.byCode[at.code] = t
	}
	return t
}

// giveBack hands the track to whoever waits longest for it. Where nobody does, one of
// which no record is known is forgotten: a refused event leaves no trace, and a storm
// of rungs, which are drafted without reading, drives nobody out.
func (s *tracks) giveBack(t *track, code domain.Code) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(t.waiting) > 0 {
		close(t.waiting[0])
		t.waiting = slices.Delete(t.waiting, 0, 1)
		return
	}
	t.held, t.waiting = false, nil
	if t.last == 0 {
		s.drop(t, code)
	}
	s.evict()
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
		if !t.held {
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
