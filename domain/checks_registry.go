package domain

import (
	"fmt"
	"math"

	"github.com/hoso-engine/dossier/domain/calendar"
)

func (d *ProcedureForm) check(c *checks) {
	c.required("name", d.Name)
	c.required("field", d.Field)
	optionalOneOf(c, "service_level", d.ServiceLevel, ServiceLevels())
	optionalOneOf(c, "stop", d.Stop, StopModes())
	seen := make(map[ProcedureLimit]bool, len(d.Limits))
	for i, l := range d.Limits {
		optionalOneOf(c, fmt.Sprintf("limits/%d/channel", i), l.Channel, Channels())
		if l.Limit.IsZero() {
			c.fail(CodeMissingField, fmt.Sprintf("limits/%d/limit", i), "limit %d is missing", i)
		}
		key := ProcedureLimit{Channel: l.Channel, Case: l.Case}
		if seen[key] {
			c.fail(CodeInvalidField, fmt.Sprintf("limits/%d", i), "channel %q and case %q have two limits", l.Channel, l.Case)
		}
		seen[key] = true
	}
	for i, s := range d.Steps {
		c.required(fmt.Sprintf("steps/%d/name", i), s.Name)
	}
	checkLadder(c, "ladder", d.Ladder)
}

func (d *ProcedureAbolished) check(*checks) {}

func (d *UnitDefined) check(c *checks) {
	oneOf(c, "kind", d.Kind, UnitKinds())
	c.required("name", d.Name)
	if d.Parent == "" && d.Kind != UnitProvince {
		c.required("parent", "")
	}
	for i, r := range d.Receivers {
		if r == "" {
			c.fail(CodeMissingField, fmt.Sprintf("receivers/%d", i), "receiver %d is empty", i)
		}
	}
}

func (d *CalendarChanged) check(c *checks) {
	if _, err := calendar.New(d.Calendar); err != nil {
		c.fail(CodeInvalidField, "calendar", "%s", err)
	}
}

func (d *PolicyChanged) check(c *checks) { d.Policy.check(c) }

func (d *CountingChanged) check(c *checks) { d.Counting.check(c, "counting/") }

func (d *IndicatorRecorded) check(c *checks) {
	c.required("source", d.Source)
	c.figure(d.Value)
	c.period(d.From, d.To)
}

func (d *TargetSet) check(c *checks) {
	c.figure(d.Value)
	c.period(d.From, d.To)
}

// figure demands a number.
func (c *checks) figure(value float64) {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		c.fail(CodeInvalidField, "value", "value %v is not a number", value)
	}
}

// period demands two dates in order.
func (c *checks) period(from, to calendar.Date) {
	switch {
	case from.IsZero():
		c.fail(CodeMissingField, "from", "from is missing")
	case to.IsZero():
		c.fail(CodeMissingField, "to", "to is missing")
	}
	if to.Before(from) {
		c.fail(CodeInvalidField, "to", "the period ends on %s, before it begins on %s", to, from)
	}
}
