package flow_test

import (
	"iter"
	"net/url"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/flow"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
)

// rowsOf folds a world's log.
func rowsOf(t rapid.TB, w *logtest.World) *register.Columns {
	t.Helper()
	reference := projections.NewReference()
	table := register.New(reference)
	for _, c := range w.Commits {
		for _, p := range [...]projections.Projection{reference, table} {
			if err := p.Apply(c); err != nil {
				t.Fatal(err)
			}
		}
	}
	return table.Columns()
}

// each yields the dossiers of the rows.
func each(rows *register.Columns) iter.Seq[*domain.Dossier] {
	return func(yield func(*domain.Dossier) bool) {
		for row := range rows.Len() {
			if !yield(rows.Dossier(row)) {
				return
			}
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// story is a world in which things are said one after the other.
type story struct {
	*logtest.World
	t *testing.T
}

func tell(t *testing.T) *story { return &story{logtest.New(), t} }

// on says what happens to the n-th dossier at a local instant.
func (s *story) on(n int, at string, data domain.Data) {
	s.t.Helper()
	s.Now = logtest.At(at)
	if err := s.Say(n, data); err != nil {
		s.t.Fatalf("%d at %s: %v", n, at, err)
	}
}

func (s *story) receive(n int, at string) {
	s.t.Helper()
	s.on(n, at, &domain.Received{Intake: logtest.Intake("days", domain.InPerson)})
}

func (s *story) transfer(n int, at, unit, officer, step string) {
	s.t.Helper()
	s.on(n, at, &domain.Transferred{ToUnit: unit, ToOfficer: officer, Step: step})
}

func (s *story) complete(n int, at string) {
	s.t.Helper()
	s.on(n, at, &domain.Completed{Outcome: domain.Granted})
}

// ask parses the words of a query and runs the analysis.
func ask[R flow.Report](s *story, analysis, query string) R {
	s.t.Helper()
	words, err := url.ParseQuery(query)
	must(s.t, err)
	q, err := flow.ParseQuery(analysis, words.Get, s.Now, logtest.Zone)
	must(s.t, err)
	report, err := flow.Of(analysis, rowsOf(s.t, s.World), s.Registry, q)
	must(s.t, err)
	return report.(R)
}

// hours is a span of working time.
func hours(h float64) flow.Seconds { return flow.Seconds(h * float64(time.Hour)) }

// random returns a world in which all sorts of things were said, hand-overs with
// limits, stops for every reason, reminders and explanations among them. All
// instants are whole minutes.
func random(t *rapid.T) *logtest.World {
	return logtest.Random(t, func(w *logtest.World) {
		for range rapid.IntRange(0, 2).Draw(t, "asides") {
			n := rapid.IntRange(1, 5).Draw(t, "of dossier")
			at := w.Now.Add(-time.Duration(rapid.IntRange(0, 4*24*60).Draw(t, "aside, minutes ago")) * time.Minute)
			_ = w.SayAt(n, at, aside(t)) // what the rules refuse is left unsaid
		}
	})
}

func aside(t *rapid.T) domain.Data {
	officer := rapid.SampledFrom([]string{"officer-0", "officer-1", "officer-2"}).Draw(t, "officer")
	switch rapid.IntRange(0, 8).Draw(t, "aside") {
	case 0, 1, 2:
		return &domain.Transferred{
			ToAgency: rapid.SampledFrom([]string{"", "STP"}).Draw(t, "agency"),
			ToUnit:   rapid.SampledFrom([]string{"", "unit-1", "unit-2"}).Draw(t, "unit"), ToOfficer: officer,
			Step:      rapid.SampledFrom([]string{"", "check", "sign"}).Draw(t, "step"),
			StepLimit: logtest.Limit(rapid.SampledFrom([]string{"1workday", "6workhour"}).Draw(t, "limit")),
		}
	case 3, 4:
		return &domain.Paused{Reason: rapid.SampledFrom(domain.PauseReasons()).Draw(t, "reason")}
	case 5:
		return &domain.Resumed{}
	case 6:
		return &domain.Explained{Cause: rapid.SampledFrom(domain.Causes()).Draw(t, "cause")}
	}
	return &domain.Reminded{Number: 1, Officer: officer}
}

// anyQuery draws a query of some weeks of the world's time.
func anyQuery(t *rapid.T) flow.Query {
	from := logtest.Date("2026-01-01").AddDays(rapid.IntRange(0, 60).Draw(t, "from"))
	q := flow.Query{
		Query: ontime.Query{From: from, To: from.AddDays(rapid.IntRange(0, 60).Draw(t, "days")), Zone: logtest.Zone},
		By:    rapid.SampledFrom([]string{"unit", "officer", "step", "agency"}).Draw(t, "by"),
		Times: 1, Reminders: rapid.IntRange(1, 3).Draw(t, "reminders"), Days: rapid.IntRange(1, 10).Draw(t, "days ahead"), Limit: 1000,
	}
	q.Counting = ontime.DefaultCounting()
	q.Counting.Withdrawn = rapid.SampledFrom([]ontime.Rule{ontime.CountOnTime, ontime.ByDue, ontime.Excluded}).Draw(t, "withdrawn")
	q.Counting.Terminated = rapid.SampledFrom([]ontime.Rule{ontime.CountOnTime, ontime.ByDue}).Draw(t, "terminated")
	if rapid.Bool().Draw(t, "cut short") {
		q.AsOf = register.StartOfDay(from, logtest.Zone).Add(time.Duration(rapid.IntRange(0, 60*24*60).Draw(t, "as of, minutes")) * time.Minute)
	}
	return q
}
