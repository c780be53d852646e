package domain

import "testing"

// TestVietnameseDues decides receipts under the default policy: due days that
// were computed by hand, one of them that of a real dossier.
func TestVietnameseDues(t *testing.T) {
	for _, row := range []struct {
		received, limit, due string
	}{
		{"2018-12-28", "5workday", "2019-01-07"},
		{"2019-05-03", "1workday", "2019-05-04"}, // a worked Saturday
		{"2020-01-22", "5workday", "2020-02-05"},
		{"2021-09-01", "2workday", "2021-09-07"},
		{"2022-04-29", "1workday", "2022-05-04"},
		{"2024-04-26", "5workday", "2024-05-07"},
		{"2025-04-24", "3workday", "2025-04-28"},
		{"2025-04-25", "5workday", "2025-05-06"},
		{"2025-12-31", "1workday", "2026-01-05"},
		{"2026-01-15", "20workday", "2026-02-12"}, // real
		{"2026-02-13", "5workday", "2026-02-27"},
		{"2026-08-28", "2workday", "2026-09-04"},
	} {
		w := newWorld(t)
		w.publishProcedure(testProcedure, row.limit)
		w.at(row.received + "T09:30").say(&Received{Intake: someIntake(testProcedure)})
		if want := local(row.due + "T17:00"); !w.dossier.Due().Equal(want) {
			t.Errorf("received %s, %s: due %s, want %s", row.received, row.limit, wall(w.dossier.Due()), wall(want))
		}
	}
}
