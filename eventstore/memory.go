package eventstore

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"sync"
)

// Memory is a [Store] in memory: the twin that tests and demonstrations use. It
// keeps every contract of the real one but outliving the process.
type Memory struct {
	// mu guards all below. It is never held while a caller's code runs, so that
	// a follower may append.
	mu       sync.Mutex
	records  []Record            // records[i] lies at position i+1
	subjects map[string][]uint64 // the positions of each subject, ascending
	grown    chan struct{}       // closed, and replaced, when records grows
	done     chan struct{}       // closed when the store is
	closed   bool
}

var _ Store = (*Memory)(nil)

// NewMemory returns an empty store.
func NewMemory() *Memory {
	return &Memory{
		subjects: make(map[string][]uint64),
		grown:    make(chan struct{}),
		done:     make(chan struct{}),
	}
}

// Append implements [Appender].
func (m *Memory) Append(ctx context.Context, subject string, last uint64, body []byte) (uint64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.usable(ctx); err != nil {
		return 0, err
	}
	if len(body) > MaxBody {
		return 0, ErrTooLarge
	}
	if m.last(subject) != last {
		return 0, ErrConflict
	}
	return m.add(subject, body), nil
}

// Read implements [Reader].
func (m *Memory) Read(ctx context.Context, subject string) ([]Record, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.usable(ctx); err != nil {
		return nil, err
	}
	var found []Record
	for _, position := range m.subjects[subject] {
		found = append(found, m.at(position))
	}
	return found, nil
}

// Head implements [Follower].
func (m *Memory) Head(ctx context.Context) (Head, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.usable(ctx); err != nil {
		return Head{}, err
	}
	return Head{Position: m.head(), Records: m.head()}, nil
}

// Follow implements [Follower].
func (m *Memory) Follow(ctx context.Context, after uint64) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for position := after + 1; ; position++ {
			record, err := m.await(ctx, position)
			switch {
			case ctx.Err() != nil:
				return
			case err != nil:
				yield(Record{}, err)
				return
			case !yield(record, nil):
				return
			}
		}
	}
}

// Close implements [Store].
func (m *Memory) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.closed {
		m.closed = true
		close(m.done)
	}
	return nil
}

// await returns the record at position as soon as there is one.
func (m *Memory) await(ctx context.Context, position uint64) (Record, error) {
	for {
		record, grown, err := m.look(ctx, position)
		if err != nil || grown == nil {
			return record, err
		}
		select {
		case <-grown:
		case <-m.done:
		case <-ctx.Done():
		}
	}
}

// look returns the record at position, or, if that is the next to come, the
// channel that is closed when it has.
func (m *Memory) look(ctx context.Context, position uint64) (Record, <-chan struct{}, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.usable(ctx); err != nil {
		return Record{}, nil, err
	}
	switch head := m.head(); {
	case position <= head:
		return m.at(position), nil, nil
	case position == head+1:
		return Record{}, m.grown, nil
	default:
		reason := fmt.Sprintf("the log ends at %d but %d was read before", head, position-1)
		return Record{}, nil, &CorruptError{Position: head + 1, Reason: reason}
	}
}

func (m *Memory) usable(ctx context.Context) error {
	if m.closed {
		return ErrClosed
	}
	return ctx.Err()
}

func (m *Memory) head() uint64 { return uint64(len(m.records)) }

func (m *Memory) last(subject string) uint64 {
	positions := m.subjects[subject]
	if len(positions) == 0 {
		return 0
	}
	return positions[len(positions)-1]
}

func (m *Memory) add(subject string, body []byte) uint64 {
	position := m.head() + 1
	m.records = append(m.records, Record{Position: position, Subject: subject, Body: bytes.Clone(body)})
	m.subjects[subject] = append(m.subjects[subject], position)
	close(m.grown)
	m.grown = make(chan struct{})
	return position
}

// at returns a copy, for the receiver to own.
func (m *Memory) at(position uint64) Record {
	record := m.records[position-1]
	record.Body = bytes.Clone(record.Body)
	return record
}
