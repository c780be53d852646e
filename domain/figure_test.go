package domain

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// recorded returns a registry that has heard these figures of the indicator
// "petitions", and the same as goals, in this order. Each is written
// agency:from..to=value.
func recorded(t rapid.TB, figures ...string) *Registry {
	t.Helper()
	g := NewRegistry()
	for i, text := range figures {
		agency, rest, _ := strings.Cut(text, ":")
		period, number, _ := strings.Cut(rest, "=")
		from, to, _ := strings.Cut(period, "..")
		var value float64
		if _, err := fmt.Sscan(number, &value); err != nil {
			t.Fatal(err)
		}
		f := Figure{Agency: agency, From: readDate(t, from), To: readDate(t, to), Value: value}
		for _, data := range []Data{
			&IndicatorRecorded{Agency: f.Agency, From: f.From, To: f.To, Value: f.Value, Source: "report"},
			&TargetSet{Agency: f.Agency, From: f.From, To: f.To, Value: f.Value},
		} {
			var err error
			e := Event{ID: fmt.Sprint(i), Source: "urn:test", Type: TypeOf(data), Subject: "petitions", At: local("2022-01-01T00:00"), Data: data}
			if g, err = fact(g, e); err != nil {
				t.Fatal(err)
			}
		}
	}
	return g
}

