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
// judged at the instant. It looks at those alone. Where the clock of a source goes
// ahead a dossier is in hand before the instant of its receipt: then it is judged
// as at that, so that those in hand are always the sum of their standings.
func (t *Table) Figures(at time.Time) Figures {
	f := Figures{Total: t.subjects.Len(), AwaitingCollection: t.awaiting}
	for ordinal := range t.live.each {
		f.add(t.columns, ordinal, At(at))
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
	switch c.StandingAt(ordinal, max(at, c.Received[ordinal])) {
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

// count notes that the dossier of a row went from one state to another.
func (t *Table) count(ordinal int, before, after domain.State) {
	if before == domain.StateCompleted {
		t.awaiting--
	}
	if after == domain.StateCompleted {
		t.awaiting++
	}
	t.live.set(ordinal, after == domain.StateSubmitted || after.Open())
}
