package inquiry

import (
	"context"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/flow"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/ontime/forms"
	"github.com/hoso-engine/dossier/projections/register"
	"github.com/hoso-engine/dossier/projections/scorecard"
	"github.com/hoso-engine/dossier/projections/supervision"
)

// List asks for a page of dossiers.
func List(p *Parameters, k Knowledge, now time.Time) (Query, error) {
	q, err := register.ParseQuery(p.Get, now, k.Zone())
	return asking(q, err, k.List)
}

// Statistics asks for the form's figures, and those beside the form.
func Statistics(p *Parameters, k Knowledge, now time.Time) (Query, error) {
	q, err := ontime.ParseQuery(p.Get, now, k.Zone(), k.Countings()...)
	return asking(q, err, k.Statistics)
}

// Behind asks for a page of the list behind a number.
func Behind(p *Parameters, k Knowledge, now time.Time) (Query, error) {
	q, err := ontime.ParseCellQuery(p.Get, now, k.Zone(), k.Countings()...)
	return asking(q, err, k.Behind)
}

// Form asks for the form of that name.
func Form(name string) Recallable {
	return func(p *Parameters, k Knowledge, now time.Time) (Query, error) {
		q, err := forms.ParseQuery(name, p.Get, now, k.Zone(), k.Countings()...)
		return asking(q, err, k.Form)
	}
}

// Flow asks for one of the analyses of time.
func Flow(analysis string) Recallable {
	return func(p *Parameters, k Knowledge, now time.Time) (Query, error) {
		q, err := flow.ParseQuery(analysis, p.Get, now, k.Zone(), k.Countings()...)
		return asking(q, err, func(ctx context.Context, q flow.Query, least uint64) (flow.Report, error) {
			return k.Flow(ctx, analysis, q, least)
		})
	}
}

// Scorecard asks for the scores of a period.
func Scorecard(name string) Recallable {
	return func(p *Parameters, k Knowledge, now time.Time) (Query, error) {
		q, err := scorecard.ParseQuery(p.Get, now, k.Zone(), k.Countings()...)
		return asking(q, err, func(ctx context.Context, q scorecard.Query, least uint64) (scorecard.Report, error) {
			return k.Scorecard(ctx, name, q, least)
		})
	}
}

// Scorecards asks which scorecards there are.
func Scorecards(e Engine) Question {
	return func(*Parameters) (Query, error) {
		return func(context.Context, uint64) (any, error) {
			return scorecards{Scorecards: e.ScorecardList()}, nil
		}, nil
	}
}

// Alerts asks for a page of the alerts that fire.
func Alerts(p *Parameters, k Knowledge, now time.Time) (Query, error) {
	q, err := supervision.ParseQuery(p.Get, now)
	return asking(q, err, k.Alerts)
}

// Silences asks for the silences in force or to come, or all.
func Silences(p *Parameters, k Knowledge, _ time.Time) (Query, error) {
	words := register.Words{Get: p.Get, Loc: k.Zone()}
	ended := words.Yes("ended")
	return asking(ended, words.Err, func(ctx context.Context, ended bool, least uint64) (silences, error) {
		list, err := k.Silences(ctx, ended, least)
		return silences{Silences: list}, err
	})
}

// Countings asks for counting policies.
func Countings(e Engine) Question {
	return func(p *Parameters) (Query, error) { return asking(p.Get("name"), nil, e.Counting) }
}

// Calendar asks for a calendar as it is in force.
func Calendar(e Engine) Question {
	return func(p *Parameters) (Query, error) { return asking(p.Get("id"), nil, e.Calendar) }
}

// Due asks for what a desk prints on a receipt.
func Due(e Engine) Question {
	return func(p *Parameters) (Query, error) {
		q, err := domain.ParseSlipQuery(p.Get, e.Zone())
		return asking(q, err, e.Due)
	}
}

// Measure asks for the working time between two instants.
func Measure(e Engine) Question {
	return func(p *Parameters) (Query, error) {
		q, err := domain.ParseMeasureQuery(p.Get, e.Zone())
		return asking(q, err, e.Measure)
	}
}

// Procedures asks for a page of the procedures, of at most so many.
func Procedures(e Engine, most int) Question {
	return func(p *Parameters) (Query, error) {
		after, limit, err := domain.ParseProcedurePage(p.Get, most)
		return asking(after, err, func(ctx context.Context, after string, least uint64) (domain.ProcedurePage, error) {
			return e.Procedures(ctx, after, limit, least)
		})
	}
}
