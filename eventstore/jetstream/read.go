package jetstream

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	js "github.com/nats-io/nats.go/jetstream"

	"github.com/hoso-engine/dossier/eventstore"
)

// Read implements [eventstore.Reader]. It starts at the subject's last record and
// goes from each to the one that it names as its predecessor, until the first,
// which names none. So it returns a subject whole or says where it is not,
// whatever the broker's index has lost, and each step is a look-up by position:
// to find a subject's records by name the broker would go through whole blocks of
// other subjects' (2 ms instead of 0.2 ms for five records among 20,000).
//
// On a cluster the last record comes from the leader, so that a replica that
// lags can't hide it.
func (s *Store) Read(ctx context.Context, subject string) ([]eventstore.Record, error) {
	ctx, leave, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	records, err := s.read(ctx, subject)
	if err != nil {
		return nil, s.fault(ctx, err)
	}
	return records, nil
}

func (s *Store) read(ctx context.Context, subject string) ([]eventstore.Record, error) {
	found, err := s.last(ctx, subject)
	if missing(err) {
		return nil, s.expectNone(ctx, subject)
	}
	var records []eventstore.Record
	for err == nil {
		records = append(records, found.Record)
		if found.before == 0 {
			slices.Reverse(records)
			return records, nil
		}
		found, err = s.predecessor(ctx, found)
	}
	return nil, err
}

// linked is a record with the position of the subject's record before it; 0 for
// none.
type linked struct {
	eventstore.Record
	before uint64
}

// last is the subject's last record.
func (s *Store) last(ctx context.Context, subject string) (linked, error) {
	if s.replicas > 1 {
		return s.fromLeader(ctx, fmt.Appendf(nil, `{"last_by_subj":%q}`, subject))
	}
	return link(s.stream.GetLastMsgForSubject(ctx, subject))
}

// expectNone makes sure that subject has no records, and not a last one that the
// broker can't load, of which it says the same.
func (s *Store) expectNone(ctx context.Context, subject string) error {
	info, err := s.stream.Info(ctx, js.WithSubjectFilter(subject))
	if err != nil {
		return err
	}
	count := info.State.Subjects[subject]
	if count == 0 {
		return nil
	}
	// One may have come between the two questions.
	if _, err := s.last(ctx, subject); !missing(err) {
		return err
	}
	return &eventstore.CorruptError{
		Subject: subject,
		Reason:  fmt.Sprintf("%d records of this subject are counted, but the last can't be read", count),
	}
}

// predecessor is the record that of names as the one before it. A replica that
// lags may not have it yet, the leader does.
func (s *Store) predecessor(ctx context.Context, of linked) (linked, error) {
	found, err := link(s.stream.GetMsg(ctx, of.before))
	if missing(err) {
		found, err = s.fromLeader(ctx, fmt.Appendf(nil, `{"seq":%d}`, of.before))
	}
	wrong := func(reason string) error {
		return &eventstore.CorruptError{Position: of.before, Subject: of.Subject, Reason: reason}
	}
	switch {
	case missing(err):
		return linked{}, wrong(fmt.Sprintf("this record is missing, the one at %d follows it", of.Position))
	case err != nil:
		return linked{}, err
	case found.Subject != of.Subject || found.before >= found.Position:
		return linked{}, wrong(fmt.Sprintf("this record is not the one that %d follows", of.Position))
	}
	return found, nil
}

// link is the record of a message that the client got.
func link(message *js.RawStreamMsg, err error) (linked, error) {
	if err != nil {
		return linked{}, err
	}
	record := eventstore.Record{Position: message.Sequence, Subject: message.Subject, Body: message.Data}
	before, err := strconv.ParseUint(message.Header.Get(js.ExpectedLastSubjSeqHeader), 10, 64)
	if err != nil {
		return linked{}, &eventstore.CorruptError{
			Position: record.Position,
			Subject:  record.Subject,
			Reason:   "the record does not say what it follows: it was not written by this engine",
		}
	}
	return linked{Record: record, before: before}, nil
}
