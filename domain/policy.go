package domain

import (
	"regexp"
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// Policy is the versioned set of rules that an organisation's dossiers are
// judged by: everything about the legal clock that law or usage may decide
// differently. It is data: published by policy.changed, inherited down the
// organisation tree, pinned in every deadline.set.
type Policy struct {
	ID                string             `json:"id"`
	Version           int                `json:"version"`
	Calendar          string             `json:"calendar" jsonschema:"id of the calendar where no unit names another"`
	Count             calendar.Count     `json:"count"`
	Roll              calendar.Roll      `json:"roll"`
	CutOff            calendar.TimeOfDay `json:"cut_off" jsonschema:"a same-day receipt after it counts from the next working day"`
	SupplementStop    StopMode           `json:"supplement_stop" jsonschema:"what a supplement does to the clock"`
	PauseStop         StopMode           `json:"pause_stop" jsonschema:"what a pause does to the clock"`
	Verdict           VerdictMode        `json:"verdict"`
	ExtensionMovesDue bool               `json:"extension_moves_due,omitzero"`
	MaxSupplements    int                `json:"max_supplements" jsonschema:"-1: no limit"`
	MaxExtensions     int                `json:"max_extensions" jsonschema:"-1: no limit"`
	IntakeLimit       calendar.Limit     `json:"intake_limit" jsonschema:"for a submission to be received"`
	BackdatingHours   int                `json:"backdating_hours" jsonschema:"an older At needs the publisher's word (backdated)"`
	SkewSeconds       int                `json:"skew_seconds" jsonschema:"how far At may lie ahead of the engine's clock"`
	CodePattern       string             `json:"code_pattern,omitzero" jsonschema:"empty: every code"`
	KnownProcedures   bool               `json:"known_procedures,omitzero" jsonschema:"refuse a receipt for an unknown procedure"`
	Ladder            []LadderRung       `json:"ladder"`

	pattern *regexp.Regexp // compiled CodePattern
}

// LadderRung is one step of the alert ladder. Exactly one of Percent, Before,
// DueDay, Missed and After places it.
type LadderRung struct {
	Name     string         `json:"name" jsonschema:"a subject token"`
	Clock    ClockName      `json:"clock"`
	Percent  int            `json:"percent,omitzero" jsonschema:"of the limit's working time used"`
	Before   calendar.Limit `json:"before,omitzero" jsonschema:"working time before the due"`
	DueDay   bool           `json:"due_day,omitzero" jsonschema:"the morning of the due day"`
	Missed   bool           `json:"missed,omitzero" jsonschema:"the breach"`
	After    calendar.Limit `json:"after,omitzero" jsonschema:"working time after the due; after the beginning of the stop (pause) or the completion (collection)"`
	Reason   PauseReason    `json:"reason,omitzero" jsonschema:"clock pause: for stops of that reason alone"`
	Level    Level          `json:"level,omitzero" jsonschema:"how far up the organisation it goes; by the kind of rung where absent"`
	Critical bool           `json:"critical,omitzero" jsonschema:"is told alone, not in a digest"`
}

// DefaultPolicyID is the policy, and DefaultCalendarID the calendar, of every
// organisation that names no other.
const (
	DefaultPolicyID   = "vn"
	DefaultCalendarID = "vn"
)

// DefaultPolicy returns Vietnam's rules (Bộ luật Dân sự on counting days; Nghị
// định 61/2018 Điều 19 on supplements, as practised).
func DefaultPolicy() Policy {
	p := Policy{
		ID: DefaultPolicyID, Version: 1, Calendar: DefaultCalendarID,
		Count: calendar.DayCount, Roll: calendar.RollForward, CutOff: calendar.DefaultCutOff,
		SupplementStop: Restart, PauseStop: Resume, Verdict: ByDate,
		MaxSupplements: 1, MaxExtensions: 1,
		IntakeLimit:     limit("8workhour"),
		BackdatingHours: 7 * 24, SkewSeconds: 300,
		CodePattern: CodePattern,
		Ladder:      DefaultLadder(),
	}
	p.pattern = regexp.MustCompile(p.CodePattern)
	return p
}

// DefaultLadder returns the rungs of DefaultPolicy.
func DefaultLadder() []LadderRung {
	return []LadderRung{
		{Name: "half", Clock: DossierClock, Percent: 50},
		{Name: "two-days-left", Clock: DossierClock, Before: limit("2workday")},
		{Name: "due-day", Clock: DossierClock, DueDay: true},
		{Name: "missed", Clock: DossierClock, Missed: true},
		{Name: "late-1", Clock: DossierClock, After: limit("1workday")},
		{Name: "late-3", Clock: DossierClock, After: limit("3workday"), Critical: true},
		{Name: "late-7", Clock: DossierClock, After: limit("7workday"), Level: ProvinceLevel, Critical: true},
		{Name: "step-missed", Clock: StepClock, Missed: true},
		{Name: "intake-missed", Clock: IntakeClock, Missed: true},
		{Name: "appointment-missed", Clock: AppointmentClock, Missed: true},
		{Name: "supplement-missed", Clock: SupplementClock, Missed: true},
		{Name: "pause-too-long", Clock: PauseClock, After: limit("30workday"), Level: AgencyLevel},
		{Name: "not-returned", Clock: CollectionClock, After: limit("5workday")},
	}
}

// limit reads a limit that stands in this package's own tables.
func limit(s string) calendar.Limit {
	l, err := calendar.ParseLimit(s)
	if err != nil {
		panic(err) // a constant of this file is wrong
	}
	return l
}

// Rules returns how the policy counts.
func (p *Policy) Rules() calendar.Rules {
	return calendar.Rules{Count: p.Count, Roll: p.Roll, CutOff: p.CutOff}
}

// Ref returns the policy's id and version.
func (p *Policy) Ref() VersionRef { return VersionRef{ID: p.ID, Version: p.Version} }

// Backdating returns how old an At may be without the publisher's word.
func (p *Policy) Backdating() time.Duration { return time.Duration(p.BackdatingHours) * time.Hour }

// tooOld reports whether an At lies beyond the tolerance.
func (p *Policy) tooOld(at, now time.Time) bool { return at.Before(now.Add(-p.Backdating())) }

// Skew returns how far an At may lie ahead of the engine's clock.
func (p *Policy) Skew() time.Duration { return time.Duration(p.SkewSeconds) * time.Second }

// compiled returns a copy of the policy that can match codes.
func (p Policy) compiled() *Policy {
	if p.CodePattern != "" {
		p.pattern = regexp.MustCompile(p.CodePattern) // checked when the policy was accepted
	}
	return &p
}

// The longest tolerances that a policy may have: a century, so that an archive
// can be taken over, and a day.
const maxBackdatingHours, maxSkewSeconds = 100 * 365 * 24, 24 * 60 * 60

func (p *Policy) check(c *checks) {
	c.token("policy/id", p.ID)
	c.atLeast("policy/version", p.Version, 1)
	c.token("policy/calendar", p.Calendar)
	oneOf(c, "policy/supplement_stop", p.SupplementStop, StopModes())
	oneOf(c, "policy/pause_stop", p.PauseStop, StopModes())
	oneOf(c, "policy/verdict", p.Verdict, VerdictModes())
	c.atLeast("policy/max_supplements", p.MaxSupplements, -1)
	c.atLeast("policy/max_extensions", p.MaxExtensions, -1)
	c.atLeast("policy/backdating_hours", p.BackdatingHours, 0)
	c.atMost("policy/backdating_hours", p.BackdatingHours, maxBackdatingHours)
	c.atLeast("policy/skew_seconds", p.SkewSeconds, 0)
	c.atMost("policy/skew_seconds", p.SkewSeconds, maxSkewSeconds)
	if _, err := regexp.Compile(p.CodePattern); err != nil {
		c.fail(CodeInvalidField, "policy/code_pattern", "code_pattern %.200q is not a pattern: %s", p.CodePattern, err)
	}
	checkLadder(c, "policy/ladder", p.Ladder)
}
