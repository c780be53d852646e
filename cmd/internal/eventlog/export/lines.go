package export

import (
	"bufio"
	"encoding/csv"
	"io"
	"reflect"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// marshal writes JSON: the same value has the same bytes.
func marshal(v any) ([]byte, error) {
	return json.Marshal(v, json.Deterministic(true), jsontext.AllowInvalidUTF8(true))
}

// csvTable is a table for spreadsheets.
type csvTable struct {
	to      *csv.Writer
	columns []column
	cells   []string
}

// byteOrderMark tells spreadsheets that the text is UTF-8.
const byteOrderMark = "\uFEFF"

func newCSV(to io.Writer, columns []column) (table, error) {
	buffered := bufio.NewWriter(to) // the csv.Writer's own
	if _, err := buffered.WriteString(byteOrderMark); err != nil {
		return nil, err
	}
	t := &csvTable{to: csv.NewWriter(buffered), columns: columns, cells: make([]string, len(columns))}
	for i, c := range columns {
		t.cells[i] = c.name
	}
	return t, t.to.Write(t.cells)
}

func (t *csvTable) write(row reflect.Value) (err error) {
	for i := range t.columns {
		if t.cells[i], err = t.columns[i].text(row); err != nil {
			return err
		}
		t.cells[i] = inert(t.columns[i].kind, t.cells[i])
	}
	return t.to.Write(t.cells)
}

// inert keeps a spreadsheet from taking a text for a formula.
func inert(k kind, text string) string {
	if k != kindText || text == "" {
		return text
	}
	switch text[0] {
	case '=', '+', '-', '@', '\t', '\r':
		return "'" + text
	}
	return text
}

func (t *csvTable) close() error {
	t.to.Flush()
	return t.to.Error()
}

// ndjson is one object per line.
type ndjson struct{ to *bufio.Writer }

func newNDJSON(to io.Writer, _ []column) (table, error) {
	return &ndjson{bufio.NewWriterSize(to, 1<<16)}, nil
}

func (t *ndjson) write(row reflect.Value) error {
	b, err := marshal(row.Interface())
	if err != nil {
		return err
	}
	_, err = t.to.Write(append(b, '\n'))
	return err
}

func (t *ndjson) close() error { return t.to.Flush() }
