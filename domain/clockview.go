package domain

import "time"

// ClockView is what a dossier's clocks show at an instant, for people and
// programs.
type ClockView struct {
	Code        Code          `json:"code"`
	At          time.Time     `json:"at"`
	State       State         `json:"state"`
	Standing    Standing      `json:"standing"`
	Verdict     Verdict       `json:"verdict"`
	Due         time.Time     `json:"due,omitzero"`         // in force at the instant
	Appointment time.Time     `json:"appointment,omitzero"` // promised to the citizen
	Remaining   int64         `json:"remaining_seconds"`    // working time until the due; negative after it
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
	if set := d.DeadlineAt(at); set != nil && !set.Due.IsZero() {
		v.Due = set.Due
		v.Remaining = int64(rules.Calendar.Work(d.clockHand(at), set.Due) / time.Second)
	}
	v.Stopped, v.StoppedAt = d.stopAt(at)
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
		} else if d.CompletedAt.After(h.At) {
			v.Until = d.CompletedAt
		}
		end := at
		if !v.Until.IsZero() && v.Until.Before(at) {
			end = v.Until
		}
		v.Late = !h.Breach.IsZero() && end.After(h.Breach)
		views = append(views, v)
	}
	return views
}
