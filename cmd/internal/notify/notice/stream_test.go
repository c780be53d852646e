package notice

import (
	"errors"
	"slices"
	"testing"

	"github.com/hoso-engine/dossier/eventstore/embedded/embeddedtest"
)

// Two engines and one that starts later read the same of a chain, however far they
// are behind; who is behind appends nothing.
func TestCatchUp(t *testing.T) {
	s, err := Open(t.Context(), embeddedtest.Connect(t, embeddedtest.Start(t)), 1)
	if err != nil {
		t.Fatal(err)
	}
	target := Target{Receiver: "h37.head", Channel: Webhook, PerHour: 60}
	ahead, behind := NewChain(target), NewChain(target)
	next := uint64(1)
	for _, claims := range []int{1, 1, 5, 1} {
		for _, n := range ahead.Singly(alerts(next, claims), next, ten, openGate) {
			if err := s.Append(t.Context(), ahead, &n); err != nil {
				t.Fatal(err)
			}
		}
		next += uint64(claims)
		mine := behind.Singly(alerts(next, 1), next, ten, openGate)[0]
		if err := s.Append(t.Context(), behind, &mine); !errors.Is(err, ErrBehind) {
			t.Fatalf("behind by %d claims: %v", claims, err)
		}
		late := NewChain(target)
		for _, c := range []*Chain{behind, late} {
			if err := s.CatchUp(t.Context(), c); err != nil {
				t.Fatal(err)
			}
			if c.Sequence != ahead.Sequence || c.Last.Through != next-1 || !slices.Equal(c.Told(), ahead.Told()) {
				t.Errorf("after %d alerts it stands at claim %d, %d alerts, told are %v", next-1, c.Sequence, c.Last.Through, c.Told())
			}
		}
	}
	if err := s.js.DeleteStream(t.Context(), StreamName); err != nil { // as if all claims were too old
		t.Fatal(err)
	}
	if s, err = Open(t.Context(), s.js.Conn(), 1); err != nil {
		t.Fatal(err)
	}
	last := ahead.Singly(alerts(next, 1), next, ten, openGate)[0]
	if err := s.Append(t.Context(), ahead, &last); !errors.Is(err, ErrBehind) {
		t.Fatalf("behind a claim that is not there: %v", err)
	}
	if err := s.CatchUp(t.Context(), ahead); err != nil {
		t.Fatal(err)
	}
	if err := s.Append(t.Context(), ahead, &last); err != nil {
		t.Fatal(err)
	}
	next++
	if told := ahead.Told(); len(told) != int(next-1) {
		t.Errorf("%d alerts were told, %d are open", next-1, len(told))
	}
}
