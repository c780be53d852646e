package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/cmd/peerbench/internal/measure"
	"github.com/hoso-engine/dossier/cmd/peerbench/internal/stores"
)

// printed is a document with its rows as they were printed.
type printed[T any] struct {
	Comparison string
	Machine    measure.Machine
	Skipped    []string
	Rows       []T
}

// compare runs a command line on a small scale, and returns the table that it
// printed and the document that it saved.
func compare[T any](t *testing.T, args ...string) (table string, d printed[T]) {
	t.Helper()
	saved := filepath.Join(t.TempDir(), "saved.json")
	var out bytes.Buffer
	if err := run(t.Context(), append(args, "--save", saved), &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(saved)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &d); err != nil {
		t.Fatal(err)
	}
	if d.Comparison != args[0] || d.Machine.Fsync <= 0 {
		t.Errorf("%s on %+v", d.Comparison, d.Machine)
	}
	return out.String(), d
}

func TestSubmit(t *testing.T) {
	table, d := compare[submitRow](t, "submit", "--desks", "1,3", "--runs", "2", "--dossiers", "2")
	for i, r := range d.Rows {
		half := len(d.Rows) / 2
		if r.Desks != []int{1, 3}[i/half] || r.Rate <= 0 || r.P50 <= 0 || r.P99 < r.P50 || r.Ratio <= 0 {
			t.Errorf("%+v", r)
		}
		if ours := r.Store == stores.Ours; ours != (i%half == 0) || ours && r.Ratio != 1 {
			t.Errorf("row %d is %+v", i, r)
		}
		if !strings.Contains(table, r.Durability) || !strings.Contains(table, r.Does) {
			t.Errorf("the table does not say what %s did, and how durable it was", r.Store)
		}
	}
	if named := len(d.Rows)/2 + len(d.Skipped); named != 6 {
		t.Errorf("%d stores were compared or said not to be, not 6", named)
	}
	for _, why := range d.Skipped {
		if !strings.Contains(table, why) {
			t.Errorf("the table does not say %q", why)
		}
	}
}

func TestReplay(t *testing.T) {
	table, d := compare[replayRow](t, "replay", "--runs", "2", "--dossiers", "3")
	if len(d.Rows)+len(d.Skipped) != 6 || d.Rows[0].Store != stores.Ours || d.Rows[0].Ratio != 1 {
		t.Fatalf("%+v", d)
	}
	for _, r := range d.Rows {
		if r.Rate <= 0 || r.Took <= 0 || r.Ratio <= 0 || !strings.Contains(table, r.Reads) {
			t.Errorf("%+v", r)
		}
	}
}

func TestReports(t *testing.T) {
	table, d := compare[reportRow](t, "reports", "--runs", "1", "--dossiers", "2000")
	if databases := len(d.Rows)/6 + len(d.Skipped); databases != 2 {
		t.Fatalf("%d databases", databases)
	}
	for _, r := range d.Rows {
		if r.Ours <= 0 || r.Theirs <= 0 || r.Ratio <= 0 || !strings.Contains(table, r.Question) || !strings.Contains(table, r.Database) {
			t.Errorf("%+v", r)
		}
	}
}

// TestUsage refuses what can't be measured.
func TestUsage(t *testing.T) {
	for _, args := range [][]string{
		{},
		{"submit", "--desks", "0"},
		{"submit", "--runs", "0"},
		{"replay", "--dossiers", "0"},
		{"reports", "--runs", "0"},
		{"submit", "--dir", filepath.Join(t.TempDir(), "none")},
	} {
		if err := run(t.Context(), args, io.Discard, io.Discard); err == nil {
			t.Errorf("%q was taken", args)
		}
	}
}

// TestJSON prints what --save keeps.
func TestJSON(t *testing.T) {
	var to bytes.Buffer
	o := &output{to: &to, json: true}
	if err := o.print(document{Comparison: "submit", Rows: []submitRow{{Store: "peer", Rate: 2}}}, nil); err != nil {
		t.Fatal(err)
	}
	var d printed[submitRow]
	if err := json.Unmarshal(to.Bytes(), &d); err != nil || len(d.Rows) != 1 || d.Rows[0].Rate != 2 {
		t.Errorf("%s: %v", to.String(), err)
	}
}

func TestDuration(t *testing.T) {
	for in, want := range map[string]string{"999ns": "999ns", "1234567ns": "1.23ms", "59.96s": "1m0s", "0s": "0s"} {
		d, err := time.ParseDuration(in)
		if err != nil {
			t.Fatal(err)
		}
		if got := duration(d); got != want {
			t.Errorf("%s is printed as %s, not %s", in, got, want)
		}
	}
}

// TestInTurn begins elsewhere in every run, and leaves none out.
func TestInTurn(t *testing.T) {
	var order []int
	for run := range 3 {
		if err := inTurn(run, 3, func(i int) error { order = append(order, i); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	if want := []int{0, 1, 2, 1, 2, 0, 2, 0, 1}; !slices.Equal(order, want) {
		t.Errorf("%v, not %v", order, want)
	}
}
