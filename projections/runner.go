package projections

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hoso-engine/dossier/eventstore"
)

// retryAfter is how long the runner waits before it follows a store again that
// went away, lookEvery how often it asks for the head of the log. At a log that
// rests it asks less and less often, down to lookAtRest.
const (
	retryAfter = time.Second
	lookEvery  = 5 * time.Second
	lookAtRest = time.Minute
)

// Options are what a [Runner] needs from outside.
type Options struct {
	// Now tells the time, for the lag and the age in [Status] alone. Without it
	// both are 0.
	Now func() time.Time

	// Decode returns the commit that a record keeps, and the hash of its body. A
	// process that wrote some of them itself may know both already; the projections
	// never change a commit. Nil is [Decode]. It is called by several goroutines at
	// once.
	Decode func(eventstore.Record) (eventstore.Commit, eventstore.Hash, error)

	// Workers is how many records are decoded at once; 0: as many as there are
	// processors.
	Workers int
}

// Decode is [eventstore.Decode] and [eventstore.HashOf].
func Decode(r eventstore.Record) (eventstore.Commit, eventstore.Hash, error) {
	c, err := eventstore.Decode(r)
	if err != nil {
		return eventstore.Commit{}, eventstore.Hash{}, err
	}
	return c, eventstore.HashOf(r.Body), nil
}

// Runner is the one reader of the log in a process: it decodes and checks every
// record and applies it to the projections.
type Runner struct {
	store       eventstore.Follower
	now         func() time.Time
	decode      func(eventstore.Record) (eventstore.Commit, eventstore.Hash, error)
	workers     int
	projections []Projection
	waiting     []waiting     // of the projections
	prefetching []prefetching // of the projections

	// still is held by whoever changes the chain and the projections, and by who
	// copies them: so a copy stops who applies, but not who reads. view guards
	// them beside it: they are changed under its write lock and read under its
	// read lock. Where several are held, they are taken in the order still, view, mu.
	still    sync.Mutex
	view     sync.RWMutex
	chain    eventstore.Chain
	first    eventstore.Hash // of the log's first record
	last     eventstore.Hash // of the last record that was applied
	subjects []int           // numbers of those that the batch is about
	sizes    []int           // that the parts of the next snapshot will have, by and large
	asked    atomic.Bool     // somebody has read since the last batch

	// mu guards all below. It is held for a few assignments only, never while
	// a projection or a reader runs.
	mu sync.Mutex
	progress
	moved chan struct{} // closed, and replaced, when the progress may end a wait
}

// numbered is a projection that knows the log's subjects by their numbers, and has
// the runner's chain, which comes first, give them.
type numbered interface {
	Subjects() *eventstore.Subjects
	Met() int // how many of them it was told of
}

// spreading is a projection that has parts of a task done beside each other.
type spreading interface {
	Spread(beside func(parts int, do func(part int)))
}

// beside does the parts on all processors.
func beside(parts int, do func(part int)) {
	var all sync.WaitGroup
	for part := range parts {
		all.Go(func() { do(part) })
	}
	all.Wait()
}

// prefetching is a projection that can have the processor fetch what the commits of a
// batch will need, for all of them at once. subjects are the numbers of their subjects,
// in their order; those that it does not know yet are new. It changes nothing that
// anybody sees, and is called while nobody reads.
type prefetching interface {
	Prefetch(subjects []int)
}

// waiting is a projection that leaves work to be done until somebody reads.
type waiting interface {
	Asked()       // somebody has read lately; called while nobody does
	Behind() bool // there is work to be done before somebody reads
	Settle()      // does it, while nobody reads
}

// resting is a projection that takes more memory than it needs while commits come by
// the thousand.
type resting interface {
	Weary() bool // there is memory to be given back
	Rest()       // gives some of it back, while nobody reads
}

// weary reports whether a projection is to rest.
func weary(p Projection) bool {
	r, is := p.(resting)
	return is && r.Weary()
}

// rest has the projections give back memory, a part at a time: readers and commits get
// their turns between. Where somebody copies them, it is left to another time.
func (r *Runner) rest() {
	for _, p := range r.projections {
		for r.restSome(p) {
		}
	}
}

// restSome reports whether it did something.
func (r *Runner) restSome(p Projection) bool {
	if !r.still.TryLock() {
		return false
	}
	defer r.still.Unlock()
	if !weary(p) {
		return false
	}
	r.view.Lock()
	defer r.view.Unlock()
	p.(resting).Rest()
	return true
}

// behind reports whether a projection is to be settled before somebody reads. still
// is held, or view.
func (r *Runner) behind() bool {
	return slices.ContainsFunc(r.waiting, waiting.Behind)
}

// settle has the projections settle. still is held.
func (r *Runner) settle() {
	if !r.behind() {
		return
	}
	r.view.Lock()
	defer r.view.Unlock()
	for _, w := range r.waiting {
		if w.Behind() {
			w.Settle()
		}
	}
}

// NewRunner returns a runner that folds the store's log into the projections,
// each commit into all of them in the given order. One that has a method Subjects,
// as the register has, gets the subjects' numbers from the runner's chain.
func NewRunner(store eventstore.Follower, o Options, ps ...Projection) *Runner {
	if o.Now == nil {
		o.Now = func() time.Time { return time.Time{} }
	}
	if o.Decode == nil {
		o.Decode = Decode
	}
	if o.Workers == 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	r := &Runner{store: store, now: o.Now, decode: o.Decode, workers: o.Workers, projections: ps, moved: make(chan struct{})}
	for _, p := range ps {
		if shares, is := p.(numbered); is {
			r.chain.Share(shares.Subjects())
		}
		if s, is := p.(spreading); is {
			s.Spread(beside)
		}
		if w, is := p.(waiting); is {
			r.waiting = append(r.waiting, w)
		}
		if f, is := p.(prefetching); is {
			r.prefetching = append(r.prefetching, f)
		}
	}
	r.began = o.Now()
	r.heard = r.began
	return r
}

// Run applies the log to the projections, what is there and what comes, until
// ctx ends, which returns nil. While the store is away it tries again. An
// [*eventstore.CorruptError] is final: reads are refused from then on. So is
// [eventstore.ErrClosed], but what was applied is still served. Run is called by
// one goroutine at a time.
func (r *Runner) Run(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	var watching sync.WaitGroup
	watching.Go(func() {
		defer stop() // a watch that ends before ctx has found the log corrupt
		r.watch(ctx)
	})
	err := r.follow(ctx)
	stop()
	watching.Wait()
	if corrupt := r.corruption(); corrupt != nil {
		return corrupt
	}
	return err
}

// follow passes over the log again and again, each time from where it stands.
func (r *Runner) follow(ctx context.Context) error {
	for {
		err := r.pass(ctx)
		corrupt, isCorrupt := errors.AsType[*eventstore.CorruptError](err)
		switch {
		case isCorrupt:
			r.fail(corrupt)
			return corrupt
		case ended(ctx):
			return nil
		case errors.Is(err, eventstore.ErrClosed):
			r.away(err)
			return err
		}
		r.away(err)
		if !pause(ctx, retryAfter) {
			return nil
		}
	}
}

func ended(ctx context.Context) bool { return ctx.Err() != nil }

// pause waits; false when ctx ends first.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
