package national

import (
	"cmp"
	"fmt"
	"io"
	"iter"
	"slices"

	"github.com/hoso-engine/dossier/cmd/internal/eventlog"
	"github.com/hoso-engine/dossier/domain"
)

// Source is the source of the events that an import makes.
const Source = "urn:import:national"

// CodeContradiction is of a TrangThaiHoSo that the record's dates and steps
// contradict: the events follow these, and the status is not taken.
const CodeContradiction domain.ErrorCode = "status-contradicts-dates"

// Options say what the form leaves open.
type Options struct {
	// Province and Agency, where given, are those of every dossier: for codes
	// that do not begin with an agency's.
	Province, Agency string
	// Archive publishes, before the dossiers, the policy vn-archive, whose
	// tolerance reaches back for a century, and puts every agency of the source
	// under it: for an engine that takes over the past. Without it a supplement
	// or a pause that lies further back than the tolerance is refused.
	Archive bool
}

// Named is a file and its name.
type Named struct {
	Name string
	io.Reader
}

// Read yields what the files say: dossier by dossier, in the order in which they
// are first named, each dossier's events in the order of time. A place that is no
// event is an item with an error of its own. Files that can't be read to their
// end yield an error instead of anything. They are held in memory. The summary is
// whole when the sequence has ended.
func Read(files []Named, o Options, summary *Summary) iter.Seq2[eventlog.Item, error] {
	return func(yield func(eventlog.Item, error) bool) {
		g := newGathering()
		for _, f := range files {
			if err := decode(f.Name, f.Reader, g.add); err != nil {
				yield(eventlog.Item{}, err)
				return
			}
		}
		g.inCourse()
		*summary = g.summary
		for _, p := range g.broken {
			if !yield(p.refusal(""), nil) {
				return
			}
		}
		for _, item := range o.facts(g.files) {
			if !yield(item, nil) {
				return
			}
		}
		for _, f := range g.files {
			for _, item := range f.items(o) {
				if !yield(item, nil) {
					return
				}
			}
		}
	}
}

// refusal makes an item of a record that can't be read, or names no dossier.
func (p placed) refusal(code string) eventlog.Item {
	err := p.err
	if err == nil {
		err = &valueError{"MaHoSo", "is missing"}
	}
	return refused(p.place, code, code, domain.CodeInvalidField, err.Error())
}

// refused makes an item of what is no event.
func refused(at place, id, code string, reason domain.ErrorCode, message string) eventlog.Item {
	return eventlog.Item{
		Parsed: domain.Parsed{ID: id, Code: code, Err: &domain.Error{Code: reason, Message: message}},
		File:   at.file, Lines: []int{at.line},
	}
}

// items returns what the dossier's records mean.
func (f *file) items(o Options) []eventlog.Item {
	var items []eventlog.Item
	for _, p := range f.refused {
		items = append(items, p.refusal(f.code))
	}
	c := newCourse(f, o)
	c.walk()
	for _, err := range c.errs {
		items = append(items, refused(f.at, f.code, f.code, domain.CodeInvalidField, err.Error()))
	}
	slices.SortStableFunc(c.drafts, func(a, b draft) int {
		return cmp.Or(cmp.Compare(min(rank(a.kind), 2), min(rank(b.kind), 2)), a.at.Compare(b.at), cmp.Compare(rank(a.kind), rank(b.kind)))
	})
	for _, d := range c.drafts {
		items = append(items, d.item(f.code))
	}
	if why := c.contradiction(); why != "" {
		items = append(items, refused(f.at, f.code, f.code, CodeContradiction, why))
	}
	return items
}

// rank puts a dossier's beginning before the rest of it, whatever the dates say,
// and of what took effect at one instant its end last.
func rank(t domain.Type) int {
	switch t {
	case domain.TypeSubmitted:
		return 0
	case domain.TypeReceived:
		return 1
	case domain.TypeRefused, domain.TypeCompleted, domain.TypeWithdrawn, domain.TypeTerminated:
		return 3
	case domain.TypeReturned:
		return 4
	}
	return 2
}

// placeOf returns the province and the unit that a dossier's code begins with:
// H26 of H26.103.25.7-250908-0112, H19 of 000.00.00.H19-210101-0001.
func placeOf(code string) (province, agency string, err error) {
	unit, ok := unitOf(code)
	if !ok {
		return "", "", fmt.Errorf("MaHoSo %.40q does not begin with the code of an agency: say whose dossiers these are", code)
	}
	return provinceOf(unit), unit, nil
}
