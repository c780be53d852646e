package domain

import (
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// endedStop returns a stop that the event of that sequence ended.
func (d *Dossier) endedStop(sequence int) *Stop {
	for i := range d.Stops {
		if d.Stops[i].Ended == sequence {
			return &d.Stops[i]
		}
	}
	return nil
}

// stopCause names what the end of a stop does to the clock.
func (d *Dossier) stopCause(e Event, rules Rules) DeadlineCause {
	s := d.endedStop(e.Sequence)
	switch {
	case s == nil:
		return CauseResumed
	case !s.GivenDue.IsZero():
		return CauseGiven
	case rules.restarts(s.Kind) && d.GivenDue.IsZero():
		return CauseRestarted
	}
	return CauseResumed
}

// restarts reports whether the end of a stop starts the full limit anew.
func (r Rules) restarts(kind State) bool {
	if kind == StatePaused {
		return r.Policy.PauseStop == Restart
	}
	if r.Procedure != nil && r.Procedure.Stop != "" {
		return r.Procedure.Stop == Restart
	}
	return r.Policy.SupplementStop == Restart
}

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

// deadline computes the dossier's due from its receipt, its stops and its
// extensions: always from the beginning, so that the order in which facts became
// known does not matter. from is when the fact that moves it took effect. The
// due of a dossier that is stopped now is the one it had when it stopped.
func (d *Dossier) deadline(rules Rules, cause DeadlineCause, from time.Time) (*DeadlineSet, error) {
	r, err := d.runClock(rules)
	if err != nil {
		return nil, refuse(CodeInvalidField, "/time", "the due can't be computed: %s", err)
	}
	if cause == CauseCorrected { // the facts before the correction never held
		from = d.ReceivedAt
	}
	set := rules.pin(DeadlineSet{
		Clock: DossierClock, Revision: len(d.Deadlines) + 1, Cause: cause,
		Limit: r.limit, Unknown: rules.Procedure == nil && d.GivenDue.IsZero(),
		Start: r.start, From: from, Due: r.due,
		Verdict: rules.Policy.Verdict, Stop: rules.stopMode(),
	})
	return set, d.compare(set, rules)
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

func (r Rules) stopMode() StopMode {
	if r.restarts(StateSupplement) {
		return Restart
	}
	return Resume
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

// compare notes what the engine would have computed where a due was given.
func (d *Dossier) compare(set *DeadlineSet, rules Rules) error {
	if d.GivenDue.IsZero() || set.Limit.IsZero() {
		return nil
	}
	own := *d
	own.GivenDue = time.Time{}
	r, err := own.runClock(rules)
	if err != nil {
		return refuse(CodeInvalidField, "/time", "the due can't be computed: %s", err)
	}
	if !r.due.Equal(set.Due) {
		set.Computed = r.due
	}
	return nil
}

// sameDue reports whether the revision says nothing new.
func (set *DeadlineSet) sameDue(last *Deadline) bool {
	return last != nil && set.Due.Equal(last.Due) && set.Breach.Equal(last.Breach) &&
		set.EarlyBefore.Equal(last.EarlyBefore) && set.Start.Equal(last.Start) &&
		set.Limit == last.Limit && set.Unknown == last.Unknown && set.Provisional == last.Provisional
}
