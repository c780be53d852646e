package domain

import (
	"slices"
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// Explanation says how a dossier's clock came to its due: every stretch of time
// from the receipt on, what it counts and why. The stretches leave no gap, what
// they count adds up to the total, and they end at the due; while the clock
// stands, at the instant of the explanation. All of one explanation was counted
// by the same versions, those that the deadline pins.
type Explanation struct {
	Clock     ClockName      `json:"clock"` // the dossier's; the intake clock where it was not received yet
	At        time.Time      `json:"at"`
	Revision  int            `json:"revision,omitzero"` // of the deadline that is explained
	Cause     DeadlineCause  `json:"cause,omitzero"`
	Received  time.Time      `json:"received,omitzero"` // where the clock first began
	Start     time.Time      `json:"start,omitzero"`    // the limit runs from here: later where a stop started it anew
	Due       time.Time      `json:"due,omitzero"`      // none while the clock stands
	Limit     calendar.Limit `json:"limit,omitzero"`
	Counts    Counts         `json:"counts,omitzero"` // what Total and Counted are numbers of
	Total     float64        `json:"total"`           // that the segments add up to: the limit, unless a due was given or an extension moved it
	Used      float64        `json:"used"`            // of the total, by the instant or the end
	Left      float64        `json:"left"`            // of the total
	Computed  time.Time      `json:"computed,omitzero"`
	Remaining Remaining      `json:"remaining,omitzero"` // working time until the due
	Segments  []Segment      `json:"segments"`
	Notes     []Text         `json:"notes"` // what did not move the due, and what one should know
	Summary   Text           `json:"summary"`

	Zone        string       `json:"zone,omitzero"`
	Provisional bool         `json:"provisional,omitzero"`
	Calendar    VersionRef   `json:"calendar,omitzero"`
	Policy      VersionRef   `json:"policy,omitzero"`
	Procedure   ProcedureRef `json:"procedure,omitzero"`
}

// Counts is what the segments of an explanation are counted in.
type Counts string

const (
	CountsWorkdays Counts = "workdays"     // working days, in halves
	CountsDays     Counts = "days"         // calendar days; months are as many as they have
	CountsSeconds  Counts = "work-seconds" // working time
)

// Explain explains the due that was in force at the instant. rules are those it
// was set by (see [Dossier.RulesAt]).
func (d *Dossier) Explain(at time.Time, rules Rules) Explanation {
	x := Explanation{At: at, Segments: []Segment{}, Notes: []Text{}}
	set := d.clockAt(at)
	if set == nil {
		x.Summary = Text{"Chưa có thời hạn.", "There is no deadline yet."}
		return x
	}
	x.pin(set)
	x.At = at.In(rules.Calendar.Location())
	if set.Due.IsZero() {
		x.Summary = withoutDue(set)
		return x
	}
	p := d.painter(&x, set, rules)
	p.paint()
	x.Remaining = p.remaining()
	x.note(d, p)
	x.summarise(d, p)
	return x
}

// pin takes over what the deadline says.
func (x *Explanation) pin(set *Deadline) {
	x.Clock, x.Revision, x.Cause = set.Clock, set.Revision, set.Cause
	x.Limit, x.Due, x.Computed, x.Provisional = set.Limit, set.Due, set.Computed, set.Provisional
	x.Start, x.Received, x.Zone = set.Start, set.Start, set.Zone
	x.Calendar, x.Policy, x.Procedure = set.Calendar, set.Policy, set.Procedure
}

func withoutDue(set *Deadline) Text {
	if set.Unknown {
		return Text{
			"Thủ tục chưa được công bố trong hệ thống nên chưa biết thời hạn.",
			"The procedure is not published here, so its limit is not known yet.",
		}
	}
	return Text{"Thủ tục không quy định thời hạn giải quyết.", "The procedure has no time limit."}
}

// replay runs the clock again to the deadline that is explained: with what had
// happened by the instant, or with all that is known now where a correction set
// it. Where neither comes to it (the facts changed since), the due is taken as it
// was pinned.
func (d *Dossier) replay(at time.Time, set *Deadline, rules Rules) (r run, again bool) {
	if set.Clock == IntakeClock {
		r = run{rules: rules, limit: set.Limit}
		if err := r.begin(set.Start, time.Time{}); err == nil && r.due.Equal(set.Due) {
			return r, true
		}
		return d.pinned(set, rules), false
	}
	for _, known := range [...]*Dossier{d.until(at), d} {
		if r, err := known.runClock(rules, nil); err == nil && r.due.Equal(set.Due) {
			return r, true
		}
	}
	return d.pinned(set, rules), false
}

// replayStanding runs the clock to where it stands: through the stops that ended.
// No due is in force then, and the last one may not know of a stop that ended
// while another was open.
func (d *Dossier) replayStanding(at time.Time, set *Deadline, rules Rules) (r run, again bool) {
	ended := d.until(at)
	ended.Stops = slices.DeleteFunc(ended.Stops, func(s Stop) bool { return s.To.IsZero() })
	if r, err := ended.runClock(rules, nil); err == nil {
		return r, true
	}
	return d.replay(at, set, rules)
}

// pinned is a run to a due that can't be computed again.
func (d *Dossier) pinned(set *Deadline, rules Rules) run {
	r := run{rules: rules, limit: set.Limit, start: set.Start}
	if set.Clock == DossierClock {
		r.start = d.ReceivedAt
	}
	r.set(set.Due)
	for _, s := range d.mergedStops(rules.restarts) {
		if !s.to.IsZero() && s.from.After(r.start) && s.from.Before(r.due) {
			r.held = append(r.held, held{from: s.from, to: s.to, due: r.due, date: r.date})
		}
	}
	return r
}
