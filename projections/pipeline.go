package projections

import (
	"context"
	"iter"
	"runtime"
	"sync"

	"github.com/hoso-engine/dossier/eventstore"
)

// depth bounds how many records are read ahead, maxBatch how many commits are
// applied under one lock: long enough that catching up does not pay for locks,
// short enough that a reader never waits long.
const (
	depth    = 512
	maxBatch = 256
)

// job is one record on its way: read by one goroutine, decoded by any of some,
// applied by one in the order of reading.
type job struct {
	record  eventstore.Record
	commit  eventstore.Commit
	err     error
	decoded chan struct{} // closed when commit and err are set
}

// pipeline carries jobs. Every job goes into both channels: decoders take them
// as they come, the applier takes them in order.
type pipeline struct {
	undecoded chan *job
	ordered   chan *job
}

// pass follows the log from where the runner stands until the store's sequence
// or ctx ends, and returns the error that ended it. All it starts has ended when
// it returns.
func (r *Runner) pass(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	p := &pipeline{undecoded: make(chan *job, depth), ordered: make(chan *job, depth)}
	var stages sync.WaitGroup
	stages.Go(func() { p.read(ctx, r.store.Follow(ctx, r.chain.Position())) })
	for range max(1, runtime.GOMAXPROCS(0)) {
		stages.Go(func() { p.decode(r.decode) })
	}
	err := r.applyAll(p)
	stop()
	stages.Wait()
	return err
}

// read takes the records out of the store.
func (p *pipeline) read(ctx context.Context, records iter.Seq2[eventstore.Record, error]) {
	defer close(p.undecoded)
	defer close(p.ordered)
	for record, err := range records {
		j := &job{record: record, err: err, decoded: make(chan struct{})}
		if err != nil {
			close(j.decoded)
			send(ctx, p.ordered, j)
			return
		}
		// In this order every job that the applier waits for gets decoded, also
		// when ctx ends in between.
		if !send(ctx, p.undecoded, j) || !send(ctx, p.ordered, j) {
			return
		}
	}
}

func send(ctx context.Context, to chan<- *job, j *job) bool {
	select {
	case to <- j:
		return true
	case <-ctx.Done():
		return false
	}
}

func (p *pipeline) decode(decode func(eventstore.Record) (eventstore.Commit, error)) {
	for j := range p.undecoded {
		j.commit, j.err = decode(j.record)
		close(j.decoded)
	}
}

// applyAll applies the jobs in order, as many at once as are there.
func (r *Runner) applyAll(p *pipeline) error {
	for {
		batch := p.next()
		if len(batch) == 0 {
			return nil
		}
		if err := r.applyBatch(batch); err != nil {
			return err
		}
	}
}

// next waits for a job and returns it with those that follow already; none when
// there are no more.
func (p *pipeline) next() []*job {
	first, more := <-p.ordered
	if !more {
		return nil
	}
	batch := []*job{first}
	for len(batch) < maxBatch {
		select {
		case j, more := <-p.ordered:
			if !more {
				return batch
			}
			batch = append(batch, j)
		default:
			return batch
		}
	}
	return batch
}
