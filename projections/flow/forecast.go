package flow

import (
	"cmp"
	"maps"
	"slices"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

// forecast is an outlook while it is made.
type forecast struct {
	Outlook
	query       Query
	registry    *domain.Registry
	known       calendars
	first, last calendar.Date
	days        map[calendar.Date]int
	holders     map[string]*OutlookRow
}

// span lays out the days.
func (b *forecast) span() {
	b.first = calendar.DateOf(b.query.AsOf, b.query.Zone)
	b.last = b.first.AddDays(b.query.Days)
	c, ok := b.registry.Calendar(domain.DefaultCalendarID)
	if !ok {
		return
	}
	if last, err := c.AddWorkdays(b.first, b.query.Days); err == nil {
		b.last = last
	}
	for d := b.first; d <= b.last; d++ {
		if c.IsWorkday(d) {
			b.days[d] = 0
		}
	}
}

// take counts a dossier that is pending in time.
func (b *forecast) take(d *domain.Dossier) {
	switch d.StandingAt(b.query.AsOf) {
	case domain.StandingStopped:
		b.Stopped++
		return
	case domain.StandingInTime:
	default:
		b.NoDeadline++
		return
	}
	set := d.DeadlineAt(b.query.AsOf)
	t, ok := b.known.trail(d, b.query.AsOf)
	if !ok {
		return
	}
	b.InTime++
	day := t.calendar.DueDay(set.Due)
	if day.After(b.last) {
		b.Later++
	} else {
		b.days[day]++
		b.Dossiers = append(b.Dossiers, b.item(&t, set))
	}
	b.hold(&t, !day.After(b.last))
}

func (b *forecast) hold(t *trail, due bool) {
	s := t.present()
	key := s.key(b.By)
	row := b.holders[key]
	if row == nil {
		row = &OutlookRow{Key: key}
		b.holders[key] = row
	}
	row.InTime++
	count(&row.Due, due)
	count(&row.StepLate, t.StepLateAt(t.until))
}

// present returns the last stay.
func (t *trail) present() (last stay) {
	for s := range t.stays() {
		last = s
	}
	return last
}

func (b *forecast) item(t *trail, set *domain.Deadline) OutlookItem {
	q, s, kept := &b.query, t.present(), *t
	kept.Dossier = t.Clone() // the walk goes on
	return OutlookItem{
		Code: t.Code, Procedure: t.Procedure,
		Agency: s.holder.Agency, Unit: s.holder.Unit, Officer: s.holder.Officer, Step: s.key("step"),
		Since: q.in(s.from), Due: q.in(set.Due), Breach: q.in(set.Breach),
		StepDue: q.in(s.holder.Due), StepLate: t.StepLateAt(t.until),
		Left: Seconds(t.calendar.Work(t.until, set.Due)), trail: &kept,
	}
}

// close puts everything in order, and says of the dossiers that are listed by
// when they must be passed on.
func (b *forecast) close() {
	b.Days = []OutlookDay{}
	byThen := 0
	for _, date := range slices.Sorted(maps.Keys(b.days)) {
		byThen += b.days[date]
		b.Days = append(b.Days, OutlookDay{Date: date, Dossiers: b.days[date], ByThen: byThen})
	}
	b.Rows = []OutlookRow{}
	for _, row := range b.holders {
		b.Rows = append(b.Rows, *row)
	}
	slices.SortFunc(b.Rows, func(x, y OutlookRow) int {
		return cmp.Or(cmp.Compare(y.Due, x.Due), cmp.Compare(y.InTime, x.InTime), byKey(x.Key, y.Key))
	})
	slices.SortFunc(b.Dossiers, func(x, y OutlookItem) int {
		return cmp.Or(x.Due.Compare(y.Due), cmp.Compare(x.Code, y.Code))
	})
	b.Dossiers = b.Dossiers[:min(b.query.Limit, len(b.Dossiers))]
	for i := range b.Dossiers {
		b.Dossiers[i].setPassBy(b.registry)
	}
}

// setPassBy is left for those that are listed: it is a search.
func (i *OutlookItem) setPassBy(g *domain.Registry) {
	rules, err := i.trail.RulesAt(g, i.trail.until)
	if err != nil {
		return
	}
	s := i.trail.present()
	if by := i.trail.passBy(&s, i.Due, rules); !by.IsZero() {
		i.PassBy = by.In(i.Due.Location())
	}
}
