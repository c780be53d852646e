package forms

import (
	"cmp"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/ontime"
)

const formNumber = ontime.Form

// Report is a counted form: II.06a, or the on-time report. Both have the figures
// of one [ontime.Report].
type Report struct {
	ontime.Report
	Office Office `json:"office,omitzero"`
}

// ReportOf fills in a counted form. The office is that which the query was
// confined to.
func ReportOf(r ontime.Report, q Query, g *domain.Registry) Report {
	made := Report{Report: r, Office: office(g, confinedTo(q.Query))}
	if q.Name == Punctuality {
		made.Form = string(Punctuality)
	}
	return made
}

// confinedTo returns the smallest office that the query was confined to.
func confinedTo(q ontime.Query) string {
	return cmp.Or(q.Filter.Unit, q.Filter.Agency, q.Filter.Province)
}

// Sheet implements [Form].
func (r Report) Sheet(l Language) Sheet {
	if r.Form == string(Punctuality) {
		return r.punctuality(l)
	}
	return r.statutory(l)
}

// statutoryColumns are columns 3 to 13 of Biểu số II.06a/VPCP/KSTT of the
// Government Office's reporting regime.
var statutoryColumns = []counted{
	column(ontime.ColumnReceived, textReceived, headReceived, headSum).addsUp(4, 5, 6),
	column(ontime.ColumnOnline, textOnline, headReceived, headInPeriod, headOnline),
	column(ontime.ColumnDirect, textDirect, headReceived, headInPeriod, headDirect),
	column(ontime.ColumnCarried, textCarried, headReceived, textCarried),
	column(ontime.ColumnResolved, textResolved, headResolved, headSum).addsUp(8, 9, 10),
	column(ontime.ColumnEarly, textEarly, headResolved, headEarly),
	column(ontime.ColumnOnTime, textOnTime, headResolved, headOnTime),
	column(ontime.ColumnLate, textLate, headResolved, headLate),
	column(ontime.ColumnPending, textPending, headPending, headSum).addsUp(12, 13),
	column(ontime.ColumnInTime, textInTime, headPending, headInTime),
	column(ontime.ColumnOverdue, textOverdue, headPending, headOverdue),
}

func (r *Report) statutory(l Language) Sheet {
	s := page(l, r.Office, textStatutoryTitle)
	s.Number = l.of(textStatutory)
	r.fill(&s, Statutory, statutoryColumns)
	return s
}

// fill fills in what the counted forms have in common.
func (r *Report) fill(s *Sheet, name Name, columns []counted) {
	s.File = fileName(name, s.Language, r.From, r.To)
	s.period(r.From, r.To)
	s.facts(r.Counting, r.AsOf, r.Position)
	s.Facts = append(s.Facts, s.Language.of(textUnitOfCount))
	s.table(&r.Report, columns)
	s.remarks(&r.Total)
}

// remarks say what the columns leave open: the three on-time rates, each by its
// name, and what the columns contain.
func (s *Sheet) remarks(total *ontime.Row) {
	l, rates, a := s.Language, &total.Rates, &total.Apart
	s.Notes = append(s.Notes,
		l.say(textRates, l.share(rates.OfResolved), l.share(rates.OfDue), l.share(rates.OfReceived)),
		l.say(textApart, l.count(a.NoDeadline), l.count(a.Withdrawn), l.count(a.Terminated), l.count(a.Apologised),
			l.count(a.Stopped), l.count(a.Excluded)))
}
