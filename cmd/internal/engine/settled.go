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

// settled returns the reached rungs that can be recorded at now, in their order.
func settled(reached []overdue.Rung, now time.Time) []overdue.Rung {
	var last time.Time // when the latest breach of the past became known
	for i := range reached {
		if reached[i].Past() && reached[i].Known.After(last) {
			last = reached[i].Known
		}
	}
	if !now.Before(last.Add(quiet)) {
		return reached
	}
	var ready []overdue.Rung
	for i := range reached {
		if !reached[i].Past() || !now.Before(reached[i].Known.Add(patience)) {
			ready = append(ready, reached[i])
		}
	}
	return ready
}
