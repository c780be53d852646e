package scorecard_test

import (
	"fmt"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/scorecard"
)

const outside = `{"name":"x","vi":"v","en":"e"},{"name":"y","vi":"v","en":"e"}`

// scoreOf scores a card of one criterion over x and y, as they were recorded.
func scoreOf(t rapid.TB, formula, more string, x, y float64) scorecard.Line {
	t.Helper()
	g := record(t, record(t, domain.NewRegistry(), "x", "", x), "y", "", y)
	card := parse(t, definition(outside, criterion("c", formula, more), criterion("use", "x + y", `"rule":{"kind":"figure"}`)))
	return lineOf(card.Tally(rowsOf(t, logtest.New()), g, january()).Report())
}

func TestPoints(t *testing.T) {
	const steps = `"steps":[{"from":"50%","points":1},{"from":"80%","points":2.5}]`
	for _, row := range []struct {
		formula, more string
		x, y          float64
		value, points scorecard.Number
	}{
		{"x / y", `"rule":{"kind":"share"},"maximum":20`, 1149, 1177, "0.98", "19.52"},
		{"x / y", `"unit":"percent","decimals":1,"rule":{"kind":"share"},"maximum":20`, 1149, 1177, "97.6", "19.52"},
		{"x / y", `"unit":"percent","rule":{"kind":"share"},"maximum":20`, 3, 2, "150.00", "20.00"},
		{"x / y", `"rule":{"kind":"share"},"maximum":20`, -1, 2, "-0.50", "0.00"},
		{"x / y", `"rule":{"kind":"threshold","full_at":"80%"},"maximum":4`, 8, 10, "0.80", "4.00"},
		{"x / y", `"rule":{"kind":"threshold","full_at":"80%"},"maximum":4`, 79, 100, "0.79", "3.95"},
		{"x / y", `"rule":{"kind":"threshold","full_at":0.5},"maximum":6`, 1, 3, "0.33", "4.00"},
		{"x", `"rule":{"kind":"steps",` + steps + `},"maximum":2.5`, 0.79, 0, "0.79", "1.00"},
		{"x", `"rule":{"kind":"steps",` + steps + `},"maximum":2.5`, 0.8, 0, "0.80", "2.50"},
		{"x", `"rule":{"kind":"steps",` + steps + `},"maximum":2.5`, 0.1, 0, "0.10", "0.00"},
		{"x", `"rule":{"kind":"yes-no"},"maximum":3`, 1, 0, "1.00", "3.00"},
		{"x", `"rule":{"kind":"yes-no","yes_at":"98%"},"maximum":3`, 0.97, 0, "0.97", "0.00"},
		{"x", `"rule":{"kind":"deduction","per_unit":0.5},"maximum":2`, 3, 0, "3.00", "-1.50"},
		{"x", `"rule":{"kind":"deduction","per_unit":0.5},"maximum":2`, 30, 0, "30.00", "-2.00"},
		{"x", `"rule":{"kind":"deduction",` + steps + `},"maximum":2.5`, 0.6, 0, "0.60", "-1.00"},
		{"x", `"rule":{"kind":"figure"},"decimals":0`, 12.5, 0, "13", ""},
		// What floats get wrong: 0.1 + 0.2, and halves.
		{"x + y - 0.3", `"rule":{"kind":"yes-no","yes_at":0},"maximum":1`, 0.1, 0.2, "0.00", "1.00"},
		{"x * 1.005", `"rule":{"kind":"share"},"maximum":1`, 1, 0, "1.01", "1.00"},
		{"x", `"rule":{"kind":"share"},"maximum":1`, 0.285, 0, "0.29", "0.29"},
		{"-min(x, y, 7) * -1 + max(x, 2)", `"rule":{"kind":"figure"}`, 1, 3, "3.00", ""},
		{"x - -y / 2", `"rule":{"kind":"figure"}`, 1, 3, "2.50", ""},
		// n/a
		{"x / y", `"rule":{"kind":"share"},"maximum":4`, 1, 0, "", ""},
		{"x / y", `"rule":{"kind":"share"},"maximum":4,"na":"zero"`, 1, 0, "", "0.00"},
		{"x / y", `"rule":{"kind":"share"},"maximum":4,"na":"full"`, 1, 0, "", "4.00"},
		{"x / y", `"rule":{"kind":"deduction","per_unit":1},"maximum":4,"na":"zero"`, 1, 0, "", "-4.00"},
		{"x / y", `"rule":{"kind":"deduction","per_unit":1},"maximum":4,"na":"full"`, 1, 0, "", "0.00"},
		{"x / y", `"rule":{"kind":"figure"}`, 1, 0, "", ""},
	} {
		l := scoreOf(t, row.formula, row.more, row.x, row.y)
		if l.Value != row.value || l.Points != row.points || (l.Status == scorecard.NoValue) != (row.value == "") {
			t.Errorf("%s, %s of %v and %v: %s gives %q points, want %q and %q (%s)", row.formula, row.more, row.x, row.y, l.Value, l.Points, row.value, row.points, l.Status)
		}
	}
}

