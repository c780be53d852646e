package eventstore

import (
	"bytes"
	"fmt"
	"sync"

	"github.com/go-json-experiment/json"

	"github.com/hoso-engine/dossier/domain"
)

// rooms are where commits are encoded. One that grew to more than largestRoom bytes is
// not kept.
var rooms = sync.Pool{New: func() any { return new(make([]byte, 0, 4<<10)) }}

const largestRoom = 64 << 10

// Encode returns the body of the record that keeps the commit: a JSON array of
// CloudEvents, the first of which carries the hash of the subject's previous
// record.
func Encode(c Commit) ([]byte, error) { return EncodeDecided(c, nil) }

// EncodeDecided is [Encode] of what was just decided, some of whose data is written in
// the texts already.
func EncodeDecided(c Commit, texts *domain.Texts) ([]byte, error) {
	room := rooms.Get().(*[]byte)
	defer rooms.Put(room)
	body := (*room)[:0]
	body = append(body, '[')
	previous := c.Previous
	for i := range c.Events {
		if i > 0 {
			body = append(body, ',')
		}
		var err error
		if body, err = c.Events[i].AppendJSON(body, previous, texts); err != nil {
			return nil, fmt.Errorf("eventstore: encode a commit of %s: %w", c.Subject, err)
		}
		previous = ""
	}
	if body = append(body, ']'); len(body) > MaxBody {
		return nil, ErrTooLarge
	}
	if cap(body) <= largestRoom {
		*room = body
	}
	return bytes.Clone(body), nil
}

// readers hold the words that all commits have in common.
var readers = sync.Pool{New: func() any { return domain.NewStoredReader() }}

// Decode returns the commit that a record keeps, its events in their present
// form whatever the form in which they were written. A body that is no commit is
// a [*CorruptError]: nothing but commits was ever written.
func Decode(r Record) (Commit, error) {
	reader := readers.Get().(*domain.StoredReader)
	events, previous, ok := reader.Read(r.Body)
	readers.Put(reader)
	if !ok {
		return decode(r)
	}
	return Commit{Position: r.Position, Subject: r.Subject, Previous: previous, Events: events}, nil
}

// decode reads every body that was ever written, and says what is wrong with
// another.
func decode(r Record) (Commit, error) {
	var wire []domain.CloudEvent
	if err := json.Unmarshal(r.Body, &wire); err != nil {
		return Commit{}, corrupt(r, "the record is no batch of CloudEvents")
	}
	if len(wire) == 0 {
		return Commit{}, corrupt(r, "the record holds no event")
	}
	c := Commit{Position: r.Position, Subject: r.Subject, Previous: wire[0].PrevHash, Events: make([]domain.Event, len(wire))}
	for i := range wire {
		e, err := decodeEvent(&wire[i])
		if err != nil {
			return Commit{}, corrupt(r, fmt.Sprintf("event %d: %s", i+1, domain.AsError(err).Code))
		}
		c.Events[i] = e
	}
	return c, nil
}

func decodeEvent(ce *domain.CloudEvent) (domain.Event, error) {
	if err := upcast(ce); err != nil {
		return domain.Event{}, err
	}
	return ce.Event()
}

func corrupt(r Record, reason string) *CorruptError {
	return &CorruptError{Position: r.Position, Subject: r.Subject, Reason: reason}
}
