package flow

import (
	"iter"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

// ReceiptStep is what the breakdown by step calls the time from the receipt to
// the first hand-over.
const ReceiptStep = "(receipt)"

// stay is the time that one holder had the dossier.
type stay struct {
	holder   *domain.Handover
	receipt  bool      // the first one: there was no hand-over yet
	from, to time.Time // to is where the look at it ends, if it is still there
	there    bool      // not passed on, nor ended
}

// trail is one dossier's course up to an instant, ready to be measured.
type trail struct {
	*domain.Dossier
	calendar *calendar.Calendar
	until    time.Time // the last instant that is looked at
	stills   []still
}

// trail returns the dossier's course; not ok for one that was not received by
// then, or whose calendar is not known.
func (k calendars) trail(d *domain.Dossier, until time.Time) (t trail, ok bool) {
	if d.ReceivedAt.IsZero() || d.ReceivedAt.After(until) {
		return t, false
	}
	c := k.of(d)
	if c == nil {
		return t, false
	}
	t = trail{Dossier: d, calendar: c, until: until}
	t.stills = stills(d, d.ReceivedAt, t.end())
	return t, true
}

// left returns when the dossier was no longer pending; zero: not yet.
func left(d *domain.Dossier) time.Time {
	if d.CompletedAt.IsZero() {
		return d.EndedAt
	}
	return d.CompletedAt
}

// open reports whether the dossier is pending at the last instant.
func (t *trail) open() bool {
	out := left(t.Dossier)
	return out.IsZero() || out.After(t.until)
}

// end returns where the last stay ends.
func (t *trail) end() time.Time {
	if t.open() {
		return t.until
	}
	return left(t.Dossier)
}

// stays yields the dossier's stays in order: there is always a first one, and
// each begins where the one before ends. A hand-over that was posted for an
// instant after the end never took effect.
func (t *trail) stays() iter.Seq[stay] {
	return func(yield func(stay) bool) {
		end := t.end()
		received := domain.Handover{At: t.ReceivedAt, Agency: t.Agency, Unit: t.Unit, Officer: t.Officer}
		s := stay{holder: &received, receipt: true, from: t.ReceivedAt}
		for i := range t.Handovers {
			h := &t.Handovers[i]
			if h.At.After(end) {
				break
			}
			if s.to = h.At; !yield(s) {
				return
			}
			s = stay{holder: h, from: h.At}
		}
		s.to, s.there = end, t.open()
		yield(s)
	}
}

// work returns the working time between two instants of the trail in which the
// clock ran, and that in which it stood.
func (t *trail) work(from, to time.Time) (running, stopped Seconds) {
	if !from.Before(to) {
		return 0, 0
	}
	for _, s := range t.stills {
		if s = s.clip(from, to); s.from.Before(s.to) {
			stopped += Seconds(t.calendar.Work(s.from, s.to))
		}
	}
	return Seconds(t.calendar.Work(from, to)) - stopped, stopped
}

// limited reports whether the stay's step has a limit, and late whether that is
// exceeded where the stay ends, or the look at it.
func (t *trail) limited(s *stay) (limited, late bool) {
	if s.holder.Due.IsZero() {
		return false, false
	}
	return true, t.JudgeStep(s.holder, s.to) == domain.Late
}

// key returns the row that the stay belongs to.
func (s *stay) key(by string) string {
	switch by {
	case "agency":
		return s.holder.Agency
	case "officer":
		return s.holder.Officer
	case "step":
		if s.receipt {
			return ReceiptStep
		}
		return s.holder.Step
	}
	return s.holder.Unit
}
