package domain

import "time"

// ClockView is what a dossier's clocks show at an instant, for people and
// programs.
type ClockView struct {
	Code        Code          `json:"code"`
	At          time.Time     `json:"at"`
	State       State         `json:"state"` // now, not at the instant; so are the verdict and the appointment
	Standing    Standing      `json:"standing"`
	Verdict     Verdict       `json:"verdict"`
	Due         time.Time     `json:"due,omitzero"`         // in force at the instant; none while the clock stands
	Appointment time.Time     `json:"appointment,omitzero"` // promised to the citizen
	Remaining   int64         `json:"remaining_seconds"`    // working time until the due as the clock stands; negative after it
	Stopped     bool          `json:"stopped"`
	StoppedAt   time.Time     `json:"stopped_at,omitzero"`
	Deadlines   []DeadlineSet `json:"deadlines"` // every revision of the dossier's clock
	Stops       []StopView    `json:"stops"`
	Handovers   []StepView    `json:"handovers"`
}

// StopView is one stop of the clock.
type StopView struct {
	Kind   State       `json:"kind"`
	Reason PauseReason `json:"reason,omitzero"`
	From   time.Time   `json:"from"`
	To     time.Time   `json:"to,omitzero"`
}

// StepView is one hand-over and the clock of its step.
type StepView struct {
	At      time.Time `json:"at"`
	Agency  string    `json:"agency,omitzero"`
	Unit    string    `json:"unit,omitzero"`
	Officer string    `json:"officer,omitzero"`
	Step    string    `json:"step,omitzero"`
	Due     time.Time `json:"due,omitzero"`
	Until   time.Time `json:"until,omitzero"` // the next hand-over, or the end
	Late    bool      `json:"late"`           // its step's limit was, or is, exceeded
}

// ClockAt returns what the dossier's clocks show at the instant.
func (d *Dossier) ClockAt(at time.Time, rules Rules) ClockView {
	v := ClockView{
		Code: d.Code, At: at, State: d.State, Standing: d.StandingAt(at), Verdict: d.Verdict(),
		Appointment: d.Appointment(), Deadlines: []DeadlineSet{}, Stops: []StopView{}, Handovers: []StepView{},
	}
	for i := range d.Deadlines {
		v.Deadlines = append(v.Deadlines, d.Deadlines[i].DeadlineSet)
	}
	for _, s := range d.Stops {
		v.Stops = append(v.Stops, StopView{Kind: s.Kind, Reason: s.Reason, From: s.From, To: s.To})
	}
	v.Stopped, v.StoppedAt = d.stopAt(at)
	if set := d.DeadlineAt(at); set != nil && !set.Due.IsZero() {
		v.Remaining = int64(rules.Calendar.Work(d.clockHand(at), set.Due) / time.Second)
		if v.Standing != StandingStopped {
			v.Due = set.Due
		}
	}
	v.Handovers = d.steps(at)
	return v
}

// clockHand returns where the dossier's clock stands at the instant: it stops
// with a stop and, for good, with the completion or another end.
func (d *Dossier) clockHand(at time.Time) time.Time {
	for _, end := range [...]time.Time{d.CompletedAt, d.EndedAt} {
		if !end.IsZero() && end.Before(at) {
			at = end
		}
	}
	if stopped, since := d.stopAt(at); stopped {
		return since
	}
	return at
}

// latest returns the later of two instants.
func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// steps returns the hand-overs until the instant, each judged against its step's
// limit.
func (d *Dossier) steps(at time.Time) []StepView {
	views := []StepView{}
	for i := range d.Handovers {
		h := &d.Handovers[i]
		if h.At.After(at) {
			continue
		}
		v := StepView{At: h.At, Agency: h.Agency, Unit: h.Unit, Officer: h.Officer, Step: h.Step, Due: h.Due}
		if i+1 < len(d.Handovers) {
			v.Until = d.Handovers[i+1].At
		} else if end := latest(d.CompletedAt, d.EndedAt); end.After(h.At) {
			v.Until = end
		}
		end := at
		if !v.Until.IsZero() && v.Until.Before(at) {
			end = v.Until
		}
		v.Late = h.Passed(end)
		views = append(views, v)
	}
	return views
}
