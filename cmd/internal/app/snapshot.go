package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"math"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/hoso-engine/dossier/cmd/internal/snapshots"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/supervision"
)

// leastNew is how many records must have come for a snapshot to be worth while
// beside the engine's work.
const leastNew = 100

// keeping is what the engine knows of its snapshots.
type keeping struct {
	dir      snapshots.Dir
	began    uint64        // position of the snapshot that the engine began with; 0: none
	written  atomic.Uint64 // position of the snapshot in the file; 0: none
	proof    atomic.Int32  // a proof
	differed atomic.Int64  // parts that the log said otherwise than the snapshot did
}

// proof is what is known of the snapshot that the engine began with.
type proof int32

const (
	needless proof = iota // there was none: the whole log was read
	underWay              // the whole log is being read
	proven                // the log says the same
	replaced              // the log said something else, which took its place
	untried               // it is trusted, or the log could not be read beside the work
)

// String returns how /readyz tells it.
func (p proof) String() string {
	return [...]string{"", "being proven", "proven", "replaced", "not proven"}[p]
}

func (k *keeping) state() proof { return proof(k.proof.Load()) }

// unproven reports whether what is served came out of a snapshot, and the log has not
// said the same yet.
func (k *keeping) unproven() bool { return k.state() == underWay || k.state() == untried }

// identity names the program that runs: its version, and the checksum of its file, since
// two builds of a source without history have one version.
func (a *App) identity() string { return a.options.Version + " " + program() }

// program returns the checksum of the file that runs, which takes a few milliseconds;
// where it can't be read, something that no other run has.
var program = sync.OnceValue(func() string {
	path, err := os.Executable()
	if err != nil {
		return rand.Text()
	}
	file, err := os.Open(path)
	if err != nil {
		return rand.Text()
	}
	defer func() { _ = file.Close() }() // it is read only
	sum := crc32.New(crc32.MakeTable(crc32.Castagnoli))
	size, err := io.Copy(sum, file)
	if err != nil {
		return rand.Text()
	}
	return fmt.Sprintf("%08x-%d", sum.Sum32(), size)
})

// SnapshotDir returns the directory of the snapshots of an engine that keeps its
// data there.
func SnapshotDir(data string) snapshots.Dir {
	o := Options{Data: data}
	return snapshots.Dir(o.snapshots())
}

// restore brings the projections to where the last snapshot was taken. It reports
// whether it did; where it did not, why is logged, and the projections may be of
// no use. The error says that the log has lost what the snapshot knows of, or can't
// be read.
func (a *App) restore(ctx context.Context) (done bool, err error) {
	if a.options.SnapshotEvery < 0 {
		return false, nil
	}
	log := a.options.Logger.With("part", "snapshots")
	began := time.Now()
	h, s, err := a.keeping.dir.Read()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		log.Warn("the snapshot is not used, the whole log is read", "reason", err)
		return false, nil
	case h.Build != a.identity():
		log.Info("the snapshot is not used, the whole log is read", "reason", "it was written by another build", "build", h.Build)
		return false, nil
	}
	err = s.Belongs(ctx, a.store)
	if err == nil {
		err = a.runner.Restore(s)
	}
	if errors.Is(err, projections.ErrSnapshot) {
		log.Warn("the snapshot is not used, the whole log is read", "reason", err)
		return false, nil
	}
	if err != nil {
		return false, err
	}
	a.keeping.began = s.Position
	a.keeping.proof.Store(int32(underWay))
	a.keeping.written.Store(s.Position)
	log.Info("began with a snapshot", "position", s.Position, "taken", h.Taken, "bytes", h.Size(), "took", time.Since(began).Round(time.Millisecond))
	return true, nil
}

// startSnapshots begins to write snapshots, and to prove the one that the engine
// began with.
func (a *App) startSnapshots(context.Context) error {
	a.measureSnapshots()
	if a.options.SnapshotEvery < 0 {
		return nil
	}
	a.onStop("the snapshots", a.tasks.start("snapshots", func(ctx context.Context) error {
		if err := a.prove(ctx); err != nil {
			return err
		}
		ticker := time.NewTicker(a.options.SnapshotEvery)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				a.takeSnapshot(leastNew)
			case <-ctx.Done():
				return nil
			}
		}
	}))
	return nil
}

