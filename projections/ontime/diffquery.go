package ontime

import (
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/register"
)

// Sides are the two readings of one report that a [Diff] compares.
type Sides struct {
	KnownAt time.Time // of what was known then; zero: now
	Against time.Time // and of what was known then; zero: now
	Limit   int       // dossiers listed at most
}

// ParseSides reads the words known_at and against (each an RFC 3339 instant, a
// date in loc meaning its end, or "now"; absent: now) and limit (0 to 10,000;
// absent: 1,000). The report is asked for in the words of [ParseQuery]; as_of and
// policy are the first reading's, against_as_of and against_policy the second's,
// where they are given: see [AgainstWord].
func ParseSides(word func(name string) string, loc *time.Location) (Sides, error) {
	w := &register.Words{Loc: loc, Get: func(name string) string {
		if text := word(name); text != "now" {
			return text
		}
		return ""
	}}
	s := Sides{KnownAt: w.Moment("known_at"), Against: w.Moment("against")}
	s.Limit = w.Number("limit", domain.MostListed, mostMoves)
	return s, w.Err
}

// mostMoves is the most that can be asked for: each move's history is read.
const mostMoves = 10_000

// AgainstWord returns the words by which the second reading of a diff is asked
// for: those of the first, but for as_of and policy where the second has its own.
func AgainstWord(word func(name string) string) func(name string) string {
	return func(name string) string {
		if name == "as_of" || name == "policy" {
			if own := word("against_" + name); own != "" {
				return own
			}
		}
		return word(name)
	}
}
