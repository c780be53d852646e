package procedurefile

import (
	"fmt"
	"regexp"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

// takeLimit takes a line of the table of limits.
func (c *Catalogue) takeLimit(r row, err error) settled {
	p := c.byCode[r.get("code")]
	channel := c.mapping.Limits.Channels[r.get("channel")]
	switch {
	case err != nil:
		return refusedFor("%s", err)
	case p == nil:
		return refusedFor("procedure %.80q is not in the table of procedures, or was refused there", r.get("code"))
	case channel == "":
		return refusedFor("channel %.40q is not known to the mapping", r.get("channel"))
	}
	limit, s := c.mapping.Limits.limit(r.get("value"), r.get("unit"))
	if s.outcome != Loaded {
		return s
	}
	return p.add(domain.ProcedureLimit{Channel: channel, Case: r.get("case"), Limit: limit})
}

// limit reads the value and the unit of a line.
func (m *limitMapping) limit(value, unit string) (l calendar.Limit, s settled) {
	if why, none := m.NoDeadline[unit]; none {
		return l, settled{NoDeadline, why, value}
	}
	u, known := m.Units[unit]
	if !known {
		return l, refusedFor("unit %.40q is not known to the mapping", unit)
	}
	if value == "" {
		return l, settled{outcome: NoDeadline, reason: "the limit has no value"}
	}
	if !plainNumber.MatchString(value) {
		return l, refusedFor("the value %.40q is no plain decimal number", value)
	}
	number := plainNumber.ReplaceAllString(value, "$1") // "02" is 2
	if err := l.UnmarshalJSON(fmt.Appendf(nil, `{"value":%s,"unit":%q}`, number, u)); err != nil {
		return l, refusedFor("%.40q %s is no limit: %s", value, unit, err)
	}
	return l, settled{outcome: Loaded}
}

// plainNumber is a decimal number, without the zeros in front of it.
var plainNumber = regexp.MustCompile(`^0*(\d+(?:\.\d+)?)$`)

// add adds a limit, as a case of its own where the channel has one already.
func (p *Procedure) add(limit domain.ProcedureLimit) settled {
	named := limit.Case != ""
	taken := false
	for _, l := range p.Form.Limits {
		if l.Channel != limit.Channel {
			continue
		}
		switch {
		case l.Limit == limit.Limit && (!named || l.Case == limit.Case):
			return settled{outcome: Repeated}
		case named && l.Case == limit.Case:
			return refusedFor("case %.80q has the limit %s already", limit.Case, l.Limit)
		}
		taken = taken || l.Case == ""
	}
	if taken && !named {
		limit.Case = limit.Limit.String()
	}
	p.Form.Limits = append(p.Form.Limits, limit)
	return settled{outcome: Loaded}
}
