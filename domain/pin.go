package domain

import "github.com/hoso-engine/dossier/domain/calendar"

// Limit returns the limit for a channel and case: the most specific one that
// the procedure has, the zero limit where it has none.
func (p *Procedure) Limit(channel Channel, cse string) calendar.Limit {
	for _, want := range [...]ProcedureLimit{
		{Channel: channel, Case: cse}, {Case: cse}, {Channel: channel}, {},
	} {
		for _, l := range p.Limits {
			if l.Channel == want.Channel && l.Case == want.Case {
				return l.Limit
			}
		}
	}
	return calendar.Limit{}
}

// restarts reports whether the end of a stop starts the full limit anew.
func (r Rules) restarts(kind State) bool {
	if kind == StatePaused {
		return r.Policy.PauseStop == Restart
	}
	return r.stopMode() == Restart
}

// stopMode returns what a supplement does to the clock.
func (r Rules) stopMode() StopMode {
	if r.Procedure != nil && r.Procedure.Stop != "" {
		return r.Procedure.Stop
	}
	return r.Policy.SupplementStop
}

// pin adds the versions that the deadline was computed with, and the instants
// that tell early, on time and late apart.
func (r Rules) pin(set DeadlineSet) *DeadlineSet {
	set.Zone = r.Calendar.Location().String()
	set.Calendar = VersionRef{ID: r.Calendar.ID(), Version: r.Calendar.Version()}
	set.Policy = r.Policy.Ref()
	if p := r.Procedure; p != nil {
		set.Procedure = ProcedureRef{
			ID: p.Code, Version: p.Version,
			Field: p.Field, ServiceLevel: p.ServiceLevel, Interlinked: p.Interlinked,
		}
	}
	set.judgeBy(r)
	return &set
}

// judgeBy pins the instants that tell early, on time and late apart.
func (set *DeadlineSet) judgeBy(rules Rules) {
	if set.Due.IsZero() {
		return
	}
	c := rules.Calendar
	day := c.DueDay(set.Due)
	set.Provisional = c.Provisional(day)
	set.EarlyBefore, set.Breach = c.Midnight(day), set.Due
	switch set.Verdict {
	case ByDate:
		set.Breach = c.Midnight(day.AddDays(1))
	case BySession:
		set.EarlyBefore = c.StartOfSession(set.Due)
	case ByInstant:
	}
}
