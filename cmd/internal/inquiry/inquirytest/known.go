package inquirytest

import (
	"context"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/ontime/forms"
	"github.com/hoso-engine/dossier/projections/register"
	"github.com/hoso-engine/dossier/projections/supervision"
)

// past is what was known: the engine, two hours to the west, that says of every
// question since when it is answered.
type past struct {
	*Engine
	at time.Time
}

// KnownAt implements [inquiry.Historian].
func (e *Engine) KnownAt(_ context.Context, at time.Time, least uint64) (inquiry.Knowledge, error) {
	return &past{Engine: e, at: at}, e.ask("known at %s from %d", at.Format(time.RFC3339Nano), least)
}

func (p *past) Zone() *time.Location { return time.FixedZone("", 5*3600) }

func (p *past) Countings() []domain.CountingPolicy {
	return []domain.CountingPolicy{domain.DefaultCounting()}
}

func (p *past) Statistics(_ context.Context, q ontime.Query, least uint64) (ontime.Report, error) {
	return ontime.Report{}, p.ask("%s: statistics %s to %s as of %s by %s from %d", p.at.Format(time.RFC3339), q.From, q.To, q.AsOf.Format(time.RFC3339), q.Counting, least)
}

func (p *past) Form(_ context.Context, q forms.Query, least uint64) (forms.Form, error) {
	return forms.Report{}, p.ask("%s: form %s %s to %s as of %s by %s from %d", p.at.Format(time.RFC3339), q.Name, q.From, q.To, q.AsOf.Format(time.RFC3339), q.Counting, least)
}

func (p *past) Behind(_ context.Context, q ontime.CellQuery, least uint64) (register.Page, error) {
	return register.Page{Dossiers: []register.View{}}, p.ask("%s: behind %s %s to %s as of %s by %s from %d", p.at.Format(time.RFC3339), q.Column, q.From, q.To, q.AsOf.Format(time.RFC3339), q.Counting, least)
}

func (p *past) Alerts(_ context.Context, q supervision.Query, least uint64) (supervision.Page, error) {
	return supervision.Page{Alerts: []supervision.View{}}, p.ask("%s: alerts of %s at %s from %d", p.at.Format(time.RFC3339), q.Agency, q.At.Format(time.RFC3339), least)
}

func (p *past) Why(_ context.Context, code, receiver string, least uint64) ([]supervision.Story, error) {
	return []supervision.Story{}, p.ask("%s: why %s %q from %d", p.at.Format(time.RFC3339), code, receiver, least)
}

func (p *past) Silences(_ context.Context, ended bool, least uint64) ([]domain.Silence, error) {
	return []domain.Silence{}, p.ask("%s: silences, ended too: %t, from %d", p.at.Format(time.RFC3339), ended, least)
}

// Countings are the default policy and one that was published lately.
func (e *Engine) Countings() []domain.CountingPolicy {
	strict := domain.DefaultCounting()
	strict.Name = "strict"
	return []domain.CountingPolicy{domain.DefaultCounting(), strict}
}

// Counting implements [inquiry.Historian].
func (e *Engine) Counting(_ context.Context, name string, least uint64) (domain.CountingList, error) {
	return domain.CountingList{Countings: e.Countings()}, e.ask("countings %q from %d", name, least)
}

// Diff implements [inquiry.Historian].
func (e *Engine) Diff(_ context.Context, word func(string) string, least uint64) (ontime.Diff, error) {
	d := ontime.Diff{Form: ontime.Form, By: "field", Before: ontime.Reading{Counting: domain.DefaultCounting()}, After: ontime.Reading{Counting: e.Countings()[1]}}
	d.Rows = []ontime.Change{{Key: "duoc", Name: "=Dược", Column: ontime.ColumnLate, Before: 1, After: 2}}
	d.Total = []ontime.Change{{Column: ontime.ColumnLate, Before: 3, After: 4}}
	d.Moves = []ontime.Move{{Code: "H26-1", After: []ontime.RowPlace{{Key: "duoc", Place: ontime.Place{Entry: 5, Exit: 10}}}, Events: []ontime.Said{{
		Type: domain.TypeReceived, At: time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC), Recorded: time.Date(2026, 2, 1, 8, 0, 0, 0, time.UTC), Actor: "cb-17",
	}}}}
	return d, e.ask("diff of %s and %s by %s and %s from %d", word("known_at"), word("against"), word("policy"), ontime.AgainstWord(word)("policy"), least)
}
