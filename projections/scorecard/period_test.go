package scorecard_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/scorecard"
)

func TestPeriodsToCompareWith(t *testing.T) {
	for _, row := range [][6]string{
		{"2026-01-01", "2026-01-31", "2025-12-01", "2025-12-31", "2025-01-01", "2025-01-31"},
		{"2026-03-01", "2026-03-31", "2026-02-01", "2026-02-28", "2025-03-01", "2025-03-31"},
		{"2026-01-01", "2026-03-31", "2025-10-01", "2025-12-31", "2025-01-01", "2025-03-31"},
		{"2026-01-15", "2026-02-14", "2025-12-15", "2026-01-14", "2025-01-15", "2025-02-14"},
		{"2021-01-01", "2021-12-31", "2020-01-01", "2020-12-31", "2020-01-01", "2020-12-31"},
		{"2024-02-01", "2024-02-29", "2024-01-01", "2024-01-31", "2023-02-01", "2023-02-28"},
		{"2025-02-01", "2025-02-28", "2025-01-01", "2025-01-31", "2024-02-01", "2024-02-29"},
		{"2026-01-05", "2026-01-11", "2025-12-29", "2026-01-04", "2025-01-05", "2025-01-11"},
		{"2021-01-01", "2021-10-31", "2020-03-01", "2020-12-31", "2020-01-01", "2020-10-31"},
	} {
		p := scorecard.Period{From: logtest.Date(row[0]), To: logtest.Date(row[1])}
		before, year := p.Before(), p.YearBefore()
		if got := [6]string{row[0], row[1], before.From.String(), before.To.String(), year.From.String(), year.To.String()}; got != row {
			t.Errorf("%v, want %v", got, row)
		}
	}
}

// The period before ends the day before, and is about as long.
func TestPeriodBeforeAdjoins(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := logtest.Date("2020-01-01").AddDays(rapid.IntRange(0, 3000).Draw(t, "from"))
		p := scorecard.Period{From: from, To: from.AddDays(rapid.IntRange(0, 800).Draw(t, "days"))}
		before := p.Before()
		long, longBefore := p.To.Sub(p.From), before.To.Sub(before.From)
		if before.To.AddDays(1) != p.From || longBefore < long-4 || longBefore > long+4 {
			t.Fatalf("%v before %v", before, p)
		}
	})
}
