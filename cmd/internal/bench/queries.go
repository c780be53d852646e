package bench

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/app"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/ontime/forms"
	"github.com/hoso-engine/dossier/projections/register"
	"github.com/hoso-engine/dossier/projections/supervision"
)

// query is a question: as it is asked over HTTP, and how to ask it in the process.
type query struct {
	name  string
	asked int // how often in a run
	path  func(i int) string
	ask   func(ctx context.Context, i int) error
}

// Queries measures how long answers take, in the process and over HTTP.
func Queries(ctx context.Context, o HistoryOptions) (*Report, error) {
	return o.onHistory(ctx, "queries", func(h *History, r *Report) error {
		t := r.table("Answers, one at a time", queryColumns...)
		t.Notes = []string{"In the process: until the answer is there. HTTP: on one kept connection, until its JSON is read."}
		with := h.options()
		with.HTTP = "127.0.0.1:0"
		return o.on(ctx, with, func(a *app.App) error { return o.askAll(ctx, a, t) })
	})
}

var queryColumns = []string{"p50 µs", "p99 µs", "max µs", "HTTP p50 µs", "HTTP p99 µs", "HTTP max µs"}

func (o *HistoryOptions) askAll(ctx context.Context, a *app.App, t *Table) error {
	queries, err := questions(ctx, a)
	if err != nil {
		return err
	}
	client := httpClient(1)
	defer client.CloseIdleConnections()
	for _, q := range queries {
		var runs [][]float64
		for range o.Runs {
			within, over := newLatencies(), newLatencies()
			if err := q.repeat(ctx, within, over, client, a.HTTPURL()); err != nil {
				return fmt.Errorf("%s: %w", q.name, err)
			}
			runs = append(runs, []float64{within.at(50), within.at(99), within.at(100), over.at(50), over.at(99), over.at(100)})
		}
		t.add(q.name, runs...)
	}
	return nil
}

// repeat asks again and again, both ways in turn.
func (q *query) repeat(ctx context.Context, within, over *latencies, client *http.Client, url string) error {
	for i := range q.asked {
		begun := time.Now()
		if err := q.ask(ctx, i); err != nil {
			return err
		}
		within.note(time.Since(begun))
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, url+q.path(i), http.NoBody)
		if err != nil {
			return err
		}
		begun = time.Now()
		if err := ask(client, r, nil); err != nil {
			return err
		}
		over.note(time.Since(begun))
	}
	return nil
}

// questions are those of a desk, a list, a report and a supervisor, about a year
// and a month that ends now.
func questions(ctx context.Context, a *app.App) ([]query, error) {
	e := a.Engine()
	codes, err := codesOf(ctx, a)
	if err != nil {
		return nil, err
	}
	now, zone := e.Now(), e.Zone()
	year := fmt.Sprintf("from=%s&to=%s", now.AddDate(-1, 0, 1).In(zone).Format(time.DateOnly), now.In(zone).Format(time.DateOnly))
	return []query{
		{"look-up by code", 2000, func(i int) string { return "/v1/dossiers/" + codes[i%len(codes)] }, func(ctx context.Context, i int) error {
			_, err := e.Dossier(ctx, codes[i%len(codes)], 0)
			return err
		}},
		words("list: 50 open ones of a unit by due", 100, "/v1/dossiers", "unit=H37.13.2&state=received,processing&sort=due&limit=50", func(ctx context.Context, get get) error {
			q, err := register.ParseQuery(get, e.Now(), zone)
			if err == nil {
				_, err = e.List(ctx, q, 0)
			}
			return err
		}),
		words("statistics II.06a of a year by field", 20, "/v1/reports/II.06a", year, form(a, forms.Statutory)),
		words("statistics of a year by unit and field", 20, "/v1/statistics", year+"&by=unit,field", func(ctx context.Context, get get) error {
			q, err := ontime.ParseQuery(get, e.Now(), zone)
			if err == nil {
				_, err = e.Statistics(ctx, q, 0)
			}
			return err
		}),
		words("late list of a year", 10, "/v1/reports/late-list", year, form(a, forms.LateList)),
		words("alerts: the first 50", 50, "/v1/alerts", "limit=50", func(ctx context.Context, get get) error {
			q, err := supervision.ParseQuery(get, e.Now())
			if err == nil {
				_, err = e.Alerts(ctx, q, 0)
			}
			return err
		}),
	}, nil
}

// get returns the value of a word of a question.
type get func(name string) string

// words is a question that is told by its words, the same both ways.
func words(name string, asked int, path, asks string, ask func(context.Context, get) error) query {
	values, _ := url.ParseQuery(asks) // our own
	return query{name, asked, func(int) string { return path + "?" + asks }, func(ctx context.Context, _ int) error { return ask(ctx, values.Get) }}
}

func form(a *app.App, name forms.Name) func(context.Context, get) error {
	e := a.Engine()
	return func(ctx context.Context, get get) error {
		q, err := forms.ParseQuery(string(name), get, e.Now(), e.Zone())
		if err == nil {
			_, err = e.Form(ctx, q, 0)
		}
		return err
	}
}

// spread is how many dossiers are looked up, taken from the whole table.
const spread = 1000

// codesOf returns codes from all over the table.
func codesOf(ctx context.Context, a *app.App) (codes []string, err error) {
	e := a.Engine()
	err = e.Runner.Read(ctx, 0, func() {
		every := max(e.Table.Figures(e.Now()).Total/spread, 1)
		i := 0
		for d := range e.Table.All() {
			if i++; i%every == 0 {
				codes = append(codes, string(d.Code))
			}
		}
	})
	return codes, err
}
