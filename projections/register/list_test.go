package register_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/register"
)

func TestPagesInEveryOrder(t *testing.T) {
	w := busy(t)
	table := table(t, w)
	for sort, want := range map[string]string{
		"":          "9 1 2 8 7 3 4 5 6", // 4 waits, 5 and 6 have no due: they come last
		"due":       "9 1 2 8 7 3 4 5 6",
		"-due":      "3 7 1 2 8 9 4 5 6",
		"code":      "1 2 3 4 5 6 7 8 9",
		"-code":     "9 8 7 6 5 4 3 2 1",
		"received":  "9 1 2 3 5 6 7 8 4",
		"-received": "1 2 3 5 6 7 8 9 4",
	} {
		for limit := 1; limit <= 10; limit++ {
			got := walk(t, table, register.Query{Sort: sort, Limit: limit, Filter: register.Filter{At: w.Now}})
			if strings.Join(got, " ") != want {
				t.Errorf("sort %q limit %d: got %q, want %q", sort, limit, got, want)
			}
		}
	}
}

// walk goes from page to page and returns the last digits of the codes.
func walk(t *testing.T, table *register.Table, q register.Query) (digits []string) {
	t.Helper()
	for {
		page := table.List(q)
		if page.Total != 9 || len(page.Dossiers) > q.Limit {
			t.Fatalf("a page of %d of %d", len(page.Dossiers), page.Total)
		}
		for _, v := range page.Dossiers {
			digits = append(digits, string(v.Code[len(v.Code)-1:]))
		}
		if page.Next == "" {
			return digits
		}
		get := words(t, "sort="+q.Sort+"&cursor="+page.Next)
		next, err := register.ParseQuery(get, q.At, logtest.Zone)
		if err != nil {
			t.Fatal(err)
		}
		q.Cursor = next.Cursor
	}
}

func TestACursorBelongsToItsOrder(t *testing.T) {
	w := busy(t)
	next := table(t, w).List(register.Query{Limit: 1}).Next
	if _, err := register.ParseQuery(words(t, "sort=code&cursor="+next), w.Now, logtest.Zone); err == nil {
		t.Error("the cursor of one order is taken for another")
	}
}

// Dossiers that arrive between two pages neither double nor hide those that were
// there.
func TestPagesAreStableWhileDossiersArrive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, applied := logtest.New(), 0
		table, apply := following(t)
		follow := func() {
			for ; applied < len(w.Commits); applied++ {
				apply(w.Commits[applied])
			}
		}
		receive := func(n int) {
			procedure := rapid.SampledFrom([]string{"days", "hours", "weeks", "never"}).Draw(t, "procedure")
			if err := w.Receive(n, procedure); err != nil {
				t.Fatal(err)
			}
			follow()
		}
		first := rapid.IntRange(1, 20).Draw(t, "dossiers")
		for n := range first {
			receive(n)
		}
		q := register.Query{Limit: rapid.IntRange(1, 4).Draw(t, "limit"), Sort: rapid.SampledFrom([]string{"due", "-due", "code", "-received"}).Draw(t, "sort")}
		seen := make(map[domain.Code]bool)
		for n := first; ; n++ {
			page := table.List(q)
			for _, v := range page.Dossiers {
				if seen[v.Code] {
					t.Fatalf("%s comes twice", v.Code)
				}
				seen[v.Code] = true
			}
			if q.Cursor = page.Next; page.Next == "" {
				break
			}
			if n < first+10 {
				receive(n)
			}
		}
		for n := range first {
			if !seen[logtest.Code(n)] {
				t.Fatalf("%s is hidden", logtest.Code(n))
			}
		}
	})
}

func TestAView(t *testing.T) {
	w := busy(t)
	d, _ := table(t, w).Dossier(logtest.Code(1))
	b, err := json.Marshal(register.ViewOf(d, w.Now), jsontext.WithIndent("  "))
	if err != nil {
		t.Fatal(err)
	}
	const want = `{
  "code": "H38.21-260105-0001",
  "state": "processing",
  "national_status": 4,
  "standing": "overdue",
  "verdict": "none",
  "province": "H38",
  "agency": "SYT",
  "unit": "unit-1",
  "officer": "officer-1",
  "procedure": "days",
  "field": "field-days",
  "content": "Cấp phép days",
  "channel": "in-person",
  "service_level": "full",
  "applicant": "applicant-1",
  "received": "2026-01-05T08:00:00+07:00",
  "due": "2026-01-12T17:00:00+07:00",
  "appointment": "2026-01-12T17:00:00+07:00",
  "sequence": 3,
  "revision": 1
}`
	if string(b) != want {
		t.Errorf("got %s", b)
	}
	if strings.Contains(string(b), "Nguyễn") {
		t.Error("a view names the applicant")
	}
}

func TestViewsAreInTheDossiersZone(t *testing.T) {
	w := busy(t)
	for _, v := range table(t, w).List(register.Query{Filter: register.Filter{At: w.Now.UTC()}}).Dossiers {
		for _, at := range []string{v.Received.Location().String(), v.Due.Location().String()} {
			if !slices.Contains([]string{"Asia/Ho_Chi_Minh", "UTC"}, at) || at == "UTC" && !v.Received.IsZero() && !v.Due.IsZero() {
				t.Errorf("%s is in %s", v.Code, at)
			}
		}
	}
}
