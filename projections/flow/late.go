package flow

import (
	"iter"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
)

// lateOne is a dossier that statistics count as resolved late in the period or
// as pending overdue at its end.
type lateOne struct {
	trail
	set *domain.Deadline // the revision of the due that it is judged by
}

// late yields the dossiers of columns 10 and 13 of form II.06a, each until the
// next one is asked for.
func (q *Query) late(rows *register.Columns, known calendars) iter.Seq[*lateOne] {
	return func(yield func(*lateOne) bool) {
		for d, place := range ontime.Places(rows, q.Query) {
			if place.Exit != ontime.ColumnLate && place.Exit != ontime.ColumnOverdue {
				continue
			}
			t, ok := known.trail(d, q.AsOf)
			set := judgedBy(d, t.until, place.Exit)
			if ok && set != nil && !yield(&lateOne{t, set}) {
				return
			}
		}
	}
}

// judgedBy returns the revision of the due that makes the dossier late.
func judgedBy(d *domain.Dossier, until time.Time, column ontime.Column) *domain.Deadline {
	switch {
	case column == ontime.ColumnOverdue:
		return d.DeadlineAt(until)
	case d.CompletedAt.IsZero():
		return d.DeadlineAt(d.EndedAt)
	}
	return d.Deadline()
}