// takeSnapshot writes a snapshot where so many records came since the last one. One
// that can't be written is no reason to stop.
func (a *App) takeSnapshot(least uint64) {
	if a.runner.Status().Position < a.keeping.written.Load()+least {
		return
	}
	s, err := a.runner.Snapshot()
	if _, corrupt := errors.AsType[*eventstore.CorruptError](err); corrupt {
		return // the engine ends of it
	}
	if err == nil {
		err = a.writeSnapshot(s)
	}
	if err != nil {
		a.options.Logger.Warn("the snapshot can't be written", "part", "snapshots", "error", err)
	}
}

func (a *App) writeSnapshot(s *projections.Snapshot) error {
	if err := a.roomFor(s); err != nil {
		return err
	}
	began := time.Now()
	h, err := a.keeping.dir.Write(s, a.identity(), a.options.Now())
	if err != nil {
		return err
	}
	a.keeping.written.Store(s.Position)
	a.options.Logger.Info("wrote a snapshot", "part", "snapshots", "position", s.Position, "bytes", h.Size(), "took", time.Since(began).Round(time.Millisecond))
	return nil
}

// errNoRoom keeps a snapshot from taking the room that events need.
var errNoRoom = errors.New("too little space is left on the disk")

func (a *App) roomFor(s *projections.Snapshot) error {
	if a.broker == nil {
		return nil
	}
	size := int64(0)
	for _, p := range s.Parts {
		size += int64(len(p.Data))
	}
	if bytes, known := a.broker.Free(); known && bytes-size < a.options.MinFree {
		return errNoRoom
	}
	return nil
}

// prove folds the whole log beside the projections that began with a snapshot, and
// puts what comes out in their place where it is something else. The error is a
// corrupt log.
func (a *App) prove(ctx context.Context) error {
	if a.keeping.state() == needless {
		return nil
	}
	if a.options.TrustSnapshot {
		a.keeping.proof.Store(int32(untried))
		return nil
	}
	log := a.options.Logger.With("part", "snapshots")
	began, fresh := time.Now(), newViews()
	fresh.board.Skip(supervision.ID{Position: math.MaxUint64}) // nobody asks it what was said
	s, err := a.runner.Refold(ctx, func(parts []string) {
		a.keeping.differed.Store(int64(len(parts)))
		a.tellDifference(fresh, parts)
	}, fresh.reference, fresh.table, fresh.ladder, fresh.board)
	if _, corrupt := errors.AsType[*eventstore.CorruptError](err); corrupt {
		return err
	}
	if err != nil {
		if ctx.Err() == nil {
			log.Warn("the snapshot could not be proven", "error", err)
		}
		a.keeping.proof.Store(int32(untried))
		return nil
	}
	if s == nil {
		a.keeping.proof.Store(int32(replaced))
		a.takeSnapshot(0)
		return nil
	}
	a.keeping.proof.Store(int32(proven))
	log.Info("the snapshot is proven: the whole log says the same", "position", s.Position, "took", time.Since(began).Round(time.Millisecond))
	if s.Position == a.keeping.written.Load() {
		return nil
	}
	if err := a.writeSnapshot(s); err != nil {
		log.Warn("the snapshot can't be written", "error", err)
	}
	return nil
}

// tellDifference logs what the snapshot said and what the log says. Nobody applies
// or reads meanwhile.
func (a *App) tellDifference(fresh *views, parts []string) {
	now := a.options.Now()
	count, codes := a.table.Differences(fresh.table, mostCodes)
	a.options.Logger.Error("the snapshot was wrong: what the whole log says takes its place", "part", "snapshots",
		"differs", parts, "dossiers", count, "first", codes,
		"register_was", a.table.Figures(now), "register_is", fresh.table.Figures(now),
		"ladder_was", a.ladder.Open(), "ladder_is", fresh.ladder.Open(),
		"alerts_were", a.board.Figures(now), "alerts_are", fresh.board.Figures(now))
}

// mostCodes is how many dossiers are named.
const mostCodes = 10

func (a *App) measureSnapshots() {
	gauge := func(name, help string, value func() float64) {
		a.metrics.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, value))
	}
	gauge("dossier_snapshot_position", "Position of the snapshot in the file; 0 where there is none.",
		func() float64 { return float64(a.keeping.written.Load()) })
	gauge("dossier_snapshot_proven", "1 when the projections are known to be what the whole log says, 0 while the snapshot that they began with is not proven.",
		func() float64 {
			switch a.keeping.state() {
			case underWay, untried:
				return 0
			}
			return 1
		})
	gauge("dossier_snapshot_differences", "Projections that the log said otherwise than the snapshot that the engine began with.",
		func() float64 { return float64(a.keeping.differed.Load()) })
}
