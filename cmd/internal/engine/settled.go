package engine

import (
	"time"

	"github.com/hoso-engine/dossier/projections/overdue"
)

// An import tells first that dossiers came in, and only later that they were
// completed long ago. A breach that lay in the past when it became known is
// therefore held back until nothing more of the kind has come for the time
// quiet; but no longer than patience.
const (
	quiet    = time.Minute
	patience = 24 * time.Hour
)

// settled returns which reached rungs can be recorded at now, when the latest
// breach of the past became known at the instant.
func settled(lastPast, now time.Time) func(*overdue.Rung) bool {
	calm := !now.Before(lastPast.Add(quiet))
	return func(r *overdue.Rung) bool {
		return calm || !r.Past() || !now.Before(r.Known.Add(patience))
	}
}

// ready is settled, as the ladder stands. The caller reads it.
func (e *Engine) ready(now time.Time) func(*overdue.Rung) bool {
	return settled(e.Ladder.LastPast(), now)
}
