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

// few is a table with so many dossiers, some of which ended.
func few(t *rapid.T, dossiers int) *Table {
	table := New(projections.NewReference())
	for n := range dossiers {
		said(t, table, n, &domain.Received{Intake: domain.Intake{Agency: "H38.1", Unit: "H38.1.1"}})
		if n%3 == 0 {
			said(t, table, n, &domain.Completed{Outcome: domain.Granted})
		}
	}
	return table
}

// said applies an event about the n-th dossier, which the log numbers first.
func said(t *rapid.T, table *Table, n int, data domain.Data) {
	code := fmt.Sprintf("H38.1-%06d", n)
	subject := "dossier.H38.H38_1." + domain.Code(code).Token()
	table.Subjects().Mind(subject, table.Subjects().Add(subject))
	at := time.Date(2026, 1, 5, 8, 0, n, 0, time.UTC)
	err := table.Apply(eventstore.Commit{Subject: subject, Events: []domain.Event{{
		Type: domain.TypeReceived, Subject: code, Sequence: 1, At: at, RecordedAt: at, Data: data,
	}}})
	if err != nil {
		t.Fatal(err)
	}
}

// What is fetched for a commit is the dossier that it opens, or the one that it takes
// off the tray.
func TestWhatIsFetchedIsWhatACommitComesUpon(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := few(t, rapid.IntRange(1, 3*leastOnTray).Draw(t, "dossiers"))
		table.rest(rapid.IntRange(0, 100).Draw(t, "resting"), 0)
		for range 20 {
			n := rapid.IntRange(0, table.columns.Len()).Draw(t, "n")
			if isNew := n == table.columns.Len(); isNew && onTray(n+1) > table.rows.tray.size() {
				return // the tray becomes wider, and others make room
			}
			before := make(map[int]*domain.Dossier)
			for lies := range table.rows.tray.all {
				before[lies.ordinal] = lies.dossier
			}
			want, wasThere := before[n]
			got, lies := table.rows.concerned(n)
			said(t, table, n, &domain.Transferred{ToUnit: "H38.1.2"})
			for lies := range table.rows.tray.all {
				delete(before, lies.ordinal)
			}
			for _, gone := range before { // one at most
				want = gone
			}
			if len(before) > 1 || got != want || lies != wasThere {
				t.Fatalf("for row %d %p is fetched, it lies there: %t; want %p, %t", n, got, lies, want, wasThere)
			}
		}
	})
}

// Fetching reads something, for subjects of every kind, and changes nothing.
func TestFetchingChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := few(t, rapid.IntRange(0, 2*leastOnTray).Draw(t, "dossiers"))
		table.subjects.pass("registry.unit.H38")
		table.rest(rapid.IntRange(0, 100).Draw(t, "resting"), 0)
		before := keepTable(t, table)
		known := table.subjects.met
		for range 5 {
			table.Fetch(rapid.SliceOfN(rapid.IntRange(0, known+100), 0, 150).Draw(t, "subjects"))
		}
		if after := keepTable(t, table); after != before {
			t.Fatal("the table is another")
		}
		if table.fetched = 0; table.columns.Len() > 1 {
			if table.Fetch([]int{0, 1}); table.fetched == 0 {
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