// rules draws a rule that gives points, with its maximum.
func anyRule(t *rapid.T) (more string, maximum float64) {
	hundredths := rapid.IntRange(1, 10_000).Draw(t, "maximum")
	maximum = float64(hundredths) / 100
	low := rapid.IntRange(0, hundredths).Draw(t, "low step")
	rule := rapid.SampledFrom([]string{
		`{"kind":"share"}`, `{"kind":"yes-no","yes_at":0.7}`,
		fmt.Sprintf(`{"kind":"threshold","full_at":"%d%%"}`, rapid.IntRange(1, 150).Draw(t, "full at")),
		fmt.Sprintf(`{"kind":"steps","steps":[{"from":0.25,"points":%v},{"from":0.75,"points":%v}]}`, float64(low)/100, maximum),
	}).Draw(t, "rule")
	return fmt.Sprintf(`"rule":%s,"maximum":%v`, rule, maximum), maximum
}

// Whatever the rule and the value: the points lie between 0 and the maximum, a
// higher share never gives less, and the same again gives the same.
func TestPointsAreBoundedAndMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		more, maximum := anyRule(t)
		whole := rapid.IntRange(1, 1000).Draw(t, "whole")
		a, b := rapid.IntRange(-10, 2*whole).Draw(t, "a"), rapid.IntRange(-10, 2*whole).Draw(t, "b")
		low := number(t, scoreOf(t, "x / y", more, float64(min(a, b)), float64(whole)).Points)
		high := scoreOf(t, "x / y", more, float64(max(a, b)), float64(whole))
		if p := number(t, high.Points); low < 0 || p > maximum || low > p {
			t.Fatalf("%s: %d of %d gives %v, %d gives %v", more, min(a, b), whole, low, max(a, b), p)
		}
		if again := scoreOf(t, "x / y", more, float64(max(a, b)), float64(whole)); printed(t, again) != printed(t, high) {
			t.Fatalf("once %s, once %s", printed(t, high), printed(t, again))
		}
	})
}

// A deduction lies between minus the maximum and 0, and more of it never takes
// less.
func TestDeductionsAreBoundedAndMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		more := fmt.Sprintf(`"rule":{"kind":"deduction","per_unit":%v},"maximum":3`, float64(rapid.IntRange(1, 500).Draw(t, "per unit"))/100)
		a := rapid.IntRange(-5, 50).Draw(t, "a")
		one, two := number(t, scoreOf(t, "x", more, float64(a), 0).Points), number(t, scoreOf(t, "x", more, float64(a+1), 0).Points)
		if one > 0 || two < -3 || two > one {
			t.Fatalf("%s: %d takes %v, one more %v", more, a, one, two)
		}
	})
}

