package eventlog

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"unicode/utf8"
)

// readCSV yields the table's rows. A row with an error is one that can't be
// read; after an error without a row nothing follows.
func (m *Mapping) readCSV(r io.Reader) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		s := m.sources[CSV]
		text, err := decoded(s.Charset, r)
		if err != nil {
			yield(row{}, err)
			return
		}
		table := csv.NewReader(text)
		table.Comma, table.ReuseRecord = s.comma(), true
		places, err := m.header(s, table)
		if err != nil {
			yield(row{}, err)
			return
		}
		known := newTexts(s)
		for {
			record, err := table.Read()
			if err == io.EOF {
				return
			}
			if err != nil && !errors.Is(err, csv.ErrFieldCount) { // what follows would be misread
				yield(row{}, fmt.Errorf("the table can't be read: %w", err))
				return
			}
			line, _ := table.FieldPos(0)
			if !yield(m.cells(record, places, known, line, err)) {
				return
			}
		}
	}
}

// header finds the place of every column in the table; -1 for one that it does
// not have.
func (m *Mapping) header(s *source, table *csv.Reader) ([]int, error) {
	record, err := table.Read()
	if err == io.EOF {
		return nil, errors.New("the table is empty: it has no header")
	}
	if err != nil {
		return nil, fmt.Errorf("the table's header can't be read: %w", err)
	}
	places := make([]int, len(m.columns))
	for i, name := range m.columns {
		places[i] = slices.Index(record, s.Columns[name])
		if places[i] < 0 && s.Columns[name] != "" && !slices.Contains(s.Optional, name) {
			return nil, s.missing(CSV, name)
		}
	}
	return places, nil
}

// cells makes a row of a record.
func (m *Mapping) cells(record []string, places []int, known *texts, line int, err error) (row, error) {
	if err != nil {
		return row{line: line}, fmt.Errorf("the row has %d columns, its header another number", len(record))
	}
	r := row{line: line, values: make([]string, len(places))}
	for i, place := range places {
		if place < 0 {
			continue
		}
		if !utf8.ValidString(record[place]) {
			return row{line: line}, fmt.Errorf("the column %q is not UTF-8 text", m.columns[i])
		}
		r.values[i] = known.keep(record[place])
	}
	return r, nil
}
