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
	Apologised  bool          `json:"apologised"`           // where it is late: with apology
	StepLate    bool          `json:"step_late"`            // the present step's limit was exceeded, the dossier's not
	Remaining   int64         `json:"remaining_seconds"`    // working time until the due as the clock stands; negative after it
	Stopped     bool          `json:"stopped"`
	StoppedAt   time.Time     `json:"stopped_at,omitzero"`
	Deadlines   []DeadlineSet `json:"deadlines"` // every revision of the dossier's clock
	Stops       []StopView    `json:"stops"`
	Handovers   []StepView    `json:"handovers"`
	Explanation Explanation   `json:"explanation"` // how the due came about
}

// StopView is one stop of the clock.
type StopView struct {
	Kind   State       `json:"kind"`
	Reason PauseReason `json:"reason,omitzero"`
	From   time.Time   `json:"from"`
	To     time.Time   `json:"to,omitzero"`
	Until  time.Time   `json:"until,omitzero"` // the applicant's window
}

func viewOf(s *Stop) StopView {
	return StopView{Kind: s.Kind, Reason: s.Reason, From: s.From, To: s.To, Until: s.Until}
}

// ClockAt returns what the dossier's clocks show at the instant, by the rules
// that its due was set by (see [Dossier.RulesAt]).
func (d *Dossier) ClockAt(at time.Time, rules Rules) ClockView {
	v := ClockView{
		Code: d.Code, At: at, State: d.State, Standing: d.StandingAt(at), Verdict: d.Verdict(),
		Apologised: d.Apologised(), StepLate: d.StepLateAt(at),
		Appointment: d.Appointment(), Deadlines: []DeadlineSet{}, Stops: []StopView{}, Handovers: []StepView{},
	}
	for i := range d.Deadlines {
		v.Deadlines = append(v.Deadlines, d.Deadlines[i].DeadlineSet)
	}
	for i := range d.Stops {
		v.Stops = append(v.Stops, viewOf(&d.Stops[i]))
	}
	v.Stopped, v.StoppedAt = d.stopAt(at)
	if set := d.DeadlineAt(at); set != nil && !set.Due.IsZero() {
		if v.Standing != StandingStopped {
			v.Due = set.Due
		}
	}
	v.Handovers = d.steps(at, rules.Calendar)
	v.Explanation = d.Explain(at, rules)
	if v.Explanation.Clock == DossierClock {
		v.Remaining = v.Explanation.Remaining.Seconds
	}
	return v
}

// clockHand returns where the dossier's clock stands at the instant: it stops
// with a stop and, for good, with the completion or another end. A stop that
// adjoins one that moved the due already stands from there.
func (d *Dossier) clockHand(at time.Time) time.Time {
	for _, end := range [...]time.Time{d.CompletedAt, d.EndedAt} {
		if !end.IsZero() && end.Before(at) {
			at = end
		}
	}
	stopped, since := d.stopAt(at)
	if !stopped {
		return at
	}
	if set := d.DeadlineAt(at); set != nil {
		return latest(since, set.From)
	}
	return since
}

// latest returns the later of two instants.
func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// earliest returns the earlier of two instants.
func earliest(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
