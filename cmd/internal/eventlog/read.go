package eventlog

import (
	"fmt"
	"io"
	"iter"
)

// Read yields the mapping's facts and then what the log means by it, case by
// case in the order in which the log first names them. A place that is no event
// is an item with an error of its own. A log that can't be read yields an error
// instead of anything: half a log would be half a truth. A table or process log
// is held in memory while it is read.
func Read(r io.Reader, f Format, m *Mapping) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		cases, refused, err := m.histories(r, f)
		if err != nil {
			yield(Item{}, err)
			return
		}
		for _, list := range [...][]Item{m.facts, refused} {
			if !yieldAll(yield, list) {
				return
			}
		}
		for _, h := range cases {
			if !yieldAll(yield, m.items(h)) {
				return
			}
		}
	}
}

func yieldAll(yield func(Item, error) bool, items []Item) bool {
	for _, item := range items {
		if !yield(item, nil) {
			return false
		}
	}
	return true
}

// histories reads the log's cases.
func (m *Mapping) histories(r io.Reader, f Format) ([]*history, []Item, error) {
	if m.sources[f] == nil {
		return nil, nil, fmt.Errorf("mapping %q does not say how to read %s", m.Name, f)
	}
	text, err := Plain(r)
	if err != nil {
		return nil, nil, err
	}
	if f == XES {
		return m.gather(m.readXES(text))
	}
	return m.gather(m.readCSV(text))
}
