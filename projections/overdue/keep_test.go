package overdue

import (
	"bytes"
	"math"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/pack"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/register"
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
		whole.compare(t, other)
	})
}

// A ladder that is asked now and then tells what one tells that is asked after every
// commit, and would be kept as the same bytes.
func TestALadderThatIsSeldomAskedTellsTheSame(t *testing.T) {
	waited := 0
	rapid.Check(t, func(t *rapid.T) {
		whole := lived(t)
		seldom := watch(whole.World)
		for n := range whole.Commits {
			if seldom.ladder.unasked = patience; rapid.IntRange(0, 9).Draw(t, "asked") == 0 {
				seldom.ladder.Eval(whole.Commits[n].Events[0].RecordedAt, 1)
			}
			seldom.followTo(n + 1)
		}
		if seldom.ladder.behind {
			waited++
		}
		seldom.compare(t, whole)
	})
	if waited == 0 {
		t.Error("no clock had to wait")
	}
}

// compare checks that two ladders that followed one log can't be told apart.
func (w *watched) compare(t *rapid.T, other *watched) {
	if rapid.Bool().Draw(t, "kept first") {
		if diff := cmp.Diff(kept(w.ladder), kept(other.ladder)); diff != "" {
			t.Fatalf("of %d commits:\n%s", len(w.Commits), diff)
		}
	}
	for range 5 {
		at := w.Now.Add(time.Duration(rapid.IntRange(-60*24, 60*24).Draw(t, "hours")) * time.Hour)
		if diff := cmp.Diff(recorded(t, w.ladder.Eval(at, 0)), recorded(t, other.ladder.Eval(at, 0))); diff != "" {
			t.Fatalf("at %s:\n%s", at, diff)
		}
	}
	if w.ladder.Open() != other.ladder.Open() || !w.ladder.LastPast().Equal(other.ladder.LastPast()) {
		t.Fatalf("%+v %s, %+v %s", w.ladder.Open(), w.ladder.LastPast(), other.ladder.Open(), other.ladder.LastPast())
	}
	if diff := cmp.Diff(kept(w.ladder), kept(other.ladder)); diff != "" {
		t.Fatalf("of %d commits:\n%s", len(w.Commits), diff)
	}
}

// Prefetching reads what is kept of the dossiers that are open, and changes nothing.
func TestPrefetchingChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := lived(t)
		before := kept(w.ladder)
		w.ladder.Prefetch(rapid.SliceOfN(rapid.IntRange(0, w.table.Met()+9), 0, 150).Draw(t, "subjects"))
		if diff := cmp.Diff(before, kept(w.ladder)); diff != "" {
			t.Fatal(diff)
		}
		var all []int
		for n := range w.table.Met() {
			all = append(all, n)
		}
		want := 0
		for _, e := range w.ladder.open {
			want += int(e.moved) + len(e.rows)
			for i := range e.rows {
				want += int(e.rows[i].of)
			}
		}
		w.ladder.prefetched = 0
		if w.ladder.Prefetch(all); w.ladder.prefetched != want {
			t.Fatalf("of %d open dossiers %d is read, want %d", len(w.ladder.open), w.ladder.prefetched, want)
		}
	})
}

// A number that no dossier can have is refused, before there is room for it.
func TestANumberOfNoDossierIsRefused(t *testing.T) {
	for _, number := range []uint32{mostNumbers, math.MaxUint32} {
		l := New(projections.NewReference(), register.New(projections.NewReference()))
		l.open = []entry{{number: number}}
		bytes := kept(l)
		p := pack.Reader(bytes, nil)
		if l.Keep(&p); p.Close() == nil || len(l.slots.pages) > 0 {
			t.Errorf("number %d: %v, %d pages", number, p.Err(), len(l.slots.pages))
		}
	}
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

// A deadline that was set by what the log does not hold goes by the rules of the day
// on which it became known, whenever the ladder is asked.
func TestALooseDeadlineIsPlacedByTheRulesOfItsDay(t *testing.T) {
	whole := watch(logtest.New())
	must(t, whole.Receive(1, "days"))
	for i := range whole.Commits {
		for _, e := range whole.Commits[i].Events {
			if set, is := e.Data.(*domain.DeadlineSet); is {
				set.Policy.Version = 99
			}
		}
	}
	seldom := watch(whole.World)
	seldom.ladder.unasked = patience
	whole.follow().Eval(whole.Now, 0)
	seldom.follow()
	whole.Policy(everyRungLater())
	whole.follow().Eval(whole.Now, 0)
	if now, then := kept(seldom.follow()), kept(whole.ladder); !bytes.Equal(now, then) {
		t.Errorf("asked at the end:\n%x\nasked before the policy changed:\n%x", now, then)
	}
}

// everyRungLater is a policy without the first rungs of the shipped one.
func everyRungLater() domain.Policy {
	policy := domain.DefaultPolicy()
	policy.Version = 2
	policy.Ladder = slices.DeleteFunc(slices.Clone(policy.Ladder), func(r domain.LadderRung) bool { return !r.Missed })
	return policy
}

// Who asks beside each other, of a ladder that was settled, is told the same.
func TestManyAskALadderThatIsBehind(t *testing.T) {
	w := watch(logtest.New())
	for n := 1; n <= 40; n++ {
		must(t, w.Receive(n, "days"))
	}
	w.ladder.unasked = patience
	if w.follow(); !w.ladder.Behind() {
		t.Fatal("no clock has to wait")
	}
	if w.ladder.Settle(); w.ladder.Behind() {
		t.Error("clocks wait behind a settled ladder")
	}
	at := w.Now.AddDate(0, 2, 0)
	want := len(w.dumb(at))
	var asking sync.WaitGroup
	for range 8 {
		asking.Go(func() {
			if told := w.ladder.Eval(at, 0); len(told) != want {
				t.Errorf("%d rungs are told, want %d", len(told), want)
			}
			w.ladder.Next()
			w.ladder.Open()
			kept(w.ladder)
		})
	}
	asking.Wait()
}
