package scorecard_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
	"github.com/hoso-engine/dossier/projections/scorecard"
)

// everything is a card with one criterion for each indicator, called as it is.
func everything(t rapid.TB) *scorecard.Card {
	t.Helper()
	var criteria []string
	for _, i := range scorecard.Indicators() {
		criteria = append(criteria, criterion(strings.ReplaceAll(i.Name, "_", "-"), i.Name, `"rule":{"kind":"figure"},"decimals":0`))
	}
	return parse(t, definition("", criteria...))
}

// figures returns the values of a sheet of everything.
func figures(r scorecard.Report, s scorecard.Sheet) map[string]int {
	all := make(map[string]int)
	for i, l := range s.Criteria {
		if l.Status == scorecard.Valued {
			n := 0
			fmt.Sscan(string(l.Value), &n)
			all[r.Criteria[i].Formula] = n
		}
	}
	return all
}

func TestIndicatorsOfAMonth(t *testing.T) {
	w := offices(t)
	report := everything(t).Tally(rowsOf(t, w), w.Registry, january()).Report()
	want := map[string]int{
		"received": 5, "received_in_period": 5, "carried_over": 0, "online": 1, "postal": 1, "in_person": 3, "digitised": 2,
		"resolved": 4, "early": 3, "on_time": 0, "late": 1, "pending": 1, "pending_in_time": 0, "overdue": 1,
		"completed": 4, "electronic_results": 1, "returned": 1, "returned_by_post": 1, "returned_online": 0,
		"rated": 2, "very_satisfied": 0, "satisfied": 1, "dissatisfied": 1,
		"fees_paid": 2, "fees_paid_online": 1, "procedures_with_fees_paid": 1, "procedures_with_fees_paid_online": 1,
		"procedures_with_dossiers": 2,
		"procedures":               4, "procedures_full": 4, "procedures_partial": 0, "procedures_information": 0,
		"procedures_level_1": 0, "procedures_level_2": 0, "procedures_level_3": 0, "procedures_level_4": 0,
		"online_procedures": 4, "online_procedures_with_dossiers": 1, "payable_procedures": 0,
	}
	if diff := cmp.Diff(want, figures(report, report.Whole)); diff != "" {
		t.Error(diff)
	}
}

// Every indicator of the table is counted, and nothing else, whatever there is
// to count.
func TestEveryIndicatorIsCounted(t *testing.T) {
	report := everything(t).Tally(rowsOf(t, logtest.New()), domain.NewRegistry(), january()).Report()
	counted := figures(report, report.Whole)
	for _, i := range scorecard.Indicators() {
		if n, known := counted[i.Name]; !known || n != 0 {
			t.Errorf("%s of nothing is %d (%t)", i.Name, n, known)
		}
		if i.VI == "" || i.EN == "" || i.Meaning == "" {
			t.Errorf("%s is not explained", i.Name)
		}
	}
}

// parts are indicators of which the first is never more than the second: what a
// share is made of never exceeds 100 %.
var parts = [][2]string{
	{"online", "received_in_period"},
	{"postal", "received_in_period"},
	{"in_person", "received_in_period"},
	{"digitised", "received_in_period"},
	{"received_in_period", "received"},
	{"carried_over", "received"},
	{"resolved", "received"},
	{"pending", "received"},
	{"early", "resolved"},
	{"on_time", "resolved"},
	{"late", "resolved"},
	{"pending_in_time", "pending"},
	{"overdue", "pending"},
	{"completed", "resolved"},
	{"electronic_results", "completed"},
	{"returned", "completed"},
	{"returned_by_post", "returned"},
	{"returned_online", "returned"},
	{"rated", "resolved"},
	{"dissatisfied", "rated"},
	{"fees_paid", "received"},
	{"fees_paid_online", "fees_paid"},
	{"procedures_with_fees_paid_online", "procedures_with_fees_paid"},
	{"procedures_with_dossiers", "received_in_period"},
	{"online_procedures", "procedures"},
	{"online_procedures_with_dossiers", "online_procedures"},
	{"payable_procedures", "procedures"},
}