func number(t rapid.TB, n scorecard.Number) float64 {
	t.Helper()
	f, err := strconv.ParseFloat(string(n), 64)
	must(t, err)
	return f
}

// A figure that nobody recorded is missing, not 0, and so is the criterion.
func TestMissingIsNotZero(t *testing.T) {
	card := parse(t, definition(outside, criterion("c", "x / y", share), criterion("d", "late / received", `"rule":{"kind":"share"},"maximum":3`)))
	g := record(t, domain.NewRegistry(), "x", "", 0)
	r := card.Tally(rowsOf(t, offices(t)), g, january()).Report()
	l := lineOf(r)
	if l.Status != scorecard.Missing || l.Value != "" || l.Points != "" || l.Figures[0].Missing || l.Figures[0].Value != "0" || !l.Figures[1].Missing || l.Figures[1].Value != "" {
		t.Errorf("it is %+v", l)
	}
	total := r.Whole.Total
	if total.Maximum != "5.00" || total.Counted != "3.00" || total.Missing != "2.00" || total.Points != "0.60" || total.Percent != "20.00" ||
		total.Computed != (scorecard.Part{Points: "0.60", Maximum: "3.00", Counted: "3.00"}) ||
		total.Recorded != (scorecard.Part{Points: "0.00", Maximum: "2.00", Counted: "0.00"}) {
		t.Errorf("the total is %+v", total)
	}
}

// Totals add up what is printed, line by line.
func TestTotalsAddUpInPrint(t *testing.T) {
	third := func(id string) string { return criterion(id, "x / 3", `"rule":{"kind":"share"},"maximum":1`) }
	card := parse(t, definition(`{"name":"x","vi":"v","en":"e"}`, third("a"), third("b"), third("c")))
	r := card.Tally(rowsOf(t, logtest.New()), record(t, domain.NewRegistry(), "x", "", 1), january()).Report()
	if total := r.Whole.Total; lineOf(r).Points != "0.33" || total.Points != "0.99" || total.Percent != "33.00" {
		t.Errorf("three times %s is %+v", lineOf(r).Points, total)
	}
}

func TestGoals(t *testing.T) {
	for _, row := range []struct {
		is     string
		x      float64
		met    bool
		goal   scorecard.Number
		gap    scorecard.Number
		set    float64 // in target.set, in per cent; 0: not set
		asGoal string  // in the definition
		none   bool
	}{
		{is: "at-least", x: 0.5, met: true, goal: "50.0", gap: "0.0", asGoal: `,"value":"50%"`},
		{is: "more-than", x: 0.5, met: false, goal: "50.0", gap: "0.0", asGoal: `,"value":0.5`},
		{is: "at-most", x: 0.51, met: false, goal: "50.0", gap: "1.0", asGoal: `,"value":0.5`},
		{is: "less-than", x: 0.49, met: true, goal: "50.0", gap: "-1.0", asGoal: `,"value":0.5`},
		{is: "at-least", x: 0.6, met: false, goal: "70.0", gap: "-10.0", asGoal: `,"value":0.5`, set: 70},
		{is: "at-least", x: 0.8, met: true, goal: "70.0", gap: "10.0", set: 70},
		{is: "at-least", x: 0.8, none: true},
	} {
		card := parse(t, definition(`{"name":"x","vi":"v","en":"e"}`, criterion("c", "x",
			fmt.Sprintf(`"unit":"percent","decimals":1,"rule":{"kind":"figure"},"goal":{"is":%q%s}`, row.is, row.asGoal))))
		g := record(t, domain.NewRegistry(), "x", "", row.x)
		if row.set != 0 {
			g = fact(t, g, "c", &domain.TargetSet{From: logtest.Date("2026-01-01"), To: logtest.Date("2026-12-31"), Value: row.set})
		}
		goal := lineOf(card.Tally(rowsOf(t, logtest.New()), g, january()).Report()).Goal
		if row.none {
			if goal != nil {
				t.Errorf("a goal that nobody set is %+v", goal)
			}
			continue
		}
		if goal == nil || goal.Met != row.met || goal.Value != row.goal || goal.Gap != row.gap {
			t.Errorf("%s of %v: %+v, want %t at %s, gap %s", row.is, row.x, goal, row.met, row.goal, row.gap)
		}
	}
}

