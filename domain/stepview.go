package domain

import (
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// StepView is one hand-over and the clock of its step (phiếu kiểm soát).
type StepView struct {
	At      time.Time      `json:"at"`
	Agency  string         `json:"agency,omitzero"`
	Unit    string         `json:"unit,omitzero"`
	Officer string         `json:"officer,omitzero"`
	Step    string         `json:"step,omitzero"`
	Limit   calendar.Limit `json:"limit,omitzero"` // as the transfer said
	Due     time.Time      `json:"due,omitzero"`
	Until   time.Time      `json:"until,omitzero"` // the next hand-over, or the end
	Verdict Verdict        `json:"verdict"`        // on the step against its own limit; none while it lasts
	Late    bool           `json:"late"`           // its limit was, or is, exceeded
	Work    int64          `json:"work_seconds"`   // working time used, stops left out
}

// steps returns the hand-overs until the instant, each judged against its step's
// limit.
func (d *Dossier) steps(at time.Time, c *calendar.Calendar) []StepView {
	views := []StepView{}
	for i := range d.Handovers {
		if h := &d.Handovers[i]; !h.At.After(at) {
			views = append(views, d.step(h, at, c))
		}
	}
	return views
}

func (d *Dossier) step(h *Handover, at time.Time, c *calendar.Calendar) StepView {
	v := StepView{
		At: h.At, Agency: h.Agency, Unit: h.Unit, Officer: h.Officer, Step: h.Step, Limit: h.Limit, Due: h.Due,
		Until: d.leftAt(h),
	}
	if end := latest(d.CompletedAt, d.EndedAt); v.Until.IsZero() && end.After(h.At) {
		v.Until = end
	}
	done := !v.Until.IsZero() && !v.Until.After(at)
	if done {
		at = v.Until
	}
	hand := d.stepHand(h, at)
	v.Late, v.Work = h.Passed(hand), int64(d.workBetween(h.At, at, c)/time.Second)
	if done {
		v.Verdict = h.Judge(hand)
	}
	return v
}

// stepHand returns where the clock of the step stands at the instant: it stands
// with the dossier's.
func (d *Dossier) stepHand(h *Handover, at time.Time) time.Time {
	if stopped, since := d.stopAt(at); stopped {
		return latest(since, h.At)
	}
	return at
}

// workBetween returns the working time between two instants in which the clock
// ran.
func (d *Dossier) workBetween(from, to time.Time, c *calendar.Calendar) time.Duration {
	work := c.Work(from, to)
	for _, s := range d.mergedStops(func(State) bool { return false }) {
		began, ended := latest(from, s.from), to
		if !s.to.IsZero() {
			ended = earliest(to, s.to)
		}
		if ended.After(began) {
			work -= c.Work(began, ended)
		}
	}
	return work
}

// StepLateAt reports whether the dossier was step-late at the instant (chậm tiến
// độ): pending, its present step's limit exceeded, the promise not yet broken.
func (d *Dossier) StepLateAt(at time.Time) bool {
	if s := d.StandingAt(at); !s.Pending() || s == StandingOverdue {
		return false
	}
	for i := len(d.Handovers) - 1; i >= 0; i-- {
		if h := &d.Handovers[i]; !h.At.After(at) {
			return h.Passed(d.stepHand(h, at))
		}
	}
	return false
}
