package web

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// line is an event of a transaction; of none where that is empty.
func line(id, transaction string) string {
	return fmt.Sprintf(`{"specversion":"1.0","id":%q,"source":"/desk/7","type":"dossier.withdrawn","subject":"H26-1",`+
		`"time":"2026-01-15T09:30:00+07:00","transaction":%q,"data":{}}`, id, transaction)
}

// pieces returns the ids of the lines that are taken together.
func pieces(t *testing.T, l *lines) (pieces []string) {
	t.Helper()
	for {
		events, err := l.take()
		var ids []string
		for _, p := range events {
			ids = append(ids, p.ID)
		}
		if len(ids) > 0 {
			pieces = append(pieces, strings.Join(ids, " "))
		}
		if err == io.EOF { //nolint:errorlint // it is never wrapped
			return pieces
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestTransactionsAreNotParted: where every line stands alone because they come
// slowly, those of a transaction wait for each other.
func TestTransactionsAreNotParted(t *testing.T) {
	for _, c := range []struct {
		name  string
		lines []string
		want  string
	}{
		{"none", []string{line("1", ""), line("2", "")}, "1, 2"},
		{"one, to the next line", []string{line("1", "t"), line("2", "t"), line("3", "")}, "1 2 3"},
		{"one, to a blank line", []string{line("1", "t"), line("2", "t"), "", line("3", "")}, "1 2, 3"},
		{"one, to the end", []string{line("1", ""), line("2", "t"), line("3", "t")}, "1, 2 3"},
		{"two", []string{line("1", "t"), line("2", "u"), line("3", "u"), line("4", "")}, "1 2 3 4"},
		{"one with a line that can't be read", []string{line("1", "t"), `{"id":"bad"}`, line("2", "t"), line("3", "")}, "1 bad 2 3"},
	} {
		slow := iotest.OneByteReader(strings.NewReader(strings.Join(c.lines, "\n")))
		if got := strings.Join(pieces(t, newLines(slow, 1<<20)), ", "); got != c.want {
			t.Errorf("%s: taken together %q, want %q", c.name, got, c.want)
		}
	}
}

// TestWhatHasArrivedIsTakenTogether, up to a bound.
func TestWhatHasArrivedIsTakenTogether(t *testing.T) {
	var b strings.Builder
	for range maxPiece + 1 {
		b.WriteString("7\n") // short, so that all of it is there at once
	}
	l := newLines(strings.NewReader(b.String()), 1<<20)
	for _, want := range []int{maxPiece, 1} {
		if events, err := l.take(); err != nil || len(events) != want {
			t.Fatalf("taken together: %d (%v), want %d", len(events), err, want)
		}
	}
}

// TestLineThatBreaksOffIsNotKnown: it may lack its end.
func TestLineThatBreaksOffIsNotKnown(t *testing.T) {
	broken := io.MultiReader(strings.NewReader(line("1", "")+"\n"+line("2", "")), iotest.ErrReader(io.ErrUnexpectedEOF))
	l := newLines(broken, 1<<20)
	if events, err := l.take(); err != nil || len(events) != 1 || events[0].ID != "1" {
		t.Errorf("the whole line gives %v, %v", events, err)
	}
	if events, err := l.take(); err == nil || len(events) != 0 {
		t.Errorf("the broken line gives %v, %v", events, err)
	}
}
