// Package eventstore keeps the log: the one ordered record of everything that
// was said about dossiers and reference facts.
//
// # Stored form
//
// The log is a sequence of records. A record is one commit: the events that one
// accepted request produced for one dossier (or one reference fact), written in
// one piece. Its subject names the dossier, its body is a JSON array of
// CloudEvents 1.0 (see [Commit]), its position is its place in the log: 1 for
// the first record, then 2, 3, ... without gaps. Nothing is ever changed or
// removed.
//
// Subjects:
//
//	dossier.<province>.<agency>.<code>   one dossier
//	registry.<kind>.<id>                 one reference fact (procedure, unit, calendar, ...)
//
// # Words
//
// Position: place of a record in the whole log. Sequence: place of an event in
// its dossier, from 1. Head: the last position. Last: the position of a
// subject's latest record, which an append must name to be accepted.
package eventstore

import (
	"context"
	"errors"
	"fmt"
	"iter"
)

// MaxBody is the largest body, in bytes, that a store accepts: what a NATS server
// as installed carries in one message (max_payload 1 MiB), less 4 KiB for the
// headers.
const MaxBody = 1<<20 - 4<<10

// ErrConflict is returned by [Appender.Append] when the subject's latest record
// is not the one the caller named: somebody else appended in between, or the
// caller's own append went through and its answer was lost. Nothing was written
// by this call. The caller reads the subject again and decides anew.
var ErrConflict = errors.New("eventstore: the subject has moved on")

// ErrUnavailable is returned (wrapped) when the store cannot say whether it took
// the record: broker gone, time-out, no leader, disk full. The caller must read
// the subject before it tries again.
var ErrUnavailable = errors.New("eventstore: the store is unavailable")

// ErrClosed is returned by every method of a closed store.
var ErrClosed = errors.New("eventstore: the store is closed")

// ErrTooLarge is returned for a body larger than [MaxBody]. Nothing was written.
var ErrTooLarge = errors.New("eventstore: the commit is too large")

// CorruptError says that the log is not what was written, and where. It is
// final: whoever meets it stops instead of serving figures that may be wrong.
type CorruptError struct {
	Position uint64 // the first position that is wrong; 0 when unknown
	Subject  string // the subject of that record; empty when unknown
	Reason   string // an English sentence without personal data
}

func (e *CorruptError) Error() string {
	if e.Subject == "" {
		return fmt.Sprintf("eventstore: the log is corrupt at position %d: %s", e.Position, e.Reason)
	}
	return fmt.Sprintf("eventstore: the log is corrupt at position %d (%s): %s", e.Position, e.Subject, e.Reason)
}

// Record is one commit as it lies in the log.
type Record struct {
	Position uint64
	Subject  string
	Body     []byte // owned by the receiver; the store keeps no reference
}

// Head describes the end of the log.
type Head struct {
	Position uint64 // position of the last record; 0 for an empty log
	Records  uint64 // how many records the store says it holds; equal to Position in a whole log
}

// Appender writes. A body that it was given must not change any more: after an error,
// of a context that has ended say, it may still be on its way.
type Appender interface {
	// Append writes body as the next record of subject if the subject's latest
	// record lies at position last (0: the subject has none), and returns the
	// new record's position once it is durable. Errors: [ErrConflict],
	// [ErrUnavailable], also where no answer comes within seconds, [ErrTooLarge],
	// [ErrClosed], or the context's. After ErrUnavailable or a context error the
	// record may or may not be in the log.
	Append(ctx context.Context, subject string, last uint64, body []byte) (position uint64, err error)
}

// Reader reads one subject. subject is concrete, never a pattern.
type Reader interface {
	// Read returns the records of one subject in order, all that were appended
	// before the call; none is not an error.
	Read(ctx context.Context, subject string) ([]Record, error)
}

// Follower reads the whole log.
type Follower interface {
	// Head returns the end of the log as it is now.
	Head(ctx context.Context) (Head, error)

	// Follow yields every record after the position after, in order and without
	// gaps: first those that are there, then each new one as it arrives, until
	// ctx ends, which yields no error, or the caller breaks. A hole, and a log
	// that ends before the position after, is yielded as a [*CorruptError], a
	// store that stays away as [ErrUnavailable]; after an error the sequence
	// ends. Many followers may run at once.
	Follow(ctx context.Context, after uint64) iter.Seq2[Record, error]
}

// Store is the log. The conformance suite in storetest holds every
// implementation to these contracts. All methods may be called concurrently.
type Store interface {
	Appender
	Reader
	Follower
	// Close ends the store; appends and followers under way return [ErrClosed]
	// or finish. Closing twice is no error.
	Close() error
}
