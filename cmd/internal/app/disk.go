package app

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/hoso-engine/dossier/eventstore/embedded"
)

// errStartAnew ends an engine whose broker gave up writing and could write again:
// only a start makes it.
var errStartAnew = errors.New("the broker gave up writing, and its disk takes data")

// watchBroker ends the engine, to be started anew, when the embedded broker has
// given up writing and its disk has room again.
func (a *App) watchBroker(context.Context) error {
	if a.broker == nil {
		return nil
	}
	if _, known := a.broker.Free(); known {
		a.metrics.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "dossier_disk_free_bytes", Help: "Space left on the disk under the embedded broker's store.",
		}, func() float64 { bytes, _ := a.broker.Free(); return float64(bytes) }))
	}
	a.onStop("the watch of the broker", a.tasks.start("broker", func(ctx context.Context) error {
		ticker := time.NewTicker(a.options.lookAtBroker)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
			case <-ctx.Done():
				return nil
			}
			if broken := a.broker.Health(); broken != nil && a.hasRoom() {
				return fmt.Errorf("%w: %w", errStartAnew, broken)
			}
		}
	}))
	return nil
}

// leastRoom is what a broker needs to start.
const leastRoom = 1 << 20

// hasRoom reports whether a broker that starts anew could write.
func (a *App) hasRoom() bool {
	bytes, known := a.broker.Free()
	return !known || bytes >= max(a.options.MinFree, leastRoom)
}

// roomHolds is how long it is believed what the system said of the disk: asking
// takes a microsecond or two, and in the meantime hardly a megabyte is written.
const roomHolds = 10 * time.Millisecond

// room is what is left on the disk under the broker's store, as it was last asked.
type room struct {
	mu    sync.Mutex // guards all below
	asked time.Time
	bytes int64
	known bool
}

// of asks the system, where the last answer is too old.
func (r *room) of(broker *embedded.Server) (bytes int64, known bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if now := time.Now(); now.Sub(r.asked) >= roomHolds { // the disk knows no clock but the real one
		r.asked = now
		r.bytes, r.known = broker.Free()
	}
	return r.bytes, r.known
}

// writable says why nothing can be written now: there is too little space on the
// disk, or, where appends fail, what the broker says of itself, which is not asked
// while all is well.
func (a *App) writable(failing bool) error {
	if a.broker == nil {
		return nil
	}
	bytes, known := a.room.of(a.broker)
	switch {
	case known && bytes < a.options.MinFree:
		return fmt.Errorf("the disk is full: %.1f MiB are free, %.1f MiB must be", mebibytes(bytes), mebibytes(a.options.MinFree))
	case failing:
		return a.broker.Health()
	}
	return nil
}

func mebibytes(bytes int64) float64 { return float64(bytes) / (1 << 20) }
