// Package jetstream keeps the log in a JetStream stream, embedded or on a
// cluster.
//
// # Stored form
//
// One stream, [DefaultStream], holds the whole log: file storage, no limits, no
// way to delete, purge, roll up or expire a message, subjects dossier.> and
// registry.>. One record is one message: its position is the stream sequence, its
// subject the subject, its body the body. Its headers are
//
//	Content-Type: application/cloudevents-batch+json
//	Nats-Expected-Last-Subject-Sequence: 41
//
// and, where it was appended together with others, the broker's Nats-Batch-*, which
// say nothing about the log.
//
// The second is what the append expected, and stays: the position of the record
// before it on the same subject, 0 for none. It links a subject's records into a
// chain.
//
// # What JetStream does not do, and this package does
//
// A broker that meets damage on its disk skips messages, or cuts the log short and
// uses its sequences again, and reports itself healthy. So [Open] counts the
// records and compares the end of the log with the high-water mark (see
// [HighWater]), [Store.Read] goes along the chain, and [Store.Follow] takes no
// position but the next. Each says [eventstore.CorruptError] where a hole would
// otherwise be silent.
//
// Where the broker's files lie on this machine a follower reads those that are
// finished itself, and proves each record by its hash: see [Options]. What it can't
// read there it leaves to the broker.
package jetstream

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"

	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"

	"github.com/hoso-engine/dossier/eventstore"
)

// DefaultStream is the stream's name. It is part of the stored form.
const DefaultStream = "DOSSIERS"

// Options say which stream to open, and how.
type Options struct {
	// Replicas is how many servers keep each record; 0 means 1. A stream that
	// has fewer is refused.
	Replicas int

	// Stream is the stream's name; DefaultStream if empty.
	Stream string

	// HighWater is the path of the high-water file, which must lie outside the
	// broker's store directory; empty for none.
	HighWater string

	// Blocks is the directory in which the broker keeps the stream's files, where
	// that is this machine's: [Store.Follow] then reads most of a long log there.
	// Empty where it is not, or not known.
	Blocks string

	// Apart sends every append by itself: for a broker that is known not to sync
	// each message, which a batch costs more than its messages.
	Apart bool

	// Logger receives what goes wrong without ending anything: a broker that is
	// away, a mark that can't be written. Nil discards it.
	Logger *slog.Logger
}

// Store is the log on JetStream. It implements [eventstore.Store].
type Store struct {
	nc     *nats.Conn
	js     js.JetStream
	boxes  mailboxes // at which appends wait
	blocks blocks    // read beside the broker
	stream js.Stream
	name   string
	log    *slog.Logger
	mark   *HighWater // nil if none is kept

	group *group // nil: appends go by themselves

	replicas   int // of the stream as it is
	shortTries int // how often a log must seem too short to be it

	// life ends when the store is closed; end ends it. It is no request's
	// context: every call joins it to its own, see enter.
	life context.Context
	end  context.CancelCauseFunc

	mu     sync.Mutex     // orders enter and Close: no append begins after Close
	closed bool           // guarded by mu
	under  sync.WaitGroup // appends under way, of which the mark must still hear
}

var _ eventstore.Store = (*Store)(nil)

// Open opens the log on nc and makes the stream if there is none. The caller
// keeps nc and closes it after the store. Open fails with an [UnsafeError] on a
// stream from which records could vanish, with a [eventstore.CorruptError] if
// the log has holes or ends below its high-water mark, and with
// [eventstore.ErrUnavailable] if the broker does not answer.
func Open(ctx context.Context, nc *nats.Conn, options Options) (*Store, error) {
	s, err := newStore(nc, options)
	if err != nil {
		return nil, fmt.Errorf("jetstream: %w", err)
	}
	if err := s.open(ctx, options); err != nil {
		s.end(nil)
		return nil, fmt.Errorf("jetstream: stream %s: %w", s.name, errors.Join(err, s.mark.Close()))
	}
	return s, nil
}

func newStore(nc *nats.Conn, options Options) (*Store, error) {
	api, err := js.New(nc)
	if err != nil {
		return nil, err
	}
	s := &Store{nc: nc, js: api, name: cmp.Or(options.Stream, DefaultStream), log: options.Logger}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	s.life, s.end = context.WithCancelCause(context.Background())
	s.boxes.nc, s.boxes.closed = nc, s.life.Done()
	s.blocks = blocks{options.Blocks, s.name}
	return s, nil
}

func (s *Store) open(ctx context.Context, options Options) error {
	if err := checkRoom(s.nc); err != nil {
		return err
	}
	var err error
	if options.HighWater != "" {
		if s.mark, err = OpenHighWater(options.HighWater); err != nil {
			return err
		}
	}
	s.stream, err = s.findStream(ctx, wanted(s.name, max(options.Replicas, 1)))
	if err != nil {
		return s.fault(ctx, err)
	}
	s.replicas, s.shortTries = s.stream.CachedInfo().Config.Replicas, 1
	if s.replicas > 1 {
		s.shortTries = shortTries
	}
	if !options.Apart && s.stream.CachedInfo().Config.AllowAtomicPublish {
		s.group = new(group)
	}
	return s.inspect(ctx)
}

// Close ends the store: appends under way finish or return
// [eventstore.ErrClosed], followers yield it. The connection stays open.
func (s *Store) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	s.mu.Unlock()
	s.end(eventstore.ErrClosed)
	s.boxes.remove()
	// The mark is closed after the last append has raised it. Followers are not
	// waited for: one of them may be the caller of Close.
	s.under.Wait()
	if err := s.mark.Close(); err != nil {
		return fmt.Errorf("jetstream: %w", err)
	}
	return nil
}

// enter begins a call: the context it returns ends with the caller's, or with the
// store and then has the cause ErrClosed. leave must be called.
func (s *Store) enter(ctx context.Context) (joined context.Context, leave func(), err error) {
	if s.life.Err() != nil {
		return nil, nil, eventstore.ErrClosed
	}
	joined, cancel := context.WithCancelCause(ctx)
	stop := context.AfterFunc(s.life, func() { cancel(eventstore.ErrClosed) })
	return joined, func() { stop(); cancel(nil) }, nil
}

// enterAppend begins a call that Close waits for, and that tells under when it is
// done.
func (s *Store) enterAppend() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return eventstore.ErrClosed
	}
	s.under.Add(1)
	return nil
}