// Whatever was said, in whatever period: no part is more than its whole, the
// columns are the form's, and the units add up to all.
func TestIndicatorsOfAnyLog(t *testing.T) {
	card := everything(t)
	rapid.Check(t, func(t *rapid.T) {
		w := logtest.Random(t, nil)
		q := january()
		q.By = rapid.SampledFrom([]string{"unit", "agency"}).Draw(t, "by")
		q.Period.From = q.Period.From.AddDays(rapid.IntRange(0, 40).Draw(t, "from"))
		q.Period.To = q.Period.From.AddDays(rapid.IntRange(0, 40).Draw(t, "days"))
		rows := rowsOf(t, w)
		report := card.Tally(rows, w.Registry, q).Report()
		whole := figures(report, report.Whole)
		for _, p := range parts {
			if whole[p[0]] > whole[p[1]] {
				t.Fatalf("%s is %d, more than %s %d", p[0], whole[p[0]], p[1], whole[p[1]])
			}
		}
		q.Period.By = q.By
		form := ontime.Statistics(rows, q.Period)
		if got := whole["early"] + whole["on_time"] + whole["pending_in_time"]; got != form.Total.Rates.OfReceived.Numerator || whole["received"] != form.Total.Received {
			t.Fatalf("%d of %d are in time, the form has %+v", got, whole["received"], form.Total.Rates.OfReceived)
		}
		received := make(map[string]int)
		for _, row := range form.Rows {
			if row.Received > 0 {
				received[row.Key] = row.Received
			}
		}
		for _, s := range report.Rows {
			if got := figures(report, s)["received"]; got != received[s.Key] {
				t.Fatalf("%q received %d, the form has %d", s.Key, got, received[s.Key])
			}
			delete(received, s.Key)
		}
		if len(received) > 0 {
			t.Fatalf("%v are not scored", slices.Collect(maps.Keys(received)))
		}
	})
}

// The catalogue does not say who handles a procedure.
func TestCatalogueIsKnownOfAllOrOfTheOnlyAgency(t *testing.T) {
	w := offices(t)
	card := parse(t, definition("", criterion("c", "procedures", `"rule":{"kind":"figure"},"decimals":0`)))
	two := w.Registry
	for id, parent := range map[string]string{"SYT": "H38", "STC": "H38"} {
		two = two.With(domain.Event{ID: id, Source: "urn:test", Type: domain.TypeUnitDefined, Subject: id, Data: &domain.UnitDefined{Kind: domain.UnitAgency, Name: id, Parent: parent}})
	}
	for _, row := range []struct {
		name     string
		registry *domain.Registry
		filter   register.Filter
		want     scorecard.Number
	}{
		{"all", two, register.Filter{}, "4"},
		{"the only agency", w.Registry, register.Filter{Agency: "SYT"}, "4"},
		{"one of two agencies", two, register.Filter{Agency: "SYT"}, ""},
		{"a unit", w.Registry, register.Filter{Unit: "one"}, ""},
		{"a field", w.Registry, register.Filter{Field: "field-days"}, "1"},
		{"a level that no procedure has", w.Registry, register.Filter{Level: domain.Level3}, "0"},
	} {
		q := january()
		q.Period.Filter = row.filter
		if l := lineOf(card.Tally(rowsOf(t, w), row.registry, q).Report()); l.Value != row.want || (l.Status == scorecard.Missing) != (row.want == "") {
			t.Errorf("%s: %q (%s), want %q", row.name, l.Value, l.Status, row.want)
		}
	}
	q := january()
	q.Period.From, q.Period.To = logtest.Date("2025-12-01"), logtest.Date("2025-12-31")
	if l := lineOf(card.Tally(rowsOf(t, w), w.Registry, q).Report()); l.Value != "0" {
		t.Errorf("before they were published there are %s", l.Value)
	}
}