func readDate(t rapid.TB, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func values(figures []Figure) string {
	all := []string{}
	for _, f := range figures {
		all = append(all, fmt.Sprint(f.Value))
	}
	return strings.Join(all, "+")
}

func TestIndicatorOfAPeriod(t *testing.T) {
	quarters := []string{
		"A:2021-01-01..2021-03-31=1", "A:2021-04-01..2021-06-30=2", "A:2021-07-01..2021-09-30=3", "A:2021-10-01..2021-12-31=4",
	}
	for _, row := range []struct {
		name    string
		figures []string
		agency  string
		from    string
		to      string
		fit     Fit
		want    string
	}{
		{"the period itself", quarters, "A", "2021-04-01", "2021-06-30", FitExact, "2"},
		{"another period is not it", quarters, "A", "2021-01-01", "2021-12-31", FitExact, ""},
		{"the quarters make the year", quarters, "A", "2021-01-01", "2021-12-31", FitSum, "1+2+3+4"},
		{"the year itself goes before its quarters", append(quarters, "A:2021-01-01..2021-12-31=11"), "A", "2021-01-01", "2021-12-31", FitSum, "11"},
		{"a gap makes no sum", quarters[1:], "A", "2021-01-01", "2021-12-31", FitSum, ""},
		{"a part sticks out", quarters, "A", "2021-01-01", "2021-05-31", FitSum, ""},
		{"a longer part that leads nowhere", append(quarters, "A:2021-01-01..2021-05-31=9"), "A", "2021-01-01", "2021-06-30", FitSum, "1+2"},
		{"the last word counts", append(quarters, "A:2021-04-01..2021-06-30=20"), "A", "2021-01-01", "2021-06-30", FitSum, "1+20"},
		{"the shortest that covers", []string{"A:2021-01-01..2021-12-31=1", "A:2021-01-01..2021-06-30=2"}, "A", "2021-02-01", "2021-02-28", FitCover, "2"},
		{"as short, but later", []string{"A:2021-02-01..2021-03-31=2", "A:2021-01-31..2021-03-30=1"}, "A", "2021-02-01", "2021-02-28", FitCover, "2"},
		{"it must cover all of it", quarters, "A", "2021-03-01", "2021-04-30", FitCover, ""},
		{"another agency's is not ours", quarters, "B", "2021-04-01", "2021-06-30", FitSum, ""},
		{"nor is it everybody's", quarters, "", "2021-04-01", "2021-06-30", FitCover, ""},
	} {
		g := recorded(t, row.figures...)
		got := values(g.Indicator("petitions", row.agency, readDate(t, row.from), readDate(t, row.to), row.fit))
		if got != row.want {
			t.Errorf("%s: %q, want %q", row.name, got, row.want)
		}
	}
}

func TestTargetOfTheNearestAbove(t *testing.T) {
	g := recorded(t, ":2021-01-01..2021-12-31=50", "H1:2021-01-01..2021-12-31=60", "H1.2:2021-07-01..2021-12-31=70", "H1.2:2021-07-01..2021-12-31=75")
	for id, parent := range map[string]string{"H1": "", "H1.1": "H1", "H1.2": "H1"} {
		kind := UnitAgency
		if parent == "" {
			kind = UnitProvince
		}
		var err error
		e := Event{ID: id, Source: "urn:test", Type: TypeUnitDefined, Subject: id, At: local("2022-01-01T00:00"), Data: &UnitDefined{Kind: kind, Name: id, Parent: parent}}
		if g, err = fact(g, e); err != nil {
			t.Fatal(err)
		}
	}
	for _, row := range []struct {
		agency, from, to string
		want             float64
	}{
		{"H1.2", "2021-10-01", "2021-12-31", 75},
		{"H1.2", "2021-01-01", "2021-12-31", 60},
		{"H1.1", "2021-10-01", "2021-12-31", 60},
		{"elsewhere", "2021-10-01", "2021-12-31", 50},
		{"", "2021-10-01", "2021-12-31", 50},
		{"H1.2", "2021-10-01", "2022-01-01", 0},
	} {
		got, found := g.Target("petitions", row.agency, readDate(t, row.from), readDate(t, row.to))
		if got.Value != row.want || found != (row.want != 0) {
			t.Errorf("the goal of %q from %s to %s is %v (%t), want %v", row.agency, row.from, row.to, got.Value, found, row.want)
		}
	}
}

// Whatever was recorded: what is added up makes the period, day by day, and
// what covers it covers it.
func TestIndicatorFitsThePeriod(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := readDate(t, "2021-01-01")
		var figures []string
		for i := range rapid.IntRange(0, 20).Draw(t, "figures") {
			from := first.AddDays(rapid.IntRange(0, 12).Draw(t, "from"))
			to := from.AddDays(rapid.IntRange(0, 6).Draw(t, "days"))
			figures = append(figures, fmt.Sprintf("A:%s..%s=%d", from, to, i))
		}
		from := first.AddDays(rapid.IntRange(0, 6).Draw(t, "asked"))
		to := from.AddDays(rapid.IntRange(0, 12).Draw(t, "asked days"))
		g := recorded(t, figures...)
		next := from
		for _, f := range g.Indicator("petitions", "A", from, to, FitSum) {
			if f.From != next {
				t.Fatalf("%s does not follow the day before %s", f.From, next)
			}
			next = f.To.AddDays(1)
		}
		if next != from && next != to.AddDays(1) {
			t.Fatalf("the sum ends before %s, the period on %s", next, to)
		}
		for _, f := range g.Indicator("petitions", "A", from, to, FitCover) {
			if f.From.After(from) || f.To.Before(to) {
				t.Fatalf("%s to %s does not cover %s to %s", f.From, f.To, from, to)
			}
		}
	})
}

func TestFiguresWithoutAPeriodAreRefused(t *testing.T) {
	day := readDate(t, "2021-01-01")
	for _, row := range []struct {
		data  Data
		field string
		code  ErrorCode
	}{
		{&IndicatorRecorded{To: day, Source: "s"}, "/data/from", CodeMissingField},
		{&IndicatorRecorded{From: day, Source: "s"}, "/data/to", CodeMissingField},
		{&TargetSet{To: day}, "/data/from", CodeMissingField},
		{&TargetSet{From: day, To: day - 1}, "/data/to", CodeInvalidField},
	} {
		g, err := fact(NewRegistry(), Event{ID: "1", Source: "urn:test", Type: TypeOf(row.data), Subject: "x", At: local("2022-01-01T00:00"), Data: row.data})
		if e := AsError(err); err == nil || e.Code != row.code || e.Field != row.field || g.Indicator("x", "", day, day, FitCover) != nil {
			t.Errorf("%+v: %v at %q, want %s at %s", row.data, err, e.Field, row.code, row.field)
		}
	}
}
