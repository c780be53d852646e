package engine

import (
	"context"
	"errors"
	"runtime"
	"testing"
)

// Two desks give one code at the same moment, each at its own agency, and both
// find it free. The second decides against what the first wrote; where the first
// was refused, the code is the second's.
func TestTake_aCodeIsGivenOnce(t *testing.T) {
	first := place{subject: "dossier.H37.A.1", code: "1", fresh: true}
	second := place{subject: "dossier.H37.B.1", code: "1", fresh: true}
	for _, test := range []struct {
		name    string
		written uint64
		want    string
	}{
		{"the first is accepted", 7, first.subject},
		{"the first is refused", 0, second.subject},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newTracks(10)
			held, err := s.take(t.Context(), first, 1)
			if err != nil {
				t.Fatal(err)
			}
			got := make(chan string)
			go func() {
				track, err := s.take(t.Context(), second, 1)
				if err != nil {
					t.Error(err)
					close(got)
					return
				}
				defer s.giveBack(track, second.code)
				got <- track.subject
			}()
			for !claimed(s, held) {
				runtime.Gosched()
			}
			held.last = test.written
			s.giveBack(held, first.code)
			if subject := <-got; subject != test.want {
				t.Errorf("the second event is decided against %s, want %s", subject, test.want)
			}
		})
	}
}

// claimed reports whether a second user waits for the track, or has one of its
// own.
func claimed(s *tracks, t *track) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(t.waiting) > 0 || len(s.bySubject) > 1
}

// What refuses an event says why: its caller waited too long, or too many others
// wait.
func TestTake_whyNot(t *testing.T) {
	at := place{subject: "dossier.H37.A.1", code: "1"}
	s := newTracks(10)
	held, err := s.take(t.Context(), at, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer s.giveBack(held, at.code)
	left, leave := context.WithCancel(t.Context())
	leave()
	if _, err := s.take(left, at, 1); !errors.Is(err, errAwaited) {
		t.Errorf("whose context has ended is told %v, want %v", err, errAwaited)
	}
	if _, err := s.take(t.Context(), at, 0); !errors.Is(err, errCrowded) {
		t.Errorf("one too many is told %v, want %v", err, errCrowded)
	}
}
