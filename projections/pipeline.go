package projections

import (
	"context"
	"iter"
	"sync"

	"github.com/hoso-engine/dossier/eventstore"
)

// depth bounds how many records are read ahead, maxBatch how many are decoded by
// one goroutine and applied under one lock: long enough that catching up does
// not pay for locks and for waking goroutines, short enough that a reader never
// waits long.
const (
	depth    = 512
	maxBatch = 64
)

// arrival is what the store yielded.
type arrival struct {
	record eventstore.Record
	err    error
}

// batch is some records on their way, as many as had arrived: decoded by any of
// some goroutines, applied by one in the order of reading.
type batch struct {
	records []eventstore.Record
	hashes  []eventstore.Hash
	commits []eventstore.Commit // fewer than records where the next can't be decoded
	err     error               // what ended the batch; nil: nothing
	decoded chan struct{}       // closed when all is set
}

// pipeline carries records.
type pipeline struct {
	arrivals chan arrival
	taking   chan struct{} // holds one: the right to take a batch out of arrivals and put it into ordered
	ordered  chan *batch   // in the order of reading
}

// pass follows the log from where the runner stands until the store's sequence
// or ctx ends, and returns the error that ended it. All it starts has ended when
// it returns.
func (r *Runner) pass(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	p := &pipeline{arrivals: make(chan arrival, depth), taking: make(chan struct{}, 1), ordered: make(chan *batch, depth/maxBatch)}
	var stages, decoders sync.WaitGroup
	at, _, _ := r.stand()
	stages.Go(func() { p.read(ctx, r.store.Follow(ctx, at)) })
	for range r.workers {
		decoders.Go(func() { p.decode(ctx, r.decode) })
	}
	stages.Go(func() { decoders.Wait(); close(p.ordered) })
	err := r.applyAll(p)
	stop()
	stages.Wait()
	return err
}

// read takes the records out of the store.
func (p *pipeline) read(ctx context.Context, records iter.Seq2[eventstore.Record, error]) {
	defer close(p.arrivals)
	for record, err := range records {
		if !p.arrive(ctx, arrival{record, err}) || err != nil {
			return
		}
	}
}

// arrive puts what the store yielded in line; false where ctx ends first. Nearly
// always there is room, and nothing to wait for.
func (p *pipeline) arrive(ctx context.Context, a arrival) bool {
	select {
	case p.arrivals <- a:
		return true
	default:
	}
	select {
	case p.arrivals <- a:
		return true
	case <-ctx.Done():
		return false
	}
}

// decode takes batches and decodes them until no more come.
func (p *pipeline) decode(ctx context.Context, decode func(eventstore.Record) (eventstore.Commit, eventstore.Hash, error)) {
	for {
		b := p.take(ctx)
		if b == nil {
			return
		}
		b.decode(decode)
		close(b.decoded)
	}
}

// take waits for a record and returns it with those that have arrived behind it,
// as the next batch to be applied; nil when there are no more.
func (p *pipeline) take(ctx context.Context) *batch {
	p.taking <- struct{}{}
	defer func() { <-p.taking }()
	first, more := <-p.arrivals
	if !more {
		return nil
	}
	b := &batch{decoded: make(chan struct{}), records: make([]eventstore.Record, 0, min(1+len(p.arrivals), maxBatch))}
	for next := first; b.put(next) && p.next(&next); {
	}
	select {
	case p.ordered <- b:
		return b
	case <-ctx.Done():
		return nil
	}
}

// next takes the next arrival, if there is one already.
func (p *pipeline) next(next *arrival) (there bool) {
	select {
	case *next, there = <-p.arrivals:
		return there
	default:
		return false
	}
}

// put adds what arrived, and reports whether more may follow it.
func (b *batch) put(a arrival) bool {
	if a.err != nil {
		b.err = a.err
		return false
	}
	b.records = append(b.records, a.record)
	return len(b.records) < maxBatch
}

// decode turns the records into commits, up to the first that is none.
func (b *batch) decode(decode func(eventstore.Record) (eventstore.Commit, eventstore.Hash, error)) {
	b.commits = make([]eventstore.Commit, 0, len(b.records))
	b.hashes = make([]eventstore.Hash, 0, len(b.records))
	for _, record := range b.records {
		commit, hash, err := decode(record)
		if err != nil {
			b.err = err
			return
		}
		b.commits = append(b.commits, commit)
		b.hashes = append(b.hashes, hash)
	}
}
