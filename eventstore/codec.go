package eventstore

import (
	"fmt"

	"github.com/go-json-experiment/json"

	"github.com/hoso-engine/dossier/domain"
)

// Encode returns the body of the record that keeps the commit: a JSON array of
// CloudEvents, the first of which carries the hash of the subject's previous
// record.
func Encode(c Commit) ([]byte, error) {
	wire := make([]domain.CloudEvent, len(c.Events))
	for i, e := range c.Events {
		ce, err := domain.CloudEventOf(e)
		if err != nil {
			return nil, fmt.Errorf("eventstore: encode a commit of %s: %w", c.Subject, err)
		}
		wire[i] = ce
	}
	if len(wire) > 0 {
		wire[0].PrevHash = c.Previous
	}
	body, err := json.Marshal(wire)
	if err != nil {
		return nil, fmt.Errorf("eventstore: encode a commit of %s: %w", c.Subject, err)
	}
	if len(body) > MaxBody {
		return nil, ErrTooLarge
	}
	return body, nil
}

// Decode returns the commit that a record keeps, its events in their present
// form whatever the form in which they were written. A body that is no commit is
// a [*CorruptError]: nothing but commits was ever written.
func Decode(r Record) (Commit, error) {
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
