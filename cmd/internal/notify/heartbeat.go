package notify

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/nats-io/nats.go"
	"github.com/prometheus/client_golang/prometheus"
)

// Heartbeat says that an engine lives and has told what there was to tell: no
// alert between two heartbeats means that nothing happened. Engines that share a
// log each have a heartbeat of their own. Its subject is
// alert-heartbeat.<engine>; it is not stored.
type Heartbeat struct {
	Engine   string    `json:"engine"` // opaque; another one after a restart
	At       time.Time `json:"at"`
	Every    int       `json:"every"`    // seconds until the next
	Ready    bool      `json:"ready"`    // the engine answers rightly
	Position uint64    `json:"position"` // of the log, up to which the engine has read
	Waiting  int       `json:"waiting"`  // alerts that are recorded and not in ALERTS yet
	Alert    uint64    `json:"alert"`    // sequence of the last alert in ALERTS; 0: none
	AlertID  string    `json:"alert_id,omitzero"`
}

// heartbeatSubject is followed by the engine's id.
const heartbeatSubject = "alert-heartbeat."

// Pulse sends the heartbeats of one engine.
type Pulse struct {
	conn    *nats.Conn
	feed    *Feed
	options PulseOptions

	mu   sync.Mutex // guards sent: Run sets it, scrapes read it
	sent time.Time  // when the last heartbeat left
}

// PulseOptions are a pulse's choices.
type PulseOptions struct {
	Engine string           // one token of a subject
	Every  time.Duration    // between two heartbeats
	Now    func() time.Time // the engine's clock
	State  func() (ready bool, position uint64, waiting int)
	Logger *slog.Logger
}

// NewPulse returns a pulse; r takes its figure. conn must belong to the engine's
// account.
func NewPulse(conn *nats.Conn, feed *Feed, o PulseOptions, r prometheus.Registerer) *Pulse {
	p := &Pulse{conn: conn, feed: feed, options: o, sent: time.Now()}
	r.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "dossier_heartbeat_age_seconds", Help: "Time since this engine's last heartbeat left.",
	}, p.age))
	return p
}

func (p *Pulse) age() float64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return time.Since(p.sent).Seconds()
}

// Run sends a heartbeat now and then, until ctx ends.
func (p *Pulse) Run(ctx context.Context) error {
	tick := time.NewTicker(p.options.Every)
	defer tick.Stop()
	for {
		if err := p.send(); err != nil {
			p.options.Logger.Warn("no heartbeat", "error", err)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return nil
		}
	}
}

func (p *Pulse) send() error {
	h := Heartbeat{
		Engine: p.options.Engine, At: p.options.Now(), Every: int(p.options.Every.Seconds()),
		Alert: p.feed.Last(), AlertID: p.feed.LastID(),
	}
	h.Ready, h.Position, h.Waiting = p.options.State()
	body, err := json.Marshal(h)
	if err != nil {
		return err
	}
	p.feed.Beat(h) // also where the broker is away: it says so in waiting
	if err := p.conn.Publish(heartbeatSubject+h.Engine, body); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sent = time.Now()
	return nil
}
