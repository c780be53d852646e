package register_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/pack"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/register"
	"github.com/hoso-engine/dossier/projections/register/registertest"
)

// million is the table of the benchmark: one million dossiers.
var million = sync.OnceValues(func() (*register.Table, error) { return registertest.Table(1_000_000) })

// BenchmarkPage measures a page of 50 of a million dossiers.
func BenchmarkPage(b *testing.B) {
	now := logtest.At("2026-01-02 09:00")
	inHand := []domain.State{domain.StateReceived, domain.StateProcessing, domain.StateSupplement, domain.StatePaused}
	for _, f := range []register.Filter{
		{},
		{Agency: "agency-3"},
		{Unit: "unit-7"},
		{Procedure: "1.000077"},
		{Unit: "unit-7", Field: "field-2"},
		{State: inHand},
		{State: []domain.State{domain.StateReturned}},
		{Standing: []domain.Standing{domain.StandingOverdue}},
		{Agency: "agency-3", State: inHand, DueBefore: now},
		{Agency: "agency-3", State: []domain.State{domain.StateReturned}, DueBefore: now},
		{DueBefore: now},
	} {
		for _, sort := range []string{"due", "-received"} {
			f.At = now
			words := f.Words()
			delete(words, "at")
			b.Run(fmt.Sprint(words, sort), func(b *testing.B) {
				table, err := million()
				if err != nil {
					b.Fatal(err)
				}
				b.ReportAllocs()
				for b.Loop() {
					if page := table.List(register.Query{Filter: f, Sort: sort}); len(page.Dossiers) != 50 {
						b.Fatalf("a page of %d", len(page.Dossiers))
					}
				}
			})
		}
	}
}

// BenchmarkKeep reads what is kept of 200,000 dossiers: of a start that is most.
func BenchmarkKeep(b *testing.B) {
	const dossiers = 200_000
	table := register.New(projections.NewReference())
	courses(b, table, 0, dossiers, 7)
	w := pack.Writer(nil, nil)
	keep(table, &w)
	for b.Loop() {
		p := pack.Reader(w.Bytes(), nil)
		if keep(register.New(projections.NewReference()), &p); p.Close() != nil {
			b.Fatal(p.Err())
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/dossiers, "ns/dossier")
}
