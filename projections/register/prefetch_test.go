package register

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/pack"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections"
)

// shelving is a table with so many dossiers, some of which ended; with enough of them
// some are on the shelf. Its log has facts among them.
func shelving(t *rapid.T, dossiers int) *Table {
	table := New(projections.NewReference())
	for n := range dossiers {
		if n%50 == 7 {
			table.subjects.pass(fmt.Sprint("registry.unit.", n))
		}
		say(t, table, n, &domain.Received{Intake: domain.Intake{Agency: "H38.1", Unit: "H38.1.1"}})
		if n%3 == 0 {
			say(t, table, n, &domain.Completed{Outcome: domain.Granted})
		}
	}
	return table
}

func subjectOf(n int) (subject string, code domain.Code) {
	code = domain.Code(fmt.Sprintf("H38.1-%06d", n))
	return "dossier.H38.H38_1." + code.Token(), code
}

// say applies an event about the n-th dossier.
func say(t *rapid.T, table *Table, n int, data domain.Data) {
	subject, code := subjectOf(n)
	at := time.Date(2026, 1, 5, 8, 0, n, 0, time.UTC)
	err := table.Apply(eventstore.Commit{Subject: subject, Events: []domain.Event{{
		Type: domain.TypeOf(data), Subject: string(code), Sequence: 1, At: at, RecordedAt: at, Data: data,
	}}})
	if err != nil {
		t.Fatal(err)
	}
}

// What is prefetched for a commit is the dossier that it opens, or the one that it takes
// off the tray.
func TestWhatIsPrefetchedIsWhatACommitComesUpon(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := shelving(t, rapid.IntRange(1, 3*leastOnTray).Draw(t, "dossiers"))
		table.rest(rapid.IntRange(0, 100).Draw(t, "resting"), 0)
		for range 20 {
			n := rapid.IntRange(0, table.columns.Len()).Draw(t, "n")
			before := make(map[int]*domain.Dossier)
			for lies := range table.rows.tray.all {
				before[lies.ordinal] = lies.dossier
			}
			want, wasThere := before[n]
			got, lies := table.rows.concerned(n)
			say(t, table, n, &domain.Transferred{ToUnit: "H38.1.2"})
			for lies := range table.rows.tray.all {
				delete(before, lies.ordinal)
			}
			for _, gone := range before { // one at most
				want = gone
			}
			if len(before) > 1 || got != want || lies != wasThere {
				t.Fatalf("for row %d %p is prefetched, it lies there: %t; want %p, %t", n, got, lies, want, wasThere)
			}
		}
	})
}

// The row of a subject's number is told before the table was told of it, and behind that.
func TestTheRowOfASubjectIsExpected(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := shelving(t, rapid.IntRange(0, 300).Draw(t, "dossiers"))
		known := table.columns.Len()
		var numbers []int
		for n := range known + 100 { // the chain knows subjects before the table does
			subject, _ := subjectOf(n)
			numbers = append(numbers, table.Subjects().Add(subject))
		}
		for n, number := range numbers {
			if row, is := table.subjects.expected(number); row != n || !is {
				t.Fatalf("dossier %d of %d has row %d, %t", n, known, row, is)
			}
		}
		for n := known; n < len(numbers); n++ {
			say(t, table, n, &domain.Received{})
		}
		for n, number := range numbers {
			if row, is := table.subjects.expected(number); row != n || !is {
				t.Fatalf("of all %d dossiers %d has row %d, %t", len(numbers), n, row, is)
			}
		}
		for _, fact := range table.subjects.facts {
			if row, is := table.subjects.expected(int(fact)); is {
				t.Fatalf("a fact has row %d", row)
			}
		}
	})
}

// Prefetching reads something, for subjects of every kind, and changes nothing.
func TestPrefetchingChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := shelving(t, rapid.IntRange(0, 2*leastOnTray).Draw(t, "dossiers"))
		table.rest(rapid.IntRange(0, 100).Draw(t, "resting"), 0)
		before := keepTable(t, table)
		known := table.subjects.met
		for range 5 {
			table.Prefetch(rapid.SliceOfN(rapid.IntRange(0, known+100), 0, 150).Draw(t, "subjects"))
		}
		if after := keepTable(t, table); after != before {
			t.Fatal("the table is another")
		}
		if table.prefetched = 0; table.columns.Len() > 1 {
			if table.Prefetch([]int{0, 1}); table.prefetched == 0 {
				t.Fatal("nothing is read")
			}
		}
	})
}

// keepTable returns the table and its subjects, packed.
func keepTable(t *rapid.T, table *Table) string {
	w := pack.Writer(nil, nil)
	table.Subjects().Keep(&w)
	table.Keep(&w)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return string(w.Bytes())
}
