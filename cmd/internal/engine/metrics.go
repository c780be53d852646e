package engine

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/hoso-engine/dossier/domain"
)

// Metrics are the engine's own figures. No label ever carries a code, a name or
// anything else of a person.
type Metrics struct {
	submitted map[domain.Status]prometheus.Counter
	refused   *prometheus.CounterVec
	appends   prometheus.Histogram
	rungs     *prometheus.CounterVec
	lateness  prometheus.Histogram
	reminders *prometheus.CounterVec
}

// NewMetrics registers the engine's figures.
func NewMetrics(r prometheus.Registerer) *Metrics {
	submitted := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "dossier_events_total", Help: "Submitted events by what became of them.",
	}, []string{"status"})
	m := &Metrics{
		submitted: make(map[domain.Status]prometheus.Counter),
		refused: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "dossier_refused_total", Help: "Refused events by the code of the refusal.",
		}, []string{"code"}),
		appends: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "dossier_append_seconds", Help: "Time until the store said that a commit is durable.",
			Buckets: prometheus.ExponentialBuckets(0.000025, 2, 18),
		}),
		rungs: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "dossier_rungs_total", Help: "Recorded rungs of the alert ladder.",
		}, []string{"clock", "rung"}),
		lateness: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "dossier_rung_late_seconds", Help: "How long after its instant a rung was recorded; breaches that lay in the past when they became known left out.",
			Buckets: []float64{.01, .1, 1, 10, 60, 300, 3600, 86400},
		}),
		reminders: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "dossier_reminders_total", Help: "Alerts that were told again, by what had ended.",
		}, []string{"cause"}),
	}
	r.MustRegister(submitted, m.refused, m.appends, m.rungs, m.lateness, m.reminders)
	for _, s := range [...]domain.Status{domain.Accepted, domain.Duplicated, domain.Declined} {
		m.submitted[s] = submitted.WithLabelValues(string(s)) // one that was never raised shows as 0
	}
	for _, c := range [...]domain.ErrorCode{domain.CodeUnavailable, domain.CodeBusy, domain.CodeInternal, domain.CodeCorrupt} {
		m.refused.WithLabelValues(string(c)) // the engine's own trouble: somebody is woken by the first of them
	}
	return m
}

func (m *Metrics) result(r *domain.Result) {
	m.submitted[r.Status].Inc()
	if r.Error != nil {
		m.refused.WithLabelValues(string(r.Error.Code)).Inc()
	}
}

func (m *Metrics) appended(took time.Duration) { m.appends.Observe(took.Seconds()) }

func (m *Metrics) raised(data domain.Data) {
	r := domain.RungOf(data)
	m.rungs.WithLabelValues(string(r.Clock), r.Rung).Inc()
}

func (m *Metrics) late(by time.Duration) { m.lateness.Observe(by.Seconds()) }

func (m *Metrics) reminded(cause domain.ReminderReason) {
	m.reminders.WithLabelValues(string(cause)).Inc()
}
