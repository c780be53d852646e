package delivery

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/hoso-engine/dossier/cmd/internal/notify/notice"
)

// figures are the delivery's: by channel, never by receiver.
type figures struct {
	notices *prometheus.CounterVec
	alerts  *prometheus.CounterVec
	waiting *prometheus.GaugeVec
}

func newFigures(r prometheus.Registerer) *figures {
	f := &figures{
		notices: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "dossier_notices_total", Help: "What became of messages to receivers: sent, failing (each failed try), dead.",
		}, []string{"channel", "status"}),
		alerts: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "dossier_notice_alerts_total", Help: "How alerts were decided for receivers: told, held (only counted, in a summary or digest), left-out.",
		}, []string{"channel", "decision"}),
		waiting: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "dossier_notices_waiting", Help: "Messages to receivers that are claimed and not sent yet.",
		}, []string{"channel"}),
	}
	r.MustRegister(f.notices, f.alerts, f.waiting)
	return f
}

// claimed counts what a claim decides.
func (f *figures) claimed(n *notice.Notice) {
	left := 0
	for _, l := range n.Left {
		left += len(l.Alerts)
	}
	for decision, count := range map[string]int{"told": len(n.Alerts), "held": len(n.Held), "left-out": left} {
		f.alerts.WithLabelValues(string(n.Channel), decision).Add(float64(count))
	}
}

func (f *figures) marked(m *notice.Mark) {
	f.notices.WithLabelValues(string(m.Channel), string(m.Status)).Inc()
}

// measureEvery is how old the figure of what waits may be.
const measureEvery = 15 * time.Second

// measure keeps the figure of what waits, until ctx ends.
func (d *Delivery) measure(ctx context.Context) {
	for ctx.Err() == nil {
		if waiting, err := d.Notices.Waiting(ctx); err == nil {
			for channel, n := range waiting {
				d.figures.waiting.WithLabelValues(channel).Set(float64(n))
			}
		}
		pause(ctx, measureEvery)
	}
}
