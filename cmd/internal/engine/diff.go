package engine

import (
	"cmp"
	"context"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/ontime"
)

// Countings returns the counting policies that figures can be asked by: every
// version of each.
func (e *Engine) Countings() []domain.CountingPolicy { return e.Reference.Registry().Countings() }

// Counting returns the counting policies of that name, all where it is empty.
func (e *Engine) Counting(ctx context.Context, name string, least uint64) (domain.CountingList, error) {
	if err := e.Runner.Wait(ctx, least); err != nil {
		return domain.CountingList{}, err
	}
	return e.Reference.Registry().CountingListOf(name)
}

// reading is one side of a diff: the engine as it is or was, and what it is asked.
type reading struct {
	*Engine
	at    time.Time // known then; of the present: now
	query ontime.Query
}

// Diff compares two readings of a report, asked for in the words of
// [ontime.ParseSides], and tells for every dossier that made them differ what was
// recorded between the two. Errors are those of [Engine.KnownAt].
func (e *Engine) Diff(ctx context.Context, word func(name string) string, least uint64) (ontime.Diff, error) {
	sides, err := ontime.ParseSides(word, e.Zone())
	if err != nil {
		return ontime.Diff{}, err
	}
	if err := e.toCome("against", sides.Against); err != nil {
		return ontime.Diff{}, err
	}
	if err := e.Runner.Wait(ctx, least); err != nil {
		return ontime.Diff{}, err
	}
	before, err := e.reading(ctx, sides.KnownAt, word)
	if err != nil {
		return ontime.Diff{}, err
	}
	after, err := e.reading(ctx, sides.Against, ontime.AgainstWord(word))
	if err != nil {
		return ontime.Diff{}, err
	}
	diff, err := compare(ctx, before, after, sides.Limit)
	if err != nil {
		return diff, err
	}
	diff.NameRows(after.rowNames(diff.By))
	err = e.explain(ctx, &diff, sides)
	return diff, err
}

// reading makes one side ready: it was known at the instant, now where that is
// zero, and is asked for in its words.
func (e *Engine) reading(ctx context.Context, at time.Time, word func(name string) string) (reading, error) {
	r := reading{Engine: e, at: e.Now()}
	var err error
	if !at.IsZero() {
		r.at = at
		if r.Engine, err = e.KnownAt(ctx, at, 0); err != nil {
			return r, err
		}
	}
	r.query, err = ontime.ParseQuery(word, r.at, r.Zone(), r.Countings()...)
	return r, err
}

// compare reads both sides at once.
func compare(ctx context.Context, before, after reading, limit int) (diff ontime.Diff, err error) {
	first, second := before.Position(), after.Position() // at least what had been applied before is compared
	var refused error
	do := func() {
		diff, refused = ontime.Compare(before.side(), after.side(), limit)
		diff.Before.Position, diff.After.Position = first, second
	}
	if before.Engine == after.Engine { // a reader must not wait for its own lock
		err = after.Runner.Read(ctx, 0, do)
		return diff, cmp.Or(err, refused)
	}
	var failed error
	err = before.Runner.Read(ctx, 0, func() { failed = after.Runner.Read(ctx, 0, do) })
	return diff, cmp.Or(err, failed, refused)
}

func (r reading) side() ontime.Side {
	return ontime.Side{Rows: r.Table.Columns(), Query: r.query, KnownAt: r.at}
}

// explain tells of every listed move what was recorded about the dossier that
// one reading knew and the other did not.
func (e *Engine) explain(ctx context.Context, diff *ontime.Diff, sides ontime.Sides) error {
	if sides.KnownAt.Equal(sides.Against) {
		return nil
	}
	for i := range diff.Moves {
		var subject string
		code := diff.Moves[i].Code
		if err := e.Runner.Read(ctx, 0, func() { subject, _ = e.Table.Subject(code) }); err != nil {
			return err
		}
		records, err := e.Store.Read(ctx, subject)
		if err != nil {
			return e.translate(err)
		}
		if diff.Moves[i].Events, err = between(records, sides, diff.Before.KnownAt.Location()); err != nil {
			return e.translate(err)
		}
	}
	return nil
}

// between returns the events of one dossier that one side knew and the other did
// not, those that can move a dossier in a report.
func between(records []eventstore.Record, sides ontime.Sides, zone *time.Location) ([]ontime.Said, error) {
	said := []ontime.Said{}
	inBefore, inAfter := true, true
	for _, r := range records {
		c, err := eventstore.Decode(r)
		if err != nil {
			return nil, err
		}
		inBefore = inBefore && (sides.KnownAt.IsZero() || projections.RecordedBy(c, sides.KnownAt))
		inAfter = inAfter && (sides.Against.IsZero() || projections.RecordedBy(c, sides.Against))
		if inBefore == inAfter {
			continue
		}
		for _, e := range c.Events {
			if moves(e.Type) {
				said = append(said, ontime.Said{
					Sequence: e.Sequence, Type: e.Type, At: e.At.In(zone), Recorded: e.RecordedAt.In(zone), Actor: e.Actor,
				})
			}
		}
	}
	return said, nil
}

// moves reports whether an event of the type can change where a dossier is
// counted.
func moves(t domain.Type) bool {
	switch t {
	case domain.TypeApproached, domain.TypeMissed, domain.TypeReminded, domain.TypeExplained,
		domain.TypeFeePaid, domain.TypeRated, domain.TypeReturned:
		return false
	}
	return true
}
