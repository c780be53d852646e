package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// lookAtDisk is how often the disk and the broker's health are looked at.
const lookAtDisk = 2 * time.Second

// errStartAnew ends an engine whose broker gave up writing and could write again:
// only a start makes it.
var errStartAnew = errors.New("the broker's disk takes data again")

// watchDisk refuses events while the embedded broker can't keep them, and says
// why in /readyz: before its disk is full, and when it met a write error all the
// same. Everything that is read goes on.
func (a *App) watchDisk(context.Context) error {
	if a.broker == nil {
		return nil
	}
	if _, known := a.broker.Free(); known {
		a.metrics.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "dossier_disk_free_bytes", Help: "Space left on the disk under the embedded broker's store.",
		}, func() float64 { bytes, _ := a.broker.Free(); return float64(bytes) }))
	}
	a.onStop("the watch of the disk", a.tasks.start("disk", a.lookAtDisk))
	return nil
}

func (a *App) lookAtDisk(ctx context.Context) error {
	ticker := time.NewTicker(lookAtDisk)
	defer ticker.Stop()
	failed, held := time.Time{}, false
	for {
		short, broken := a.shortOfSpace(), a.broker.Health()
		switch {
		case broken == nil:
			failed = time.Time{}
		case failed.IsZero():
			failed = time.Now()
		case a.hasRoom() && time.Since(failed) > a.options.startAnewAfter:
			return fmt.Errorf("%w: %w", errStartAnew, broken)
		}
		why := errors.Join(short, broken)
		if why != nil && !held {
			a.options.Logger.Error("events are refused: the store can't be written", "error", why)
		} else if why == nil && held {
			a.options.Logger.Info("events are taken again")
		}
		held = why != nil
		a.engine.Hold(why)
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return nil
		}
	}
}

// leastRoom is what a broker needs to start.
const leastRoom = 1 << 20

// hasRoom reports whether a broker that starts anew could write.
func (a *App) hasRoom() bool {
	bytes, known := a.broker.Free()
	return !known || bytes >= max(a.options.MinFree, leastRoom)
}

// shortOfSpace says how much is missing on the disk; nil where nothing is.
func (a *App) shortOfSpace() error {
	if bytes, known := a.broker.Free(); known && bytes < a.options.MinFree {
		return fmt.Errorf("the disk is full: %.1f MiB are free, %.1f MiB must be", mebibytes(bytes), mebibytes(a.options.MinFree))
	}
	return nil
}

func mebibytes(bytes int64) float64 { return float64(bytes) / (1 << 20) }
