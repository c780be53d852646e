package ontime_test

import (
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
	"github.com/hoso-engine/dossier/projections/register/registertest"
)

// million is the table of the benchmarks: one million dossiers.
var million = sync.OnceValues(func() (*register.Table, error) { return registertest.Table(1_000_000) })

func columns(b *testing.B) *register.Columns {
	b.Helper()
	table, err := million()
	if err != nil {
		b.Fatal(err)
	}
	return table.Columns()
}

// year asks for 2025.
func year(by string, detail ontime.Detail) ontime.Query {
	return ontime.Query{
		From: logtest.Date("2025-01-01"), To: logtest.Date("2025-12-31"), Zone: logtest.Zone, By: by, Detail: detail,
	}
}

func BenchmarkStatistics(b *testing.B) {
	with := func(q ontime.Query, change func(*ontime.Query)) ontime.Query {
		change(&q)
		return q
	}
	between := func(from, to string) func(*ontime.Query) {
		return func(q *ontime.Query) { q.From, q.To = logtest.Date(from), logtest.Date(to) }
	}
	form := year("field", ontime.FormOnly)
	for name, q := range map[string]ontime.Query{
		"II.06a/year":               form,
		"II.06a/quarter":            with(form, between("2025-04-01", "2025-06-30")),
		"II.06a/month":              with(form, between("2025-12-01", "2025-12-31")),
		"II.06a/week":               with(form, between("2025-06-02", "2025-06-08")),
		"II.06a/year-as-of-July":    with(form, func(q *ontime.Query) { q.AsOf = logtest.At("2025-07-15 12:00") }),
		"II.06a/five-years":         with(form, between("2023-01-01", "2027-12-31")),
		"II.06a/by-procedure":       year("procedure", ontime.FormOnly),
		"II.06a/by-month":           year("month", ontime.FormOnly),
		"II.06a/online-of-a-unit":   with(form, func(q *ontime.Query) { q.Filter = register.Filter{Unit: "unit-7", Channel: "online"} }),
		"full/by-field":             year("field", ontime.Full),
		"full/field-channel":        year("field,channel", ontime.Full),
		"full/unit-field-channel":   year("unit,field,channel", ontime.Full),
		"full/procedure-unit":       year("procedure,unit", ontime.Full),
		"full/field-month":          year("field,month", ontime.Full),
		"full/procedure-unit-month": year("procedure,unit,month", ontime.Full),
	} {
		b.Run(name, func(b *testing.B) {
			c := columns(b)
			b.ReportAllocs()
			began := used(b)
			defer func() { b.ReportMetric(float64(used(b)-began)/float64(b.N)/1e6, "cpu-ms/op") }()
			for b.Loop() {
				if r := ontime.Statistics(c, q); r.Total.Received == 0 {
					b.Fatal("nothing is counted")
				}
			}
		})
	}
}

// used returns the time that this process has had of the processors: on a busy
// machine the only one that can be compared.
func used(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// No allocation per dossier: ten times the table takes no more of them.
func TestTheScanAllocatesNothingPerDossier(t *testing.T) {
	if testing.Short() {
		t.Skip("makes tables of 5,000 and 25,000 dossiers")
	}
	var allocations []float64
	for _, n := range []int{5_000, 25_000} {
		table, err := registertest.Table(n)
		must(t, err)
		c := table.Columns()
		allocations = append(allocations, testing.AllocsPerRun(3, func() { ontime.Statistics(c, year("field", ontime.FormOnly)) }))
	}
	if allocations[1] > allocations[0]+2 {
		t.Errorf("%.0f allocations over 5,000 dossiers, %.0f over 25,000", allocations[0], allocations[1])
	}
}

func BenchmarkCellPage(b *testing.B) {
	table, err := million()
	if err != nil {
		b.Fatal(err)
	}
	counts, err := ontime.Behind(table.Columns(), year("field", ontime.Full), ontime.Cell{Row: "field-1", Column: "resolved_late"})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if page := table.ListOf(register.Query{Limit: 50, Filter: register.Filter{At: end()}}, counts); len(page.Dossiers) != 50 {
			b.Fatal("no page")
		}
	}
}

func BenchmarkFilteredPage(b *testing.B) {
	table, err := million()
	if err != nil {
		b.Fatal(err)
	}
	q := register.Query{Sort: "-received", Filter: register.Filter{Unit: "unit-7", Field: "field-2", At: end()}}
	b.ReportAllocs()
	for b.Loop() {
		if page := table.List(q); len(page.Dossiers) != 50 {
			b.Fatal("no page")
		}
	}
}

func end() time.Time { return register.EndOfDay(logtest.Date("2025-12-31"), logtest.Zone) }
