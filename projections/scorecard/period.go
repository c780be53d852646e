package scorecard

import (
	"strings"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// Period is local dates, both included.
type Period struct {
	From calendar.Date `json:"from"`
	To   calendar.Date `json:"to"`
}

// shift leads from a period to one that it is compared with.
type shift uint8

const (
	noShift shift = iota
	toBefore
	toYearBefore
	shifts
)

// suffixes are what an indicator of a shifted period is called by.
var suffixes = [shifts]string{"", "_before", "_year_before"}

// unshifted takes the suffix off a name.
func unshifted(name string) (string, shift) {
	for _, s := range [...]shift{toYearBefore, toBefore} { // _year_before ends in _before
		if base, found := strings.CutSuffix(name, suffixes[s]); found {
			return base, s
		}
	}
	return name, noShift
}

func (p Period) shifted(s shift) Period {
	switch s {
	case toBefore:
		return p.Before()
	case toYearBefore:
		return p.YearBefore()
	}
	return p
}

// Before returns the period of the same length that ends where this one begins:
// as many months, where this one is made of whole months (also from the 15th to
// the 14th), else as many days.
func (p Period) Before() Period {
	next := p.To.AddDays(1)
	if months := monthsBetween(p.From, next); months > 0 {
		return Period{From: p.From.AddMonths(-months), To: p.From.AddDays(-1)}
	}
	return Period{From: p.From.AddDays(p.From.Sub(next)), To: p.From.AddDays(-1)}
}

// YearBefore returns the same days of the year before; the end of a month stays
// the end of that month.
func (p Period) YearBefore() Period {
	return Period{From: p.From.AddMonths(-12), To: p.To.AddDays(1).AddMonths(-12).AddDays(-1)}
}

// monthsBetween returns how many whole months lie between two dates; 0 where it
// is not a whole number.
func monthsBetween(from, to calendar.Date) int {
	y1, m1, d1 := from.Civil()
	y2, m2, d2 := to.Civil()
	if d1 != d2 {
		return 0
	}
	return (y2-y1)*12 + int(m2) - int(m1)
}