// What changed is the difference of what is printed: 2/3 less 1/3 is 66.67 less
// 33.33; a goal of 66.67 % is not met by 2/3, though the gap prints as 0.
func TestDifferencesAreOfWhatIsPrinted(t *testing.T) {
	card := parse(t, definition(`{"name":"x","vi":"v","en":"e"}`, criterion("c", "x / 3",
		`"unit":"percent","rule":{"kind":"figure"},"goal":{"is":"at-least","value":"66.67%"}`)))
	g := record(t, domain.NewRegistry(), "x", "", 2)
	g = fact(t, g, "x", &domain.IndicatorRecorded{From: logtest.Date("2025-12-01"), To: logtest.Date("2025-12-31"), Value: 1, Source: "report"})
	l := lineOf(card.Tally(rowsOf(t, logtest.New()), g, january()).Report())
	if l.Value != "66.67" || l.Trend.Before.Value != "33.33" || l.Trend.Before.Change != "33.34" || l.Goal.Gap != "0.00" || l.Goal.Met {
		t.Errorf("%s after %+v, the goal %+v", l.Value, l.Trend.Before, l.Goal)
	}
}

// A trend shows the period before and the year before, and what changed.
func TestTrend(t *testing.T) {
	w := logtest.New()
	for _, months := range []struct {
		at string
		n  int
	}{{"2025-02-03 09:00", 2}, {"2026-01-05 09:00", 4}, {"2026-02-03 09:00", 5}} {
		for range months.n {
			n := len(w.Dossiers) + 1
			if at := logtest.At(months.at); at.After(w.Now) {
				w.Now = at
			}
			must(t, saidAt(w, n, months.at))
		}
	}
	q := january()
	q.Period.From, q.Period.To = logtest.Date("2026-02-01"), logtest.Date("2026-02-28")
	card := parse(t, definition("", criterion("c", "received_in_period", `"rule":{"kind":"figure"},"decimals":0`),
		criterion("growth", "(received_in_period - received_in_period_before) / received_in_period_before", `"unit":"percent","rule":{"kind":"share"},"maximum":10`)))
	r := card.Tally(rowsOf(t, w), w.Registry, q).Report()
	if r.Before.From.String() != "2026-01-01" || r.Before.To.String() != "2026-01-31" || r.YearBefore.From.String() != "2025-02-01" || r.YearBefore.To.String() != "2025-02-28" {
		t.Errorf("compared with %v and %v", r.Before, r.YearBefore)
	}
	count, growth := r.Whole.Criteria[0], r.Whole.Criteria[1]
	if count.Value != "5" || *count.Trend != (scorecard.Trend{
		Before:     scorecard.Compared{Status: scorecard.Valued, Value: "4", Change: "1"},
		YearBefore: scorecard.Compared{Status: scorecard.Valued, Value: "2", Change: "3"},
	}) {
		t.Errorf("the count is %s with %+v", count.Value, count.Trend)
	}
	// In January nothing had come the month before, nor in February 2025.
	if growth.Value != "25.00" || growth.Points != "2.50" || growth.Trend.Before != (scorecard.Compared{Status: scorecard.NoValue}) {
		t.Errorf("the growth is %s, %s points, with %+v", growth.Value, growth.Points, growth.Trend)
	}
	if r.Whole.Total.Points != "2.50" || r.Whole.Total.Before != "0.00" {
		t.Errorf("the total is %+v", r.Whole.Total)
	}
}

// saidAt receives a dossier at an instant of the past.
func saidAt(w *logtest.World, n int, at string) error {
	return w.SayAt(n, logtest.At(at), &domain.Received{Intake: logtest.Intake("days", domain.InPerson)})
}
