package jetstream

import (
	"context"
	"fmt"

	js "github.com/nats-io/nats.go/jetstream"

	"github.com/hoso-engine/dossier/eventstore"
)

// inspect says what is wrong with the log as far as its ends and its count show
// it. A record damaged in the middle, while the broker's index is whole, shows
// only when it is read: that is Follow's part.
func (s *Store) inspect(ctx context.Context) error {
	info, err := s.stream.Info(ctx, js.WithDeletedDetails(true))
	if err != nil {
		return s.fault(ctx, err)
	}
	if err := whole(info.State); err != nil {
		return err
	}
	if s.mark == nil {
		return nil
	}
	if err := s.compareMark(ctx); err != nil {
		return s.fault(ctx, err)
	}
	return nil
}

// whole checks that the stream holds every position from 1 to its last.
func whole(state js.StreamState) error {
	corrupt := func(position uint64, format string, values ...any) error {
		return &eventstore.CorruptError{Position: position, Reason: fmt.Sprintf(format, values...)}
	}
	switch {
	case state.LastSeq == 0:
		return nil
	case state.FirstSeq != 1:
		return corrupt(1, "the log starts at %d", state.FirstSeq)
	case len(state.Deleted) > 0:
		return corrupt(state.Deleted[0], "%d records are missing, this is the first", len(state.Deleted))
	case state.Lost != nil && len(state.Lost.Msgs) > 0:
		return corrupt(state.Lost.Msgs[0], "the broker lost %d records, this is the first", len(state.Lost.Msgs))
	case state.Msgs != state.LastSeq || state.NumDeleted > 0:
		return corrupt(0, "the log ends at %d but holds %d records", state.LastSeq, state.Msgs)
	default:
		return nil
	}
}

// compareMark holds the log against the high-water mark. A log without a mark,
// new or restored from a backup, gets one now.
func (s *Store) compareMark(ctx context.Context) error {
	position, sum := s.mark.Position()
	if position == 0 {
		return s.firstMark(ctx)
	}
	if _, err := s.headFrom(ctx, position, "acknowledged"); err != nil {
		return err
	}
	record, err := s.record(ctx, position)
	switch {
	case missing(err):
		return &eventstore.CorruptError{Position: position, Reason: "this record was acknowledged and is missing"}
	case err != nil:
		return err
	case Sum(record.Body) != sum:
		return &eventstore.CorruptError{
			Position: position,
			Subject:  record.Subject,
			Reason:   "this record is not the one that was acknowledged: the log was cut short and its positions used again",
		}
	}
	return nil
}

func (s *Store) firstMark(ctx context.Context) error {
	head, err := s.head(ctx)
	if err != nil || head.Position == 0 {
		return err
	}
	record, err := s.record(ctx, head.Position)
	if missing(err) {
		return &eventstore.CorruptError{Position: head.Position, Reason: "the last record can't be read"}
	}
	if err != nil {
		return err
	}
	return s.mark.Raise(record.Position, record.Body)
}
