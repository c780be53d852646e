package procedurefile

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"
)

// row is one line of a table, by the mapping's names of its columns.
type row struct {
	line  int
	cells map[string]string
}

// get returns the cell's text without the space around it; empty where the table
// has no such column.
func (r row) get(column string) string { return strings.TrimSpace(r.cells[column]) }

// rows yields the lines of a table. One with an error is a line that can't be
// read, or, without a line, the end of what can be read.
func rows(in io.Reader, columns map[string]string) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		table := csv.NewReader(withoutMark(in))
		places, err := header(table, columns)
		if err != nil {
			yield(row{}, err)
			return
		}
		for {
			record, err := table.Read()
			switch {
			case err == io.EOF:
				return
			case err != nil && !errors.Is(err, csv.ErrFieldCount): // what follows would be misread
				yield(row{}, fmt.Errorf("the table can't be read: %w", err))
				return
			}
			line, _ := table.FieldPos(0)
			if !yield(cells(record, places, line, err)) {
				return
			}
		}
	}
}

func withoutMark(in io.Reader) io.Reader {
	buffered := bufio.NewReader(in)
	const mark = "\uFEFF"
	if start, err := buffered.Peek(len(mark)); err == nil && string(start) == mark {
		_, _ = buffered.Discard(len(mark)) // it was just peeked
	}
	return buffered
}

// header returns the place of every column.
func header(table *csv.Reader, columns map[string]string) (map[string]int, error) {
	record, err := table.Read()
	if err != nil {
		return nil, fmt.Errorf("the table's header can't be read: %w", err)
	}
	places := make(map[string]int, len(columns))
	for name, title := range columns {
		if places[name] = slices.Index(record, title); places[name] < 0 {
			return nil, fmt.Errorf("the table has no column %q (%s); it has %q", title, name, record)
		}
	}
	return places, nil
}

func cells(record []string, places map[string]int, line int, err error) (row, error) {
	r := row{line: line, cells: make(map[string]string, len(places))}
	if err != nil {
		return r, fmt.Errorf("the line has %d columns, the header another number", len(record))
	}
	for name, place := range places {
		if !utf8.ValidString(record[place]) {
			return r, fmt.Errorf("the column %s is not UTF-8 text", name)
		}
		r.cells[name] = record[place]
	}
	return r, nil
}
