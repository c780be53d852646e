package scorecard_test

import (
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
	"github.com/hoso-engine/dossier/projections/scorecard"
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

func must(t rapid.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// criterion writes one criterion of a definition; more is what follows its title.
func criterion(id, formula, more string) string {
	return fmt.Sprintf(`{"id":%q,"title":{"vi":"v","en":"e"},"formula":%q,%s}`, id, formula, more)
}

// definition writes a scorecard of one group; indicators is the list of the
// recorded ones.
func definition(indicators string, criteria ...string) string {
	return fmt.Sprintf(`{"name":"test","version":1,"title":{"vi":"v","en":"e"},"source":"s","na":"excluded","indicators":[%s],
		"groups":[{"id":"g","title":{"vi":"v","en":"e"},"criteria":[%s]}]}`, indicators, strings.Join(criteria, ","))
}

func parse(t rapid.TB, text string) *scorecard.Card {
	t.Helper()
	card, err := scorecard.Parse([]byte(text))
	must(t, err)
	return card
}

// january asks for the month of the logs here.
func january() scorecard.Query {
	return scorecard.Query{Period: ontime.Query{From: logtest.Date("2026-01-01"), To: logtest.Date("2026-01-31"), Zone: logtest.Zone}}
}

// fact records a figure, or sets a goal, and returns the registry after it.
func fact(t rapid.TB, g *domain.Registry, id string, data domain.Data) *domain.Registry {
	t.Helper()
	kind := domain.TypeIndicatorRecorded
	if _, goal := data.(*domain.TargetSet); goal {
		kind = domain.TypeTargetSet
	}
	known := g.Fact(kind.Kind(), id)
	e := domain.Event{ID: fmt.Sprint(known.Sequence), Source: "urn:test", Type: kind, Subject: id, At: logtest.At("2026-02-01 08:00"), Data: data}
	events, err := domain.DecideFact(known, e, e.At)
	must(t, err)
	for _, e := range events {
		g = g.With(e)
	}
	return g
}

// record records a figure for January.
func record(t rapid.TB, g *domain.Registry, id, agency string, value float64) *domain.Registry {
	t.Helper()
	return fact(t, g, id, &domain.IndicatorRecorded{
		Agency: agency, From: logtest.Date("2026-01-01"), To: logtest.Date("2026-01-31"), Value: value, Source: "report",
	})
}

// lineOf returns the score of the first criterion.
func lineOf(r scorecard.Report) scorecard.Line { return r.Whole.Criteria[0] }

func printed(t rapid.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v, json.Deterministic(true), jsontext.WithIndent(" "))
	must(t, err)
	return string(b)
}

// offices is a log of five dossiers in January 2026: of unit "one" 1 and 2, both
// early, of unit "two" 3 late and 4 early, of unit "three" 5, pending in time.
// 1 came online and gave an electronic result, which went back by post; 2 came
// by post; 3 was paid at the desk and dissatisfied, 1 online and satisfied.
func offices(t rapid.TB) *logtest.World {
	t.Helper()
	w := logtest.New()
	for n, unit := range map[int]string{1: "one", 2: "one", 3: "two", 4: "two", 5: "three"} {
		intake := logtest.Intake("days", map[int]domain.Channel{1: domain.Online, 2: domain.Postal}[n])
		if intake.Channel == "" {
			intake.Channel = domain.InPerson
		}
		intake.Unit, intake.Digitised = unit, n <= 2
		if n == 5 {
			intake.Procedure = "weeks"
		}
		must(t, w.Say(n, &domain.Received{Intake: intake}))
	}
	must(t, w.Say(1, &domain.FeePaid{Online: true}))
	must(t, w.Say(3, &domain.FeePaid{}))
	w.Now = logtest.At("2026-01-07 08:00")
	must(t, w.Say(1, &domain.Completed{Outcome: domain.Granted, Electronic: true}))
	must(t, w.Say(2, &domain.Completed{Outcome: domain.Granted}))
	must(t, w.Say(4, &domain.Completed{Outcome: domain.Denied}))
	w.Now = logtest.At("2026-01-14 08:00")
	must(t, w.Say(3, &domain.Completed{Outcome: domain.Granted}))
	must(t, w.Say(1, &domain.Returned{Method: domain.Postal}))
	must(t, w.Say(1, &domain.Rated{Satisfaction: domain.Satisfied}))
	must(t, w.Say(3, &domain.Rated{Satisfaction: domain.Dissatisfied}))
	w.Now = logtest.At("2026-01-20 08:00")
	return w
}
