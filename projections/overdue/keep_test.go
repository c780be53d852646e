package overdue

import (
	"bytes"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/pack"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
)

// A ladder that was kept and goes on tells what one tells that followed the whole
// log, at any instant, and would be kept as the same bytes.
func TestAKeptLadderGoesOn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := lived(t)
		cut := rapid.IntRange(0, len(whole.Commits)).Draw(t, "cut")
		other := watch(whole.World)
		other.followTo(cut)
		other.ladder = restored(t, other, kept(other.ladder))
		other.follow()
		if diff := cmp.Diff(kept(whole.ladder), kept(other.ladder)); diff != "" {
			t.Fatalf("kept at %d of %d:\n%s", cut, len(whole.Commits), diff)
		}
		for range 5 {
			at := whole.Now.Add(time.Duration(rapid.IntRange(-60*24, 60*24).Draw(t, "hours")) * time.Hour)
			if diff := cmp.Diff(recorded(t, whole.ladder.Eval(at, 0)), recorded(t, other.ladder.Eval(at, 0))); diff != "" {
				t.Fatalf("at %s:\n%s", at, diff)
			}
		}
		if whole.ladder.Open() != other.ladder.Open() || !whole.ladder.LastPast().Equal(other.ladder.LastPast()) {
			t.Fatalf("%+v %s, %+v %s", whole.ladder.Open(), whole.ladder.LastPast(), other.ladder.Open(), other.ladder.LastPast())
		}
	})
}

// Bytes that are cut off anywhere are refused, and leave a ladder without clocks.
func TestAPartOfAKeptLadderIsRefused(t *testing.T) {
	w := watch(logtest.New())
	for n := 1; n <= 3; n++ {
		must(t, w.Receive(n, "days"))
	}
	whole := kept(w.follow())
	for n := range whole {
		p := pack.Reader(whole[:n], nil)
		w.ladder.Keep(&p)
		if p.Close() == nil || w.ladder.Open() != (Figures{}) {
			t.Errorf("%d of %d bytes: %v, %+v", n, len(whole), p.Err(), w.ladder.Open())
		}
	}
}

// recorded returns the rungs in the form in which they would be recorded.
func recorded(t *rapid.T, rungs []Rung) string {
	for i := range rungs {
		rungs[i].Known = rungs[i].Known.UTC() // which is not recorded
	}
	form, err := json.Marshal(rungs)
	if err != nil {
		t.Fatal(err)
	}
	return string(form)
}

// everyClock is a policy with rungs of every clock.
func everyClock() domain.Policy {
	policy := domain.DefaultPolicy()
	policy.Version = 2
	policy.Ladder = append(policy.Ladder,
		domain.LadderRung{Name: "half-step", Clock: domain.StepClock, Percent: 50},
		domain.LadderRung{Name: "three-hours", Clock: domain.AppointmentClock, Before: logtest.Limit("3workhour")},
		domain.LadderRung{Name: "half-window", Clock: domain.SupplementClock, Percent: 50},
		domain.LadderRung{Name: "two-days", Clock: domain.PauseClock, After: logtest.Limit("2workday"), Reason: domain.Verification})
	return policy
}

// lived is a random world, some of whose rungs were raised. Its policy has rungs of
// every clock.
func lived(t *rapid.T) (w *watched) {
	logtest.Random(t, func(world *logtest.World) {
		if w == nil {
			w = watch(world)
			w.Policy(everyClock())
		}
		told := w.follow().Eval(w.Now, 0)
		for _, r := range told[:rapid.IntRange(0, len(told)).Draw(t, "raised")] {
			w.record(t, r)
		}
		w.follow()
	})
	return w
}

func kept(l *Ladder) []byte {
	var p pack.Pack
	l.Keep(&p)
	return bytes.Clone(p.Bytes())
}

// restored returns a ladder, over the same dossiers, that reads what was kept.
func restored(t *rapid.T, w *watched, kept []byte) *Ladder {
	l := New(w.reference, w.table)
	p := pack.Reader(kept, nil)
	l.Keep(&p)
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	return l
}
