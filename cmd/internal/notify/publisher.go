package notify

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// retryAfter is the pause after a failed publish.
const retryAfter = time.Second

// Publisher empties an [Outbox] into the [Stream].
type Publisher struct {
	stream    *Stream
	outbox    *Outbox
	logger    *slog.Logger
	published prometheus.Counter
}

// NewPublisher returns a publisher; r takes its figures.
func NewPublisher(s *Stream, o *Outbox, logger *slog.Logger, r prometheus.Registerer) *Publisher {
	p := &Publisher{stream: s, outbox: o, logger: logger, published: prometheus.NewCounter(prometheus.CounterOpts{
		Name: "dossier_alerts_published_total", Help: "Alerts that this engine put into the stream ALERTS.",
	})}
	r.MustRegister(p.published, prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "dossier_alerts_waiting", Help: "Alerts that the log records and the stream ALERTS does not hold yet.",
	}, func() float64 { return float64(o.Waiting()) }))
	return p
}

// Run publishes until ctx ends, everything that waits at once, up to the size of a
// batch. An alert leaves the outbox only when the stream holds it: a crash in
// between finds it in the stream and drops it.
func (p *Publisher) Run(ctx context.Context) error {
	last, known := uint64(0), false
	for ctx.Err() == nil {
		if !known {
			sequence, sent, err := p.stream.Last(ctx)
			if err != nil {
				p.wait(ctx, err)
				continue
			}
			p.outbox.done(sent)
			last, known = sequence, true
		}
		alerts := p.outbox.first(batchMost)
		if len(alerts) == 0 {
			p.idle(ctx)
			continue
		}
		sequence, err := p.stream.publish(ctx, alerts, last)
		switch {
		case err == nil:
			last = sequence
			p.outbox.done(alerts[len(alerts)-1].Place())
			p.published.Add(float64(len(alerts)))
		case errors.Is(err, errBehind):
			known = false
		default: // they may be in the stream all the same
			known = false
			p.wait(ctx, err)
		}
	}
	return nil
}

// idle waits for the next alert.
func (p *Publisher) idle(ctx context.Context) {
	select {
	case <-p.outbox.more:
	case <-ctx.Done():
	}
}

// wait pauses after a failure.
func (p *Publisher) wait(ctx context.Context, err error) {
	if ctx.Err() != nil {
		return
	}
	p.logger.Warn("alerts wait: the stream can't be written", "error", err, "waiting", p.outbox.Waiting())
	pause(ctx, retryAfter)
}

// pause returns after the time, or when ctx ends.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
