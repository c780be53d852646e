package register

import (
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// ParseFilter reads a filter from the words of a query. State, standing and
// verdict take several names, separated by commas. due_before and due_after take
// an RFC 3339 instant or a date in loc: before the date begins, after it has
// ended. at is the instant of standing, a date meaning its end; without it, now.
// What can't be read is refused with [domain.CodeInvalidField], naming field and
// value.
func ParseFilter(get func(name string) string, now time.Time, loc *time.Location) (Filter, error) {
	w := &Words{Get: get, Loc: loc}
	f := w.filter(now)
	return f, w.Err
}

func (w *Words) filter(now time.Time) Filter {
	f := Filter{
		State:    anyOf(w, "state", upTo(domain.StateTerminated)),
		Standing: anyOf(w, "standing", upTo(domain.StandingTerminated)),
		Verdict:  anyOf(w, "verdict", upTo(domain.Late)),
		At:       w.Moment("at"),

		Province: w.Get("province"), Agency: w.Get("agency"), Desk: w.Get("desk"),
		Unit: w.Get("unit"), Officer: w.Get("officer"),
		Procedure: w.Get("procedure"), Field: w.Get("field"),
		Channel: OneOf(w, "channel", domain.Channels()),
		Level:   OneOf(w, "level", domain.ServiceLevels()),

		DueBefore: w.Instant("due_before"), DueAfter: w.after("due_after"),
		Q: w.Get("q"),

		Interlinked: w.Yes("interlinked"), Apologised: w.Yes("apologised"),
		Backdated: w.Yes("backdated"), Corrected: w.Yes("corrected"),
		GivenDiffers: w.Yes("given_differs"), LimitUnknown: w.Yes("limit_unknown"),
	}
	if f.At.IsZero() {
		f.At = now
	}
	return f
}

// after reads the first instant after a date or an instant.
func (w *Words) after(name string) time.Time {
	if at := w.Moment(name); !at.IsZero() {
		return at.Add(time.Millisecond)
	}
	return time.Time{}
}

// upTo lists the values of a small enumeration but the first, "none".
func upTo[E ~uint8](last E) []E {
	all := make([]E, 0, last)
	for e := E(1); e <= last; e++ {
		all = append(all, e)
	}
	return all
}
