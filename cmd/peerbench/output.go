package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/hoso-engine/dossier/cmd/peerbench/internal/measure"
)

// document is a comparison for programs. Durations are in nanoseconds.
type document struct {
	Comparison string          `json:"comparison"`
	Machine    measure.Machine `json:"machine"`
	Parameters map[string]any  `json:"parameters"`
	Skipped    []string        `json:"skipped,omitzero"` // who was not compared, and why
	Rows       any             `json:"rows"`
}

// output is where a comparison is printed, and where it says what it does
// meanwhile.
type output struct {
	to, progress io.Writer
	json         bool
	save         string // file for the JSON besides; empty: none
}

// say tells what is being done.
func (o *output) say(format string, args ...any) { fmt.Fprintf(o.progress, format+"\n", args...) }

// print prints the document: JSON, or the tables that show writes.
func (o *output) print(d document, show func(*printer)) error {
	encoded, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return err
	}
	encoded = append(encoded, '\n')
	if o.save != "" {
		if err := os.WriteFile(o.save, encoded, 0o600); err != nil {
			return err
		}
	}
	if o.json {
		_, err := o.to.Write(encoded)
		return err
	}
	t := &printer{columns: tabwriter.NewWriter(o.to, 0, 0, 2, ' ', 0)}
	show(t)
	for _, why := range d.Skipped {
		t.note("Not compared: %s", why)
	}
	t.note("%s", machine(&d.Machine))
	return t.columns.Flush()
}

// machine describes a machine in one line.
func machine(m *measure.Machine) string {
	said := []string{m.System, fmt.Sprint(m.Cores, " cores"), m.Go, "fsync " + duration(m.Fsync)}
	for _, path := range slices.Sorted(maps.Keys(m.Versions)) {
		said = append(said, path+" "+m.Versions[path])
	}
	return strings.Join(said, ", ")
}

// printer prints tables for people. A writer that fails says so when it is
// flushed.
type printer struct{ columns *tabwriter.Writer }

func (t *printer) title(format string, args ...any) {
	fmt.Fprintf(t.columns, "\n"+format+"\n", args...)
}

func (t *printer) row(cells ...string) { fmt.Fprintln(t.columns, strings.Join(cells, "\t")) }

func (t *printer) note(format string, args ...any) { fmt.Fprintf(t.columns, format+"\n", args...) }

// duration prints three digits, or less.
func duration(d time.Duration) string {
	unit := time.Nanosecond
	for d/unit >= 1000 {
		unit *= 10
	}
	return d.Round(unit).String()
}
