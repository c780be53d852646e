package domain

import (
	"slices"
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// run is a dossier's clock while its due is computed.
type run struct {
	rules Rules
	limit calendar.Limit // zero: no limit known
	start time.Time      // the limit runs from here
	date  calendar.Date  // the due date before it rolls forward
	due   time.Time      // zero: no deadline
}

// interruption is a merged stop, or an extension, in the order of time.
type interruption struct {
	from, to time.Time // to is zero for a stop that is still open
	restart  bool
	given    time.Time // a due given by the source at the end of the stop
	extend   *Extension
}

// runClock starts the clock at the receipt and takes it through every
// interruption.
func (d *Dossier) runClock(rules Rules) (run, error) {
	r := run{rules: rules}
	if rules.Procedure != nil {
		r.limit = rules.Procedure.Limit(d.Channel, d.Case)
	}
	if err := r.begin(d.ReceivedAt, d.GivenDue); err != nil {
		return r, err
	}
	for _, i := range d.interruptions(rules) {
		if r.passed(i.from) { // what is overdue stays overdue
			break
		}
		if err := r.take(i); err != nil {
			return r, err
		}
	}
	return r, nil
}

// begin starts the limit, or takes the given due.
func (r *run) begin(start, given time.Time) (err error) {
	r.start = start
	switch {
	case !given.IsZero():
		r.set(given)
	case !r.limit.IsZero():
		if r.date, err = r.rules.Calendar.DueDate(start, r.limit, r.rules.Policy.Rules()); err == nil {
			r.due, err = r.rules.Calendar.Due(start, r.limit, r.rules.Policy.Rules())
		}
	}
	return err
}

// set takes a due that was given.
func (r *run) set(due time.Time) {
	r.due, r.date = due.In(r.rules.Calendar.Location()), r.rules.Calendar.DueDay(due)
}

// passed reports whether the due was breached at the instant.
func (r *run) passed(at time.Time) bool {
	if r.due.IsZero() {
		return false
	}
	set := DeadlineSet{Due: r.due, Verdict: r.rules.Policy.Verdict}
	set.judgeBy(r.rules)
	return set.Passed(at)
}

// take moves the due by one interruption.
func (r *run) take(i interruption) error {
	switch {
	case i.extend != nil:
		if r.rules.Policy.ExtensionMovesDue {
			return r.extend(i.extend)
		}
		return nil
	case i.to.IsZero():
		return nil
	case !i.given.IsZero():
		r.set(i.given)
		return nil
	case i.restart && !r.limit.IsZero():
		return r.begin(i.to, time.Time{})
	}
	return r.hold(i.from, i.to)
}

// hold moves the due by a stop after which the clock goes on.
func (r *run) hold(from, to time.Time) (err error) {
	c := r.rules.Calendar
	if r.due.IsZero() {
		return nil
	}
	if countsTime(r.limit, r.rules.Policy.Rules()) {
		r.due, err = c.AddWork(to, c.Work(from, r.due))
		return err
	}
	loc := c.Location()
	r.date, err = c.Postpone(r.date, r.limit, calendar.DateOf(from, loc), calendar.DateOf(to, loc))
	if err == nil {
		r.due = c.DueOn(r.date, r.limit, r.rules.Policy.Rules())
	}
	return err
}

// extend moves the due by an apology letter.
func (r *run) extend(x *Extension) error {
	if x.By.IsZero() {
		r.set(x.Appointment)
		return nil
	}
	return r.lengthen(x.By)
}

// lengthen adds a limit to the present due.
func (r *run) lengthen(by calendar.Limit) (err error) {
	c, rules := r.rules.Calendar, r.rules.Policy.Rules()
	if countsTime(by, rules) {
		r.due, err = c.Due(r.due, by, rules)
		r.date = c.DueDay(r.due)
		return err
	}
	if r.date, err = c.DueDate(c.Midnight(r.date), by, rules); err == nil {
		r.due = c.DueOn(r.date, by, rules)
	}
	return err
}

// countsTime reports whether the limit counts working time and not dates.
func countsTime(l calendar.Limit, r calendar.Rules) bool {
	return l.Unit() == calendar.Workhour || l.Unit() == calendar.Workday && r.Count == calendar.ClockCount && l != calendar.SameDay
}

// interruptions returns the dossier's stops, overlapping ones merged, and its
// extensions in the order of time.
func (d *Dossier) interruptions(rules Rules) []interruption {
	all := d.mergedStops(rules.restarts)
	for i := range d.Extensions {
		all = append(all, interruption{from: d.Extensions[i].At, extend: &d.Extensions[i]})
	}
	slices.SortStableFunc(all, byFrom)
	return all
}

// mergedStops returns the stops in the order of time, overlapping ones joined.
func (d *Dossier) mergedStops(restarts func(kind State) bool) []interruption {
	stops := make([]interruption, len(d.Stops))
	for i := range d.Stops {
		s := &d.Stops[i]
		stops[i] = interruption{from: s.From, to: s.To, restart: restarts(s.Kind), given: s.GivenDue}
	}
	slices.SortStableFunc(stops, byFrom)
	return merge(stops)
}

func byFrom(a, b interruption) int { return a.from.Compare(b.from) }

// merge joins stops that overlap. A joined stop starts the clock anew if any of
// its parts does, and takes the due that was given last.
func merge(stops []interruption) []interruption {
	var merged []interruption
	for _, s := range stops {
		n := len(merged)
		if n == 0 || !merged[n-1].to.IsZero() && !s.from.Before(merged[n-1].to) {
			merged = append(merged, s)
			continue
		}
		last := &merged[n-1]
		if s.to.IsZero() || !last.to.IsZero() && s.to.After(last.to) {
			last.to = s.to
		}
		last.restart = last.restart || s.restart
		if !s.given.IsZero() {
			last.given = s.given
		}
	}
	return merged
}
