package register

import (
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// Figures are the table's totals at about the present instant.
type Figures struct {
	Total              int `json:"total"`               // dossiers ever heard of
	Waiting            int `json:"waiting"`             // submitted, not yet received
	Open               int `json:"open"`                // in hand: received and not ended
	InTime             int `json:"in_time"`             // of the open ones: pending in time
	Overdue            int `json:"overdue"`             // of the open ones: pending overdue
	Stopped            int `json:"stopped"`             // of the open ones: the clock stands, not overdue
	NoDeadline         int `json:"no_deadline"`         // of the open ones: nothing is due
	LimitUnknown       int `json:"limit_unknown"`       // of the open ones: the procedure is not known yet
	AwaitingCollection int `json:"awaiting_collection"` // completed, not yet returned
}

// Figures returns the totals, with the standing of those that are not ended
// judged at the instant. It looks at those alone.
func (t *Table) Figures(at time.Time) Figures {
	f := Figures{Total: len(t.rows), AwaitingCollection: t.awaiting}
	for _, r := range t.live {
		f.add(t.columns, r.ordinal, At(at))
	}
	return f
}

func (f *Figures) add(c *Columns, ordinal int, at Instant) {
	if c.Marks[ordinal].State() == domain.StateSubmitted {
		f.Waiting++
		return
	}
	f.Open++
	if c.Marks[ordinal]&LimitUnknown != 0 {
		f.LimitUnknown++
	}
	switch c.StandingAt(ordinal, at) {
	case domain.StandingOverdue:
		f.Overdue++
	case domain.StandingStopped:
		f.Stopped++
	case domain.StandingNoDeadline:
		f.NoDeadline++
	default:
		f.InTime++
	}
}

// recount keeps the rows that are not ended at hand.
func (t *Table) recount(r *row, before domain.State) {
	if before == domain.StateCompleted {
		t.awaiting--
	}
	if r.State == domain.StateCompleted {
		t.awaiting++
	}
	switch live := r.State == domain.StateSubmitted || r.State.Open(); {
	case live && r.live < 0:
		r.live = len(t.live)
		t.live = append(t.live, r)
	case !live && r.live >= 0:
		last := len(t.live) - 1
		moved := t.live[last]
		t.live[r.live], moved.live = moved, r.live
		t.live, r.live = t.live[:last], -1
	}
}
