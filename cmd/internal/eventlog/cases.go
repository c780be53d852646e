package eventlog

import (
	"cmp"
	"errors"
	"iter"
	"slices"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// history is the rows of one case, in the order of the log.
type history struct {
	id   string
	rows []row
}

// gather reads the whole log, since its cases may be interleaved. Rows that
// can't be read, or name no case, become refusals; an error ends it.
func (m *Mapping) gather(rows iter.Seq2[row, error]) (cases []*history, refused []Item, err error) {
	known := make(map[string]*history)
	for r, err := range rows {
		if err != nil && r.line == 0 {
			return nil, nil, err
		}
		if err == nil && m.value(r, columnCase) == "" {
			err = errors.New("the row names no case")
		}
		if err != nil {
			refused = append(refused, refusal("", "", r.line, refuse(CodeMalformedRow, "%s", err)))
			continue
		}
		id := m.value(r, columnCase)
		h, ok := known[id]
		if !ok {
			h = &history{id: id}
			known[id] = h
			cases = append(cases, h)
		}
		h.rows = append(h.rows, r)
	}
	return cases, refused, nil
}

// whole returns the case as one row: of every column the first text that is not
// empty.
func (h *history) whole() row {
	all := row{line: h.rows[0].line, values: slices.Clone(h.rows[0].values)}
	for _, r := range h.rows[1:] {
		for i, text := range r.values {
			if all.values[i] == "" {
				all.values[i] = text
			}
		}
	}
	return all
}

// moment is a row with its instant and its name within the case.
type moment struct {
	row
	at   time.Time
	name string
}

// moments returns the case's rows in the order of time, without those whose
// instant can't be read, which become refusals.
func (m *Mapping) moments(h *history, code string) (all []moment, refused []Item) {
	for i, r := range h.rows {
		if r.bare {
			continue
		}
		name := m.rowName(r, i+1)
		at, err := m.clock.instant(m.value(r, columnTime))
		if err != nil {
			refused = append(refused, refusal(h.id+"/"+name, code, r.line,
				refuse(domain.CodeInvalidField, "column %q: %s", columnTime, err)))
			continue
		}
		all = append(all, moment{row: r, at: at, name: name})
	}
	slices.SortStableFunc(all, func(a, b moment) int { return a.at.Compare(b.at) })
	return all, refused
}

// inCourse puts the items of a case in the order in which the engine must hear
// of them.
func inCourse(items []Item) {
	slices.SortStableFunc(items, func(a, b Item) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), a.Parsed.Event.At.Compare(b.Parsed.Event.At))
	})
}

// rank puts the beginning of a dossier before the rest of it, and what is no
// event first: it is not sent.
func rank(i Item) int {
	switch {
	case i.Parsed.Err != nil:
		return 0
	case i.Parsed.Event.Type == domain.TypeSubmitted:
		return 1
	case i.Parsed.Event.Type == domain.TypeReceived:
		return 2
	}
	return 3
}
