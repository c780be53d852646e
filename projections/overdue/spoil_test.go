package overdue

import (
	"slices"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/pack"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
)

// spoilt is a ladder that is kept at a cut of the world's log.
type spoilt struct {
	world *logtest.World
	cut   int
	form  []byte
}

// everyLife is a ladder with a clock of every kind.
func everyLife(t testing.TB) *spoilt {
	w := watch(logtest.New())
	w.Policy(everyClock())
	for n := 1; n <= 5; n++ {
		must(t, w.Receive(n, "days"))
	}
	must(t, w.Say(6, &domain.Submitted{Intake: logtest.Intake("days", domain.Online)}))
	must(t, w.Say(1, &domain.Paused{Reason: domain.Verification}))
	must(t, w.Say(2, &domain.SupplementRequested{Reason: "missing", Until: w.Now.Add(9 * 24 * time.Hour)}))
	must(t, w.Say(3, &domain.Completed{Outcome: domain.Granted}))
	must(t, w.Say(4, &domain.Extended{Reason: "ill", Cause: domain.Objective, Appointment: w.Now.Add(30 * 24 * time.Hour)}))
	must(t, w.Say(5, &domain.Transferred{ToUnit: "unit-1", Step: "check"}))
	form, cut := kept(w.follow()), len(w.Commits)
	w.Now = w.Now.Add(8 * 24 * time.Hour)
	for _, r := range w.ladder.Eval(w.Now, 3) {
		w.record(t, r)
	}
	must(t, w.Say(1, &domain.Resumed{}))
	must(t, w.Say(2, &domain.SupplementReceived{}))
	must(t, w.Say(3, &domain.Returned{Method: domain.InPerson}))
	must(t, w.Say(5, &domain.Withdrawn{}))
	must(t, w.Receive(6, "days"))
	return &spoilt{w.World, cut, form}
}

// try reads what was spoilt. Without an error it can be used like any other.
func (s *spoilt) try(how []byte) (refused bool) {
	w := watch(s.world)
	w.followTo(s.cut)
	w.ladder = New(w.reference, w.table)
	p := pack.Reader(logtest.Spoil(s.form, how), nil)
	if w.ladder.Keep(&p); p.Close() != nil {
		return true
	}
	for range 2 {
		for _, at := range []time.Time{s.world.Now, s.world.Now.AddDate(1, 0, 0)} {
			w.ladder.Eval(at, 0)
			w.ladder.EvalKnown(at, 4, at.AddDate(0, -1, 0))
		}
		w.ladder.Next()
		w.ladder.Open()
		w.follow()
	}
	kept(w.ladder)
	return false
}

// Whatever byte of a snapshot is another, it is refused or can be used.
func TestASpoiltLadderIsRefusedOrUsed(t *testing.T) {
	s := everyLife(t)
	logtest.TrySpoilt(t, s.form, s.try)
}

// A ladder of other dossiers tells nothing of those that are not there.
func TestALadderWithoutItsDossiersTellsNothing(t *testing.T) {
	s := everyLife(t)
	w := watch(logtest.New())
	p := pack.Reader(slices.Clone(s.form), nil)
	if w.ladder.Keep(&p); p.Close() != nil {
		t.Fatal(p.Err())
	}
	if rungs := w.ladder.Eval(s.world.Now.AddDate(1, 0, 0), 0); len(rungs) != 0 {
		t.Errorf("it tells %d rungs", len(rungs))
	}
}

func FuzzKeep(f *testing.F) { logtest.FuzzSpoilt(f, everyLife(f).try) }
