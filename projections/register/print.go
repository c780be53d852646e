package register

import (
	"fmt"
	"strings"
	"time"
)

// Words returns the filter as the words that [ParseFilter] reads: those that say
// something.
func (f Filter) Words() map[string]string {
	words := map[string]string{
		"state": joined(f.State), "standing": joined(f.Standing), "verdict": joined(f.Verdict), "at": stamp(f.At),
		"province": f.Province, "agency": f.Agency, "unit": f.Unit, "officer": f.Officer, "desk": f.Desk,
		"procedure": f.Procedure, "field": f.Field, "channel": string(f.Channel), "level": string(f.Level),
		"due_before": stamp(f.DueBefore), "q": f.Q,
		"interlinked": yes(f.Interlinked), "apologised": yes(f.Apologised), "backdated": yes(f.Backdated),
		"corrected": yes(f.Corrected), "given_differs": yes(f.GivenDiffers), "limit_unknown": yes(f.LimitUnknown),
	}
	if !f.DueAfter.IsZero() { // the word is the last instant before
		words["due_after"] = stamp(f.DueAfter.Add(-time.Millisecond))
	}
	for name, word := range words {
		if word == "" {
			delete(words, name)
		}
	}
	return words
}

func stamp(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Format(time.RFC3339Nano)
}

func yes(y bool) string {
	if y {
		return "true"
	}
	return ""
}

func joined[T fmt.Stringer](of []T) string { return strings.Join(names(of), ",") }
