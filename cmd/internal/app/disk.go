package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"
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

// writable says why nothing can be written now: there is too little space on the
// disk, or, where appends fail, what the broker says of itself. The first takes a
// microsecond, the second is not asked while all is well.
func (a *App) writable(failing bool) error {
	if a.broker == nil {
		return nil
	}
	bytes, known := a.broker.Free()
	switch {
	case known && bytes < a.options.MinFree:
		return fmt.Errorf("the disk is full: %.1f MiB are free, %.1f MiB must be", mebibytes(bytes), mebibytes(a.options.MinFree))
	case failing:
		return a.broker.Health()
	}
	return nil
}

func mebibytes(bytes int64) float64 { return float64(bytes) / (1 << 20) }
