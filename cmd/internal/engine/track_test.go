package engine

import (
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
