package domain

import (
	"slices"
	"time"
)

// checks collects the first thing that is wrong with an event's data.
type checks struct {
	at  string // where the data stands in the request: /data/, or /data/facts/ of a correction
	err *Error
}

func (c *checks) fail(code ErrorCode, field, format string, args ...any) {
	if c.err == nil {
		c.err = refuse(code, c.at+field, format, args...)
	}
}

// required demands a text.
func (c *checks) required(field, value string) {
	if value == "" {
		c.fail(CodeMissingField, field, "%s is missing", field)
	}
}

// token demands an identifier that a subject can carry.
func (c *checks) token(field, value string) {
	c.required(field, value)
	if err := checkToken(value); err != nil {
		c.fail(CodeInvalidToken, field, "%s: %s", field, err.Message)
	}
}

// The years in which offices kept dossiers that a computer hears of. Before
// them zones had offsets in seconds, which no wire form can carry; 9999 is what
// other systems write for "never".
const firstYear, lastYear = 1970, 9998

// within reports whether the instant lies in those years.
func within(at time.Time) bool { return at.Year() >= firstYear && at.Year() <= lastYear }

// span demands an instant within the years that are taken, or none.
func (c *checks) span(field string, at time.Time) {
	if !at.IsZero() && !within(at) {
		c.fail(CodeInvalidField, field, "%s lies in the year %d, not in %d to %d", field, at.Year(), firstYear, lastYear)
	}
}

// atLeast demands a number that is not below the least.
func (c *checks) atLeast(field string, value, least int) {
	if value < least {
		c.fail(CodeInvalidField, field, "%s %d is less than %d", field, value, least)
	}
}

// atMost demands a number that is not above the most.
func (c *checks) atMost(field string, value, most int) {
	if value > most {
		c.fail(CodeInvalidField, field, "%s %d is more than %d", field, value, most)
	}
}

// oneOf demands one of the allowed words.
func oneOf[T ~string](c *checks, field string, value T, allowed []T) {
	switch {
	case value == "":
		c.required(field, "")
	case !slices.Contains(allowed, value):
		// A copy, so that the words of a right value take no memory.
		c.fail(CodeInvalidField, field, "%s %.40q is not one of %q", field, string(value), append([]T(nil), allowed...))
	}
}

// optionalOneOf demands one of the allowed words, or none.
func optionalOneOf[T ~string](c *checks, field string, value T, allowed []T) {
	if value != "" {
		oneOf(c, field, value, allowed)
	}
}

func (d *Intake) check(c *checks) {
	c.token("province", d.Province)
	c.token("agency", d.Agency)
	c.required("procedure", d.Procedure)
	oneOf(c, "channel", d.Channel, Channels())
	optionalOneOf(c, "service_level", d.ServiceLevel, ServiceLevels())
	c.atLeast("sets", d.Sets, 0)
	if d.Applicant != nil {
		c.required("applicant/ref", d.Applicant.Ref)
	}
}

func (d *Submitted) check(c *checks) {
	d.Intake.check(c)
	if d.Channel == InPerson {
		c.fail(CodeInvalidField, "channel", "channel %q can't wait for intake: the desk receives it", d.Channel)
	}
}

func (d *Received) check(c *checks) {
	d.Intake.check(c)
	c.span("due", d.Due)
	c.span("appointment", d.Appointment)
}

func (d *Refused) check(c *checks) {
	c.required("reason", d.Reason)
	if d.Intake != (Intake{}) {
		d.Intake.check(c)
	}
}

func (set *DeadlineSet) check(c *checks) {
	oneOf(c, "clock", set.Clock, ClockNames())
	c.atLeast("revision", set.Revision, 1)
	oneOf(c, "cause", set.Cause, DeadlineCauses())
	c.required("zone", set.Zone)
}

func (d *Transferred) check(c *checks) {
	if d.ToAgency == "" && d.ToUnit == "" && d.ToOfficer == "" {
		c.fail(CodeMissingField, "to_unit", "to_agency, to_unit and to_officer are all missing")
	}
	c.span("step_due", d.StepDue)
}

func (d *SupplementRequested) check(c *checks) {
	c.required("reason", d.Reason)
	c.span("until", d.Until)
}

func (d *SupplementReceived) check(c *checks) { c.span("due", d.Due) }

func (d *Paused) check(c *checks) { oneOf(c, "reason", d.Reason, PauseReasons()) }

func (d *Resumed) check(c *checks) { c.span("due", d.Due) }

func (d *Extended) check(c *checks) {
	c.required("reason", d.Reason)
	oneOf(c, "cause", d.Cause, Causes())
	c.span("appointment", d.Appointment)
	switch {
	case d.Appointment.IsZero() && d.By.IsZero():
		c.fail(CodeMissingField, "appointment", "appointment is missing")
	case !d.Appointment.IsZero() && !d.By.IsZero():
		c.fail(CodeInvalidField, "by", "by and appointment both say the new date: one of them is enough")
	}
}

func (d *Completed) check(c *checks)  { oneOf(c, "outcome", d.Outcome, Outcomes()) }
func (d *Returned) check(c *checks)   { oneOf(c, "method", d.Method, Channels()) }
func (d *Withdrawn) check(*checks)    {}
func (d *Terminated) check(c *checks) { c.required("reason", d.Reason) }

func (r *Rung) check(c *checks) {
	r.Raised().check(c)
	optionalOneOf(c, "level", r.Level, Levels())
}

func (d *Explained) check(c *checks) { oneOf(c, "cause", d.Cause, Causes()) }

func (d *Reminded) check(c *checks) {
	c.atLeast("number", d.Number, 1)
	if d.Unit == "" && d.Officer == "" {
		c.fail(CodeMissingField, "officer", "officer and unit are both missing")
	}
}

func (d *FeePaid) check(c *checks) {
	if d.Amount < 0 {
		c.fail(CodeInvalidField, "amount", "amount %d is negative", d.Amount)
	}
}

func (d *Rated) check(c *checks) { oneOf(c, "satisfaction", d.Satisfaction, Satisfactions()) }
