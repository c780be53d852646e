package eventlog

import (
	"slices"
	"strings"
)

// row is one row of a log.
type row struct {
	line   int
	values []string // in the order of the mapping's columns; empty where it says nothing
	bare   bool     // a case without rows: only its own attributes are there
}

// column returns the place of a column; -1 where the mapping has none.
func (m *Mapping) column(name string) int {
	at, ok := slices.BinarySearch(m.columns, name)
	if !ok {
		return -1
	}
	return at
}

// value returns what the row says in a column, by name.
func (m *Mapping) value(r row, name string) string {
	at := m.column(name)
	if at < 0 {
		return ""
	}
	return r.values[at]
}

// texts keeps one copy of every text, since a log says few different ones, many
// times; what stands for nothing is empty.
type texts struct {
	known map[string]string
}

func newTexts(s *source) *texts {
	t := &texts{known: make(map[string]string)}
	for _, nothing := range s.Empty {
		t.known[nothing] = ""
	}
	return t
}

// keep returns a copy of the text that holds on to nothing else.
func (t *texts) keep(text string) string {
	kept, ok := t.known[text]
	if !ok {
		kept = strings.Clone(text)
		t.known[kept] = kept
	}
	return kept
}
