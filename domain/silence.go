package domain

import "time"

// Matches reports whether an alert about the dossier, held there and on that
// rung of that clock, has every value that the matcher gives.
func (m *Matcher) Matches(in *Intake, holder Handover, clock ClockName, rung string) bool {
	for _, p := range [...]struct{ want, is string }{
		{m.Province, in.Province},
		{m.Agency, in.Agency},
		{m.Unit, holder.Unit},
		{m.Officer, holder.Officer},
		{m.Procedure, in.Procedure},
		{m.Field, in.Field},
		{string(m.Clock), string(clock)},
		{m.Rung, rung},
	} {
		if p.want != "" && p.want != p.is {
			return false
		}
	}
	return true
}

func (d *SilenceSet) check(c *checks) {
	c.required("author", d.Author)
	c.required("reason", d.Reason)
	optionalOneOf(c, "clock", d.Clock, ClockNames())
	switch named := d.Matcher != (Matcher{}); {
	case !named && !d.All:
		c.fail(CodeMissingField, "all", "nothing says which alerts are meant: one of province, agency, unit, officer, procedure, field, clock and rung, or all")
	case named && d.All:
		c.fail(CodeInvalidField, "all", "all mutes every alert: a matcher beside it would narrow nothing")
	}
	if d.Until.IsZero() {
		c.required("until", "")
	}
	c.span("until", d.Until)
}

func (d *SilenceEnded) check(*checks) {}

// followsSilence checks that a silence is set once, ends once, and not too late.
func (f *Fact) followsSilence(e Event) error {
	inForce := f.Versions > 0 && !f.Over
	switch data := e.Data.(type) {
	case *SilenceSet:
		if inForce {
			return refuse(CodeAlreadySilenced, "/subject", "silence %q is set already: end it, or take another id", e.Subject)
		}
		return guardQuiet(e, data.Until)
	case *SilenceEnded:
		if !inForce {
			return refuse(CodeUnknownSilence, "/subject", "silence %q is not set", e.Subject)
		}
	}
	return nil
}

// Silence is one silence as it stands: a fold of its events.
type Silence struct {
	ID         string    `json:"id"`
	From       time.Time `json:"from"`
	RecordedAt time.Time `json:"recorded"`
	SilenceSet
	EndedAt time.Time `json:"ended,omitzero"` // when it was ended before its time
}

// Begins returns when the silence first mutes: never before the engine knew it.
func (s *Silence) Begins() time.Time { return latest(s.From, s.RecordedAt) }

// Ends returns when the silence mutes no more.
func (s *Silence) Ends() time.Time {
	if s.EndedAt.IsZero() {
		return s.Until
	}
	return earliest(s.Until, s.EndedAt)
}

// In reports whether the silence is in force at the instant.
func (s *Silence) In(at time.Time) bool { return !at.Before(s.Begins()) && at.Before(s.Ends()) }
