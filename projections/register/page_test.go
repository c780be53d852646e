package register_test

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	diff "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/register"
	"github.com/hoso-engine/dossier/projections/register/registertest"
)

// blocks is a table of some blocks of rows, the last of them not full.
var blocks = sync.OnceValues(func() (*register.Table, error) { return registertest.Table(3333) })

// A page is what asking every dossier and sorting all of them finds: over blocks
// of rows that are mostly closed...
func TestAPageOfManyIsWhatAskingEveryDossierFinds(t *testing.T) {
	table, err := blocks()
	must(t, err)
	rapid.Check(t, func(t *rapid.T) { comparePages(t, table, manyQuery(t)) })
}

// ...and of dossiers to which all sorts of things happened.
func TestAPageIsWhatAskingEveryDossierFinds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := logtest.Random(t, nil)
		q := register.Query{Filter: anyFilter(t), Sort: anySort(t), Limit: rapid.IntRange(1, 3).Draw(t, "limit")}
		if rapid.Bool().Draw(t, "now") {
			q.At = w.Now
		}
		comparePages(t, table(t, w), q)
	})
}

func anySort(t *rapid.T) string {
	return rapid.SampledFrom([]string{"", "due", "received", "code", "-due", "-received", "-code"}).Draw(t, "sort")
}

// manyQuery asks the table for some pages of some of its dossiers.
func manyQuery(t *rapid.T) register.Query {
	instant := func() time.Time {
		return logtest.At("2025-01-01 00:00").Add(time.Duration(rapid.IntRange(0, 400*24).Draw(t, "hours")) * time.Hour)
	}
	name := func(names ...string) string { return rapid.SampledFrom(names).Draw(t, "name") }
	f := register.Filter{At: instant()}
	wishes := []func(){
		func() { f.State = []domain.State{domain.StateProcessing, domain.StateReceived, domain.StatePaused} },
		func() { f.State = []domain.State{domain.StateReturned, domain.StateRefused} },
		func() {
			f.Standing = []domain.Standing{domain.Standing(rapid.IntRange(1, int(domain.StandingTerminated)).Draw(t, "standing"))}
		},
		func() { f.Verdict = []domain.Verdict{domain.Late} },
		func() { f.Agency = name("agency-0", "agency-7", "nowhere") },
		func() { f.Unit = name("unit-0", "unit-39", "nowhere") },
		func() { f.Officer = "officer-12" },
		func() { f.Procedure = name("1.000000", "1.000149") },
		func() { f.Field = "field-2" },
		func() { f.Channel = domain.Postal },
		func() { f.Level = domain.LevelPartial },
		func() { f.Interlinked = true },
		func() { f.DueBefore = instant() },
		func() { f.DueAfter = instant() },
		func() { f.Q = name("h38.07", "1.00014") },
	}
	for range rapid.IntRange(0, 3).Draw(t, "wishes") {
		wishes[rapid.IntRange(0, len(wishes)-1).Draw(t, "wish")]()
	}
	return register.Query{Filter: f, Sort: anySort(t), Limit: rapid.IntRange(1, 200).Draw(t, "limit")}
}

// comparePages walks up to four pages.
func comparePages(t *rapid.T, table *register.Table, q register.Query) {
	want := slowly(table, q)
	for from := 0; from <= min(len(want), 4*q.Limit); from += q.Limit {
		page := table.List(q)
		codes := make([]domain.Code, 0, q.Limit)
		for _, v := range page.Dossiers {
			codes = append(codes, v.Code)
		}
		end := min(from+q.Limit, len(want))
		if page.Total != len(want) || (page.Next != "") != (end < len(want)) || !slices.Equal(codes, want[from:end]) {
			t.Fatalf("%+v: a page of %d, next %q: %s", q, page.Total, page.Next, diff.Diff(want[from:end], codes))
		}
		if q.Cursor = page.Next; page.Next == "" {
			return
		}
	}
}

// slowly returns the codes of all pages: row by row, and sorted as a whole.
func slowly(table *register.Table, q register.Query) (codes []domain.Code) {
	var found []register.View
	for d := range table.All() {
		if q.Match(d) {
			found = append(found, register.ViewOf(d, q.At))
		}
	}
	by, descending := strings.CutPrefix(q.Sort, "-")
	turn := func(order int) int {
		if descending {
			return -order
		}
		return order
	}
	instants := func(a, b time.Time) int {
		if a.IsZero() || b.IsZero() {
			return cmp.Compare(zeroLast(a), zeroLast(b)) // in either order
		}
		return turn(a.Truncate(time.Millisecond).Compare(b.Truncate(time.Millisecond)))
	}
	slices.SortStableFunc(found, func(a, b register.View) int {
		switch by {
		case "code":
			return turn(cmp.Compare(a.Code, b.Code))
		case "received":
			return instants(a.Received, b.Received)
		}
		return instants(a.Due, b.Due)
	})
	for i := range found {
		codes = append(codes, found[i].Code)
	}
	return codes
}

func zeroLast(at time.Time) int {
	if at.IsZero() {
		return 1
	}
	return 0
}

// What is asked besides the filter is asked by a page and of one row alike.
func TestMoreThanTheFilterIsAsked(t *testing.T) {
	table, err := blocks()
	must(t, err)
	c := table.Columns()
	unit, _ := c.Unit.ID("unit-3")
	one := func(looked, wanted register.Mark, even bool) (n int) {
		m := c.Compile(register.Filter{Channel: domain.Online})
		m.Name(&c.Unit, unit)
		m.Mark(looked, wanted)
		m.Keep(func(ordinal int) bool { return ordinal%2 == 0 == even })
		for ordinal := range c.Len() {
			if m.Match(ordinal) {
				n++
			}
		}
		if total := table.ListOf(register.Query{}, m).Total; total != n {
			t.Errorf("the page says %d, the rows %d", total, n)
		}
		return n
	}
	all := 0
	for range table.Find(register.Filter{Channel: domain.Online, Unit: "unit-3"}) {
		all++
	}
	apart := 0
	for _, even := range []bool{true, false} {
		apart += one(register.Interlinked, 0, even) + one(register.Interlinked, register.Interlinked, even)
	}
	if apart != all || all == 0 {
		t.Errorf("%d rows, told apart %d", all, apart)
	}
	if n := one(register.ChannelMask<<register.ChannelShift, 0, true); n != 0 {
		t.Errorf("%d rows are online, and of no channel", n)
	}
}
