// Package app puts an engine together and runs it: broker, log, projections,
// decisions, interfaces. It is the only package that knows all others.
package app

import (
	"log/slog"
	"path/filepath"
	"time"
)

// Options are what an operator decides.
type Options struct {
	// Data is the directory of everything that this engine keeps: store/ (the
	// embedded broker's, not with NATSURL) and highwater (the mark of the
	// highest acknowledged position).
	Data string

	// Sync is when the embedded broker's files reach the disk: "always" (an
	// acknowledged event survives a power failure) or an interval such as "2s".
	Sync string
	// MaxStore limits the embedded broker's store in bytes; 0 lets it take three
	// quarters of the disk. A full store refuses events, it drops none.
	MaxStore int64
	// NATSHost and NATSPort are where the embedded broker listens for desks and
	// supervisors; port 0 is 4222, a negative one any free port.
	NATSHost string
	NATSPort int
	// NATSOff keeps the embedded broker from listening at all.
	NATSOff bool

	// NATSURL is an existing NATS cluster to use instead of the embedded
	// broker, NATSCreds the credentials file of the engine's account there, and
	// Replicas how many servers keep each record.
	NATSURL   string
	NATSCreds string
	Replicas  int

	// HTTP is the address of the HTTP service; empty for none.
	HTTP string

	// Now is the engine's clock, the one source of time that drives the rules;
	// nil for the system's. ManualClock leaves it to the caller to raise what is
	// due ([App.RaiseDue]): the demonstration plays months in seconds.
	Now         func() time.Time
	ManualClock bool

	Logger  *slog.Logger
	Version string
}

func (o *Options) storeDir() string  { return filepath.Join(o.Data, "store") }
func (o *Options) highWater() string { return filepath.Join(o.Data, "highwater") }

func (o *Options) fill() {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Sync == "" {
		o.Sync = "always"
	}
}
