package bench

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
	"unicode/utf8"
)

// Report is what came of a measurement. Its JSON form is what deployments/bench
// keeps.
type Report struct {
	Bench      string         `json:"bench"`
	Begun      time.Time      `json:"begun"`
	Took       float64        `json:"took_s"`
	Machine    Machine        `json:"machine"`
	Parameters map[string]any `json:"parameters"`
	Tables     []*Table       `json:"tables"`
}

// Table is figures in rows. Every row has a value for each column.
type Table struct {
	Title   string   `json:"title"`
	Columns []string `json:"columns"` // with their units: "p99 µs"
	Rows    []Row    `json:"rows"`
	Notes   []string `json:"notes,omitempty"` // how to read it
}

// Row is one line of a table.
type Row struct {
	Name   string  `json:"name"`
	Values []Value `json:"values"`
}

// Value is a figure; NaN, and null in JSON, where there is none.
type Value float64

// none stands where a figure does not apply.
var none = math.NaN()

// MarshalJSON prints the value for programs.
func (v Value) MarshalJSON() ([]byte, error) {
	if text := v.plain(); text != "" {
		return []byte(text), nil
	}
	return []byte("null"), nil
}

// plain prints the value for programs: a whole number whole, of another no more digits
// than mean something; empty where there is none.
func (v Value) plain() string {
	switch f := float64(v); {
	case math.IsNaN(f), math.IsInf(f, 0):
		return ""
	case f == math.Trunc(f) && math.Abs(f) < 1<<53:
		return strconv.FormatFloat(f, 'f', 0, 64)
	default:
		return strconv.FormatFloat(f, 'g', 6, 64)
	}
}

// UnmarshalJSON reads what MarshalJSON prints.
func (v *Value) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*v = Value(none)
		return nil
	}
	f, err := strconv.ParseFloat(string(b), 64)
	*v = Value(f)
	return err
}

// String prints the value for people: three digits or all before the point.
func (v Value) String() string {
	f := float64(v)
	switch size := math.Abs(f); {
	case math.IsNaN(f):
		return "-"
	case f == math.Trunc(f) || size >= 100:
		return grouped(strconv.FormatFloat(f, 'f', 0, 64))
	case size >= 10:
		return strconv.FormatFloat(f, 'f', 1, 64)
	case size >= .1:
		return strconv.FormatFloat(f, 'f', 2, 64)
	}
	return strconv.FormatFloat(f, 'g', 2, 64)
}

// grouped sets a comma between each three digits.
func grouped(digits string) string {
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	var groups []string
	for len(digits) > 3 {
		groups = append(groups, digits[len(digits)-3:])
		digits = digits[:len(digits)-3]
	}
	groups = append(groups, digits)
	slices.Reverse(groups)
	return sign + strings.Join(groups, ",")
}

// report has a measurement done in the workspace, and notes when, with what and on
// which machine, with the disk under the workspace.
func (o *Options) report(bench string, parameters map[string]any, measure func(workspace string, r *Report) error) (r *Report, err error) {
	workspace, leave, err := o.workspace()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, leave()) }()
	begun := time.Now()
	r = &Report{Bench: bench, Begun: begun.Truncate(time.Second), Parameters: parameters}
	r.Parameters["runs"], r.Parameters["seed"] = o.Runs, o.Seed
	if err := measure(workspace, r); err != nil {
		return nil, err
	}
	r.Took = time.Since(begun).Seconds()
	r.Machine, err = machine(workspace, o.Version)
	return r, err
}

// table adds a table.
func (r *Report) table(title string, columns ...string) *Table {
	t := &Table{Title: title, Columns: columns}
	r.Tables = append(r.Tables, t)
	return t
}

// add adds a row of medians: each run gives a value for every column.
func (t *Table) add(name string, runs ...[]float64) {
	row := Row{Name: name, Values: make([]Value, len(t.Columns))}
	for i := range t.Columns {
		column := make([]float64, len(runs))
		for j, run := range runs {
			column[j] = run[i]
		}
		row.Values[i] = Value(median(column))
	}
	t.Rows = append(t.Rows, row)
}

// median returns the value in the middle; of an even number the mean of the two.
func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	if n%2 == 1 {
		return sorted[n/2]
	}
	return (sorted[n/2-1] + sorted[n/2]) / 2
}

// Of returns the value of a row and a column; NaN where there is none.
func (t *Table) Of(row, column string) float64 {
	i := slices.Index(t.Columns, column)
	for _, r := range t.Rows {
		if r.Name == row && i >= 0 {
			return float64(r.Values[i])
		}
	}
	return none
}

// WriteText prints the report for people.
func (r *Report) WriteText(w io.Writer) error {
	fmt.Fprintf(w, "dossier bench %s\n%s\n", r.Bench, r.Machine)
	var said []string
	for _, name := range slices.Sorted(maps.Keys(r.Parameters)) {
		said = append(said, fmt.Sprintf("%s %v", name, r.Parameters[name]))
	}
	fmt.Fprintf(w, "%s; took %s s\n", strings.Join(said, ", "), Value(r.Took))
	for _, t := range r.Tables {
		if err := t.write(w); err != nil {
			return err
		}
	}
	return nil
}

func (t *Table) write(to io.Writer) error {
	fmt.Fprintf(to, "\n%s\n", t.Title)
	w := tabwriter.NewWriter(to, 0, 4, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "\t%s\t\n", strings.Join(t.Columns, "\t"))
	widest := 0
	for _, row := range t.Rows {
		widest = max(widest, utf8.RuneCountInString(row.Name))
	}
	for _, row := range t.Rows {
		fmt.Fprintf(w, "%-*s", widest, row.Name)
		for _, v := range row.Values {
			fmt.Fprintf(w, "\t%s", v)
		}
		fmt.Fprintln(w, "\t")
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for _, note := range t.Notes {
		fmt.Fprintln(to, note)
	}
	return nil
}
