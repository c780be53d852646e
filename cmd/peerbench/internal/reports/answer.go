package reports

import (
	"database/sql"
	"fmt"
	"strings"

	"github.com/hoso-engine/dossier/projections/ontime"
)

// Answer is one row of a report, without its name.
type Answer struct {
	received, online, direct, carried int
	resolved, early, onTime, late     int
	pending, inTime, overdue          int
	measured                          int
	p50, p90, p95                     sql.NullInt64 // working seconds
}

// Agree proves that both gave the same rows, in whatever order.
func Agree(r *ontime.Report, answers []Answer) error {
	theirs := make(map[string]int)
	for i := range answers {
		theirs[answers[i].print()]++
	}
	for i := range r.Rows {
		row := &r.Rows[i]
		if row.Received == 0 {
			continue
		}
		ours := answerOf(row)
		text := ours.print()
		if theirs[text] == 0 {
			return fmt.Errorf("%s: %s is not among the answers %v", row.Key, text, theirs)
		}
		theirs[text]--
	}
	for text, n := range theirs {
		if n != 0 {
			return fmt.Errorf("there is %s besides", text)
		}
	}
	return nil
}

func answerOf(row *ontime.Row) Answer {
	return Answer{
		row.Received, row.Online, row.Direct, row.Carried, row.Resolved, row.Early, row.OnTime, row.Late,
		row.Pending, row.InTime, row.Overdue, row.Working.Measured,
		quantile(row.Working.P50), quantile(row.Working.P90), quantile(row.Working.P95),
	}
}

func quantile(seconds int) sql.NullInt64 { return sql.NullInt64{Int64: int64(seconds), Valid: true} }

func (a *Answer) print() string {
	return strings.TrimSpace(fmt.Sprintln(a.received, a.online, a.direct, a.carried, a.resolved, a.early, a.onTime, a.late,
		a.pending, a.inTime, a.overdue, a.measured, a.p50.Int64, a.p90.Int64, a.p95.Int64))
}
