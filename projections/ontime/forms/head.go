package forms

import (
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/ontime"
)

// Office is whose paper it is: the unit, agency or province that the query was
// confined to, and the one above it. The zero Office is filled in by hand.
type Office struct {
	Name     domain.Text `json:"name"`
	Superior domain.Text `json:"superior,omitzero"`
}

// lines returns what stands at the top on the left.
func (o Office) lines(l Language) []string {
	if o == (Office{}) {
		return []string{l.of(textOffice)}
	}
	lines := []string{}
	for _, name := range []domain.Text{o.Superior, o.Name} {
		if name.VI != "" {
			lines = append(lines, l.of(name))
		}
	}
	return lines
}

// page begins a sheet: what stands on every one of them.
func page(l Language, o Office, title domain.Text) Sheet {
	return Sheet{
		Language: l, Office: o.lines(l), Nation: []string{l.of(textNation), l.of(textMotto)}, Title: l.of(title),
		Place:  l.of(textPlace),
		Signed: []Signature{{Role: l.of(textClerk), How: l.of(textSign)}, {Role: l.of(textHead), How: l.of(textSeal)}},
	}
}

// period fills in the period that a form is about.
func (s *Sheet) period(from, to calendar.Date) {
	l := s.Language
	s.Subtitle = []string{l.say(textPeriod, l.date(from), l.date(to))}
}

// facts fills in by which policy, up to which instant and from which position of
// the log the sheet was made. A form that counts nothing has no policy.
func (s *Sheet) facts(c ontime.CountingPolicy, asOf time.Time, position uint64) {
	l := s.Language
	if c.Name != "" {
		s.Facts = append(s.Facts, l.say(textCounting, c.Name, c.Version))
	}
	s.Facts = append(s.Facts, l.say(textAsOf, l.instant(asOf)))
	if position != 0 {
		s.Facts = append(s.Facts, l.say(textPosition, position))
	}
}

// noPolicy is that of a form which counts nothing.
var noPolicy ontime.CountingPolicy
