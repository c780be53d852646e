package register_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/register"
)

// Whatever was said, at whatever instant: the columns say what the dossier says.
func TestTheColumnsSayWhatTheDossierSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := logtest.Random(t, nil)
		c := table(t, w).Columns()
		for ordinal := range c.Len() {
			d := w.Dossier(c.Code(ordinal))
			for _, at := range tellingInstants(t, d) {
				if got, want := c.StandingAt(ordinal, register.At(at)), d.StandingAt(at); got != want {
					t.Fatalf("%s at %s: the columns say %s, the dossier %s", d.Code, at.Format(time.RFC3339Nano), got, want)
				}
				comparePending(t, c, ordinal, d, at)
			}
			compareTrail(t, c, ordinal)
			compareRow(t, c, ordinal, d, w.Registry)
		}
	})
}

// tellingInstants are those at which something changes, those just before and
// after, and some others.
func tellingInstants(t *rapid.T, d *domain.Dossier) (all []time.Time) {
	at := []time.Time{d.SubmittedAt, d.ReceivedAt, d.CompletedAt, d.EndedAt, d.ReturnedAt, logtest.At("2026-01-01 00:00")}
	for _, set := range d.Deadlines {
		at = append(at, set.From, set.Due, set.Breach, set.EarlyBefore)
	}
	for _, s := range d.Stops {
		at = append(at, s.From, s.To)
	}
	for range 5 {
		at = append(at, logtest.At("2026-01-05 08:00").Add(time.Duration(rapid.IntRange(0, 100*24*60).Draw(t, "minutes"))*time.Minute))
	}
	for _, a := range at {
		if !a.IsZero() {
			all = append(all, a.Add(-time.Millisecond), a, a.Add(time.Millisecond))
		}
	}
	return all
}

// comparePending compares the due in force.
func comparePending(t *rapid.T, c *register.Columns, ordinal int, d *domain.Dossier, at time.Time) {
	if !d.StandingAt(at).Pending() {
		return
	}
	turn, due, passed := c.PendingAt(ordinal, register.At(at)), time.Time{}, false
	if set := d.DeadlineAt(at); set != nil {
		due, passed = set.Due, set.Passed(at)
	}
	if !turn.Due.Time().Equal(due) || passed != (register.At(at) >= turn.Breach) {
		t.Fatalf("%s at %s: the columns say %+v, the dossier due %s passed %t", d.Code, at.Format(time.RFC3339Nano), turn, due, passed)
	}
}

// compareTrail walks the turns: each begins where its standing and due do.
func compareTrail(t *rapid.T, c *register.Columns, ordinal int) {
	for _, turn := range c.Trail(ordinal) {
		if c.PendingAt(ordinal, turn.From) != turn || turn.From >= c.Left[ordinal] {
			t.Fatalf("the turn %+v of %+v is not in force where it begins", turn, c.Trail(ordinal))
		}
	}
}

func compareRow(t *rapid.T, c *register.Columns, ordinal int, d *domain.Dossier, g *domain.Registry) {
	mark, holder := c.Marks[ordinal], d.Holder()
	worked := int32(-1)
	if took, ok := d.Worked(g); ok {
		worked = int32(took / time.Second)
	}
	got := []any{
		c.Province.Of(ordinal), c.Agency.Of(ordinal), c.Unit.Of(ordinal), c.Officer.Of(ordinal), c.Desk.Of(ordinal),
		c.Field.Of(ordinal), c.Procedure.Of(ordinal), c.Case.Of(ordinal),
		c.Submitted[ordinal].Time(), c.Received[ordinal].Time(), c.Returned[ordinal].Time(), c.Due[ordinal].Time(),
		mark.State(), mark.Verdict(), c.Worked[ordinal],
		mark&register.Backdated != 0, mark&register.Corrected != 0, mark&register.Apologised != 0, mark&register.Interlinked != 0,
	}
	want := []any{
		d.Province, d.Agency, holder.Unit, holder.Officer, d.Desk,
		d.Field, d.Procedure, d.Case,
		d.SubmittedAt, d.ReceivedAt, d.ReturnedAt, d.Due(),
		d.State, d.Verdict(), worked,
		d.Backdated > 0, d.Corrections > 0, d.Apologised(), d.Interlinked,
	}
	if diff := cmp.Diff(want, got, cmp.Comparer(time.Time.Equal)); diff != "" {
		t.Fatalf("%s: the dossier (-) and the columns (+) say: %s", d.Code, diff)
	}
}

// A filter over the columns finds what it finds among the dossiers, and its
// words are read back as the same filter.
func TestTheMatcherIsTheFilter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := logtest.Random(t, nil)
		table := table(t, w)
		f := anyFilter(t)
		m := table.Columns().Compile(f)
		found := make(map[domain.Code]bool)
		for d := range table.Find(f) {
			found[d.Code] = true
		}
		ordinal := 0
		for d := range table.All() {
			want := f.Match(d)
			if m.Match(ordinal) != want || found[d.Code] != want || m.All() && !want {
				t.Fatalf("%+v: the dossier %s matches: %t", f, d.Code, want)
			}
			ordinal++
		}
		words := f.Words()
		again, err := register.ParseFilter(func(name string) string { return words[name] }, f.At, logtest.Zone)
		if diff := cmp.Diff(f, again, cmp.Comparer(time.Time.Equal)); diff != "" || err != nil {
			t.Fatalf("%v read back: %v %s", words, err, diff)
		}
	})
}

// anyFilter draws a filter that asks for few things.
func anyFilter(t *rapid.T) register.Filter {
	instant := func() time.Time {
		return logtest.At("2026-01-05 08:00").Add(time.Duration(rapid.IntRange(0, 60*24).Draw(t, "hours")) * time.Hour)
	}
	f := register.Filter{At: instant()}
	wishes := []func(){
		func() { f.State = []domain.State{domain.StateProcessing, domain.StateCompleted} },
		func() {
			f.Standing = []domain.Standing{rapid.SampledFrom([]domain.Standing{
				domain.StandingInTime, domain.StandingOverdue, domain.StandingStopped, domain.StandingNoDeadline,
				domain.StandingCompleted, domain.StandingWaiting, domain.StandingWithdrawn,
			}).Draw(t, "standing")}
		},
		func() { f.Verdict = []domain.Verdict{domain.OnTime, domain.Late} },
		func() { f.Province = rapid.SampledFrom([]string{"H38", "H99"}).Draw(t, "province") },
		func() { f.Agency = "SYT" },
		func() { f.Unit = rapid.SampledFrom([]string{"desk", "unit-1", "unit-2", "nowhere"}).Draw(t, "unit") },
		func() { f.Officer = "officer-1" },
		func() { f.Desk = "desk-1" },
		func() { f.Procedure = "days" },
		func() { f.Field = "field-weeks" },
		func() { f.Channel = domain.Online },
		func() { f.Level = domain.LevelFull },
		func() { f.DueBefore = instant() },
		func() { f.DueAfter = instant() },
		func() {
			f.Q = rapid.SampledFrom([]string{"h38.21-260105-0001", "WEEK", "cấp phép d", "none"}).Draw(t, "q")
		},
		func() { f.Interlinked = true },
		func() { f.Backdated = true },
		func() { f.Corrected = true },
		func() { f.GivenDiffers = true },
		func() { f.LimitUnknown = true },
		func() { f.Apologised = true },
	}
	for range rapid.IntRange(0, 3).Draw(t, "wishes") {
		wishes[rapid.IntRange(0, len(wishes)-1).Draw(t, "wish")]()
	}
	return f
}
