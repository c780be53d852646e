package register

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
)

// alike are more dossiers of one set than it has places, and what should lie there, the
// one first that was folded last.
type alike struct {
	office *office
	every  int // rows from one of them to the next
	folded []int
	closed map[int]bool
}

// newAlike receives so many dossiers that every set is full.
func newAlike(t *rapid.T) *alike {
	a := &alike{office: newOffice(), every: leastOnTray / len(set{}), closed: make(map[int]bool)}
	for n := range 8 * a.every {
		a.say(t, n, &domain.Received{Intake: logtest.Intake("days", domain.InPerson)})
	}
	for i := range len(set{}) {
		a.folded = append(a.folded, (7-i)*a.every)
	}
	return a
}

func (a *alike) say(t *rapid.T, n int, data domain.Data) {
	e := domain.Event{Type: domain.TypeReceived, Subject: string(logtest.Code(n)), At: logtest.At("2026-01-05 09:00"), Data: data}
	a.office.apply(t, []eventstore.Commit{{Subject: logtest.Subject(logtest.Code(n)), Events: []domain.Event{e}}})
}

// fold has the n-th of them said something, and says where it should lie.
func (a *alike) fold(t *rapid.T, n int, data domain.Data) {
	a.say(t, n, data)
	if _, ends := data.(*domain.Withdrawn); ends {
		a.closed[n] = true
	}
	at := slices.Index(a.folded, n)
	if at < 0 {
		at = len(a.folded) - 1
		for i := at; i >= len(a.folded)/2; i-- {
			if was := a.folded[i]; a.closed[was] {
				at = i
				break
			}
		}
	}
	a.folded = slices.Insert(slices.Delete(a.folded, at, at+1), 0, n)
}

// The last that were folded lie on the tray, and of those that were not lately the
// closed ones are the first to go.
func TestASetHoldsTheLastThatWereFolded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := newAlike(t)
		for range rapid.IntRange(1, 40).Draw(t, "commits") {
			n := a.every * rapid.IntRange(0, 7).Draw(t, "dossier")
			a.fold(t, n, rapid.SampledFrom([]domain.Data{&domain.FeePaid{}, &domain.Transferred{ToUnit: "unit-1"}, &domain.Withdrawn{}}).Draw(t, "said"))
			var lie []int
			for _, lies := range a.office.table.rows.tray.set(0) {
				lie = append(lie, lies.ordinal)
			}
			if !slices.Equal(lie, a.folded) {
				t.Fatalf("on the tray lie %v, want %v", lie, a.folded)
			}
		}
	})
}
