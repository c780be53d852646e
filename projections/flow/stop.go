package flow

import (
	"cmp"
	"slices"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// Supplement is the reason of stops that wait for the applicant; the others are
// [domain.PauseReason].
const Supplement = "supplement"

// reasons lists the reasons of stops in the order of a report.
func reasons() []string {
	all := []string{Supplement}
	for _, r := range domain.PauseReasons() {
		all = append(all, string(r))
	}
	return all
}

func reasonOf(s *domain.Stop) string {
	if s.Kind == domain.StateSupplement {
		return Supplement
	}
	return string(s.Reason)
}

// still is a time in which the clock stood, for one reason.
type still struct {
	from, to time.Time
	reason   string
}

func (s still) clip(from, to time.Time) still {
	if s.from.Before(from) {
		s.from = from
	}
	if s.to.IsZero() || s.to.After(to) {
		s.to = to
	}
	return s
}

// stills returns the times between two instants in which the dossier's clock
// stood, in order. Where stops overlap, the supplement prevails, and the earlier
// pause.
func stills(d *domain.Dossier, from, to time.Time) []still {
	if len(d.Stops) == 0 {
		return nil
	}
	stops := slices.Clone(d.Stops)
	slices.SortStableFunc(stops, func(a, b domain.Stop) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), a.From.Compare(b.From)) // supplements first
	})
	var taken []still
	for i := range stops {
		s := still{stops[i].From, stops[i].To, reasonOf(&stops[i])}
		taken = append(taken, uncovered(s.clip(from, to), taken)...)
	}
	slices.SortFunc(taken, func(a, b still) int { return a.from.Compare(b.from) })
	return taken
}

// uncovered returns what the others leave of a stop.
func uncovered(s still, others []still) []still {
	if !s.from.Before(s.to) {
		return nil
	}
	left := []still{s}
	for _, o := range others {
		var next []still
		for _, part := range left {
			before, after := part, part
			before.to, after.from = earliest(part.to, o.from), latest(part.from, o.to)
			if before.from.Before(before.to) {
				next = append(next, before)
			}
			if after.from.Before(after.to) {
				next = append(next, after)
			}
		}
		left = next
	}
	return left
}

func earliest(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
