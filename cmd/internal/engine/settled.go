package engine

import "time"

// An import tells first that dossiers came in, and only later that they were
// completed long ago. A breach that lay in the past when it became known is
// therefore held back until nothing more of the kind has come for the time
// quiet; but no longer than patience.
const (
	quiet    = time.Minute
	patience = 24 * time.Hour
)

// settled returns until when a breach of the past must have become known to be
// recorded at now, when the latest one became known at the instant.
func settled(lastPast, now time.Time) time.Time {
	if !now.Before(lastPast.Add(quiet)) {
		return lastPast
	}
	return now.Add(-patience)
}

// ready is settled, as the ladder stands. The caller reads it.
func (e *Engine) ready(now time.Time) time.Time { return settled(e.Ladder.LastPast(), now) }
