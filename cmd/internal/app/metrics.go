package app

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/register"
)

// measure registers the figures of the log, of the projections and of the
// dossiers in hand.
func (a *App) measure() {
	a.metrics.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	status := func(name, help string, value func(projections.Status) float64) {
		a.metrics.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help},
			func() float64 { return value(a.runner.Status()) }))
	}
	status("dossier_log_position", "Position of the last record in the log.",
		func(s projections.Status) float64 { return float64(s.Head) })
	status("dossier_projection_position", "Position that the projections have reached.",
		func(s projections.Status) float64 { return float64(s.Position) })
	status("dossier_projection_lag_records", "Records in the log that the projections have not applied.",
		func(s projections.Status) float64 { return float64(s.LagRecords) })
	status("dossier_projection_lag_seconds", "How long the projections have been behind the log.",
		func(s projections.Status) float64 { return s.LagSeconds })
	status("dossier_projection_read_age_seconds", "Time since the reader last had word from the log.",
		func(s projections.Status) float64 { return s.ReadAge })
	a.metrics.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{
		Name: "dossier_events_applied_total", Help: "Events that the projections have applied.",
	}, func() float64 { return float64(a.runner.Status().Events) }))
	a.metrics.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "dossier_ready", Help: "1 while the engine answers rightly, else 0.",
	}, func() float64 {
		if a.engine.Ready() != nil {
			return 0
		}
		return 1
	}))
	a.metrics.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "dossier_alarm_late_seconds", Help: "How long the oldest rung waits that is reached and not recorded; 0 where none does.",
	}, func() float64 { return a.engine.AlarmLateness(context.Background()).Seconds() }))
	a.metrics.MustRegister(&dossierFigures{app: a})
}

// dossierFigures collects the dossiers in hand in one look at the table.
type dossierFigures struct{ app *App }

var dossiersDesc = prometheus.NewDesc("dossier_dossiers", "Dossiers by where they stand now.", []string{"standing"}, nil)

// Describe implements [prometheus.Collector].
func (f *dossierFigures) Describe(to chan<- *prometheus.Desc) { to <- dossiersDesc }

// scrapeWithin bounds how long a scrape waits for the table.
const scrapeWithin = 5 * time.Second

// Collect implements [prometheus.Collector].
func (f *dossierFigures) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeWithin)
	defer cancel()
	var figures register.Figures
	if f.app.runner.Read(ctx, 0, func() { figures = f.app.table.Figures(f.app.options.Now()) }) != nil {
		return // the log is corrupt: no figure is better than a wrong one
	}
	for standing, n := range map[string]int{
		"open": figures.Open, "paused": figures.Stopped, "overdue": figures.Overdue, "waiting": figures.Waiting,
		"awaiting-collection": figures.AwaitingCollection, "limit-unknown": figures.LimitUnknown,
	} {
		to <- prometheus.MustNewConstMetric(dossiersDesc, prometheus.GaugeValue, float64(n), standing)
	}
}
