package projections_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-json-experiment/json"
	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
)

// views are what people are shown of a log.
type views struct {
	reference *projections.Reference
	table     *register.Table
}

func newViews() views {
	reference := projections.NewReference()
	return views{reference, register.New(reference)}
}

// shown returns all that is shown at the instant, to the last byte.
func (v views) shown(t rapid.TB, now time.Time, position uint64) string {
	t.Helper()
	registry := v.reference.Registry()
	var reports []any
	for _, words := range []map[string]string{
		{"from": "2026-01-01", "to": "2026-01-31"},
		{"from": "2026-01-15", "to": "2026-03-14", "by": "month"},
		{"from": "2026-02-01", "to": "2026-02-28", "by": "unit", "policy": "strict"},
		{"by": "officer"},
	} {
		if words["policy"] != "" && registry.Fact(domain.KindCounting, "strict").Version == 0 {
			continue // not published yet
		}
		q, err := ontime.ParseQuery(func(name string) string { return words[name] }, now, logtest.Zone, registry.Countings()...)
		if err != nil {
			t.Fatal(err)
		}
		report := ontime.Statistics(v.table.Columns(), q)
		report.Position = position
		reports = append(reports, report, ontime.LateList(v.table.Columns(), q, ontime.CalendarOf(registry)))
	}
	page := v.table.List(register.Query{Filter: register.Filter{At: now}})
	b, err := json.Marshal([]any{reports, page, v.table.Figures(now)}, json.Deterministic(true))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// recall folds the whole log as it was known at the instant.
func recall(t rapid.TB, w *logtest.World, at time.Time) (views, uint64) {
	t.Helper()
	v := newViews()
	known := projections.NewKnown(at, v.reference, v.table)
	for _, c := range w.Commits {
		if err := known.Apply(c); err != nil {
			t.Fatal(err)
		}
	}
	return v, known.Position()
}

// Whatever is said, posted late, corrected, recalculated or counted otherwise
// after a report was made: what was known when it was made gives it again.
func TestAPastReportIsReproduced(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		live, applied := newViews(), 0
		reports := make(map[time.Time]string)
		w := logtest.Random(t, func(w *logtest.World) {
			if rapid.IntRange(0, 9).Draw(t, "counted otherwise") == 0 {
				w.Counting("strict")
			}
			for ; applied < len(w.Commits); applied++ {
				c := w.Commits[applied]
				if err := live.reference.Apply(c); err != nil {
					t.Fatal(err)
				}
				if err := live.table.Apply(c); err != nil {
					t.Fatal(err)
				}
			}
			if rapid.IntRange(0, 3).Draw(t, "report") == 0 {
				reports[w.Now] = live.shown(t, w.Now, uint64(applied))
				w.Now = w.Now.Add(time.Millisecond) // what comes is recorded later
			}
		})
		for at, want := range reports {
			then, position := recall(t, w, at)
			if got := then.shown(t, at, position); got != want {
				t.Fatalf("the report of %s was\n%s, and is now\n%s", at, want, got)
			}
		}
	})
}

// Two engines' clocks differ: the second record of a dossier bears an earlier
// time than its first. What was known is a beginning of its history all the same.
func TestWhatWasKnownIsABeginning(t *testing.T) {
	w := logtest.New()
	begun := w.Now
	w.Now = begun.Add(10 * time.Second)
	must(t, w.Receive(1, "days"))
	must(t, w.Receive(2, "days"))
	w.Now = begun.Add(5 * time.Second) // by the clock of another engine
	must(t, w.SayAt(1, begun.Add(10*time.Second), &domain.Transferred{ToUnit: "unit-1"}))
	w.Now = begun.Add(time.Minute)
	must(t, w.Say(1, &domain.Completed{Outcome: domain.Granted}))
	for after, want := range map[time.Duration]string{
		-time.Millisecond: "0 dossiers, 0 records",
		5 * time.Second:   "0 dossiers, 6 records",
		10 * time.Second:  "2 dossiers, 9 records",
		time.Minute:       "2 dossiers, 10 records",
	} {
		v, position := recall(t, w, begun.Add(after))
		if got := fmt.Sprintf("%d dossiers, %d records", v.table.Figures(begun).Total, position); got != want {
			t.Errorf("after %s %s are known, want %s", after, got, want)
		}
	}
}

// A commit is known when all of it is.
func TestACommitIsKnownWhole(t *testing.T) {
	at := logtest.At("2026-01-05 08:00")
	c := eventstore.Commit{Events: []domain.Event{{RecordedAt: at}, {RecordedAt: at.Add(time.Millisecond)}}}
	if projections.RecordedBy(c, at) || !projections.RecordedBy(c, at.Add(time.Millisecond)) {
		t.Error("a commit is known before its last event, or not with it")
	}
}

func TestARestingRunner(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := projections.Resting(7)
		read := false
		must(t, r.Read(t.Context(), 7, func() { read = true }))
		if status := r.Status(); !read || !status.Ready || status.Position != 7 || status.LagRecords != 0 {
			t.Errorf("read %t, %+v", read, status)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := r.Read(ctx, 8, func() { t.Error("what is not there was read") }); domain.AsError(err).Code != domain.CodeNotVisible {
			t.Errorf("a position to come: %v", err)
		}
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
