package domain

import (
	"strings"
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// SlipQuery asks for the slip of a receipt: by its limit, or by what the desk
// knows of it.
type SlipQuery struct {
	Received  time.Time
	Limit     calendar.Limit // zero: the procedure's
	Agency    string         // whose calendar and policy count; empty: the default ones
	Procedure string
	Channel   Channel
	Case      string
}

// ParseSlipQuery reads the words of a query (?name=value); instants without an
// offset are in the zone.
func ParseSlipQuery(get func(name string) string, zone *time.Location) (q SlipQuery, err error) {
	q = SlipQuery{Agency: get("agency"), Procedure: get("procedure"), Channel: Channel(get("channel")), Case: get("case")}
	limit := get("limit")
	if q.Received, err = requiredInstant("received", get, zone); err != nil {
		return q, err
	}
	c := checks{}
	optionalOneOf(&c, "channel", q.Channel, Channels())
	switch {
	case limit == "" && q.Procedure == "":
		c.fail(CodeMissingField, "limit", "limit and procedure are both missing: one of them says how long it may take")
	case limit != "" && q.Procedure != "":
		c.fail(CodeInvalidField, "limit", "limit and procedure both say how long it may take: one of them is enough")
	case limit != "":
		if q.Limit, err = calendar.ParseLimit(limit); err != nil {
			c.fail(CodeInvalidField, "limit", "limit %.40q is not one such as 5workday, 0.5workday, 8workhour, 30day or 3month", limit)
		}
	}
	if c.err != nil {
		return q, c.err
	}
	return q, nil
}

// Slip answers the query by the reference facts in force.
func (q SlipQuery) Slip(g *Registry) (Slip, error) {
	rules, err := g.Rules(q.Agency, q.Procedure, q.Received)
	if err != nil {
		return Slip{}, err
	}
	limit := q.Limit
	if q.Procedure != "" {
		if rules.Procedure == nil {
			return Slip{}, refuse(CodeUnknownProcedure, "procedure", "procedure %.80q is not known", q.Procedure)
		}
		limit = rules.Procedure.Limit(q.Channel, q.Case)
	}
	return rules.Slip(q.Received, limit)
}

// instantLayouts are how people write an instant of their own zone.
var instantLayouts = [...]string{"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04", time.DateOnly}

// ParseInstant reads an RFC 3339 instant, or one without offset in the zone
// ("2026-01-15 09:30"), or a date, which stands for its first instant.
func ParseInstant(text string, zone *time.Location) (time.Time, bool) {
	// A plus sign that was not escaped in a URL arrives as a space.
	for _, t := range [...]string{text, strings.Replace(text, " ", "+", 1)} {
		if at, err := time.Parse(time.RFC3339Nano, t); err == nil {
			return at, within(at)
		}
	}
	for _, layout := range instantLayouts {
		if at, err := time.ParseInLocation(layout, text, zone); err == nil {
			return at, within(at)
		}
	}
	return time.Time{}, false
}

func requiredInstant(name string, get func(string) string, zone *time.Location) (time.Time, error) {
	text := get(name)
	if text == "" {
		return time.Time{}, refuse(CodeMissingField, name, "%s is missing", name)
	}
	at, ok := ParseInstant(text, zone)
	if !ok {
		return at, refuse(CodeInvalidField, name, "%s %.40q is neither an instant (2026-01-15T09:30:00+07:00, 2026-01-15 09:30) nor a date, of the years %d to %d", name, text, firstYear, lastYear)
	}
	return at, nil
}
