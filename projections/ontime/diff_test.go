package ontime_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/ontime"
)

// cell is one number of a report.
type cell struct {
	key    string
	column ontime.Column
}

// change adds what a dossier at the place contributes to its row's numbers.
func change(cells map[cell]int, p ontime.RowPlace, by int) {
	for c := ontime.ColumnReceived; c <= ontime.ColumnOverdue; c++ {
		if p.In(c) {
			cells[cell{p.Key, c}] += by
		}
	}
}

// Whatever was said between two readings, however each is counted: the listed
// dossiers make up the difference of every number, and no number differs that is
// not listed.
func TestTheMovesMakeTheDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := logtest.Random(t, nil)
		earlier := *w
		earlier.Commits = w.Commits[:rapid.IntRange(0, len(w.Commits)).Draw(t, "known")]
		q := anyQuery(t)
		other := q
		if rapid.Bool().Draw(t, "counted otherwise") {
			other.Counting = anyQuery(t).Counting
		}
		before := ontime.Side{Rows: rowsOf(t, &earlier), Query: q}
		after := ontime.Side{Rows: rowsOf(t, w), Query: other}
		d, err := ontime.Compare(before, after, 1000)
		if err != nil {
			t.Fatal(err)
		}
		want := make(map[cell]int)
		for _, m := range d.Moves {
			for _, p := range m.Before {
				change(want, p, -1)
			}
			for _, p := range m.After {
				change(want, p, +1)
			}
		}
		for _, f := range d.Rows {
			if f.After-f.Before != want[cell{f.Key, f.Column}] {
				t.Fatalf("column %d of %q goes from %d to %d, the moves make %+d", f.Column, f.Key, f.Before, f.After, want[cell{f.Key, f.Column}])
			}
			delete(want, cell{f.Key, f.Column})
		}
		for c, n := range want {
			if n != 0 {
				t.Fatalf("column %d of %q differs by %+d, which no figure says", c.column, c.key, n)
			}
		}
	})
}

func TestADiffIsCutAtItsLimit(t *testing.T) {
	rows := rowsOf(t, january(t))
	q := month()
	strict := month()
	strict.Counting = ontime.DefaultCounting()
	strict.Counting.Withdrawn, strict.Counting.NoDeadline = ontime.Excluded, ontime.Excluded
	d, err := ontime.Compare(ontime.Side{Rows: rows, Query: q}, ontime.Side{Rows: rows, Query: strict}, 2)
	must(t, err)
	if len(d.Moves) != 2 || d.LeftOut != 1 || d.Moves[0].Code != logtest.Code(4) || d.Moves[1].Code != logtest.Code(7) || len(d.Moves[0].After) != 0 {
		t.Errorf("4, 7 and 8 go: %+v, %d left out", d.Moves, d.LeftOut)
	}
	if d.Before.Counting != ontime.DefaultCounting() || d.After.Counting != strict.Counting {
		t.Errorf("counted by %+v and %+v", d.Before.Counting, d.After.Counting)
	}
	d.NameRows(func(by, key string) string { return by + " " + key })
	if len(d.Rows) == 0 || d.Rows[0].Label() != "field field-days" {
		t.Errorf("rows %+v", d.Rows)
	}
}

// What is asked of both readings is asked once; what a reading has of its own
// stands beside it.
func TestTheWordsOfTheSecondReading(t *testing.T) {
	against := ontime.AgainstWord(words(t, "from=2026-01-01&as_of=2026-01-20&policy=a&against_policy=b"))
	for name, want := range map[string]string{"from": "2026-01-01", "as_of": "2026-01-20", "policy": "b", "to": ""} {
		if got := against(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	for query, field := range map[string]string{
		"known_at=lately": "known_at", "against=lately": "against", "limit=-1": "limit", "limit=x": "limit", "limit=10001": "limit",
		"known_at=now&against=now": "",
	} {
		_, err := ontime.ParseSides(words(t, query), logtest.Zone)
		if refusal := domain.AsError(err); (refusal == nil) != (field == "") || refusal != nil && refusal.Field != field {
			t.Errorf("%s: %v", query, err)
		}
	}
}
