package eventlog

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/hoso-engine/dossier/domain"
)

// Report says what became of a source's items: Read = Accepted + Duplicate +
// Refused. Its JSON form's names are never changed.
type Report struct {
	Read      int                      `json:"read"`
	Accepted  int                      `json:"accepted"`
	Duplicate int                      `json:"duplicate"`
	Refused   int                      `json:"refused"` // by the engine, or no event at all
	ByReason  map[domain.ErrorCode]int `json:"by_reason"`
	Lines     []RefusedLine            `json:"lines"` // of every refused item, by line
}

// RefusedLine is one item that was refused.
type RefusedLine struct {
	File    string           `json:"file,omitzero"` // of a source of several files
	Line    int              `json:"line"`          // of the source, from 1; 0 for a fact of the mapping
	ID      string           `json:"id"`
	Code    string           `json:"code"`          // of the dossier
	Type    domain.Type      `json:"type,omitzero"` // empty where the line is no event
	Reason  domain.ErrorCode `json:"reason"`
	Message string           `json:"message"`

	ordinal int // of the item in the source
}

// add counts one outcome.
func (r *Report) add(o *outcome) {
	r.Read++
	switch o.status {
	case domain.Accepted:
		r.Accepted++
	case domain.Duplicated:
		r.Duplicate++
	default:
		r.refuse(o)
	}
}

func (r *Report) refuse(o *outcome) {
	err := o.err
	if err == nil {
		err = refuse(domain.CodeInternal, "the engine did not say why")
	}
	r.Refused++
	if r.ByReason == nil {
		r.ByReason = make(map[domain.ErrorCode]int)
	}
	r.ByReason[err.Code]++
	r.Lines = append(r.Lines, RefusedLine{
		File: o.from.file, Line: o.from.line, ID: o.parsed.ID, Code: o.parsed.Code, Type: o.parsed.Event.Type,
		Reason: err.Code, Message: err.Message, ordinal: o.from.ordinal,
	})
}

// sort puts the lines in the order of the source, whichever lane settled them.
func (r *Report) sort() {
	slices.SortFunc(r.Lines, func(a, b RefusedLine) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.ordinal, b.ordinal))
	})
}

// WriteText prints the report for people: the counts, the reasons by number, and
// every refused line.
func (r *Report) WriteText(w io.Writer) error {
	_, err := fmt.Fprintf(w, "%d read: %d accepted, %d duplicate, %d refused\n", r.Read, r.Accepted, r.Duplicate, r.Refused)
	for _, reason := range r.reasons() {
		if err == nil {
			_, err = fmt.Fprintf(w, "%8d %s\n", r.ByReason[reason], reason)
		}
	}
	for _, l := range r.Lines {
		if err == nil {
			_, err = fmt.Fprintf(w, "%sline %d: %s: %s\n", inFile(l.File), l.Line, strings.TrimPrefix(l.ID+": "+string(l.Reason), ": "), l.Message)
		}
	}
	return err
}

func inFile(name string) string {
	if name == "" {
		return ""
	}
	return name + ", "
}

// reasons returns the reasons, the most frequent first.
func (r *Report) reasons() []domain.ErrorCode {
	return slices.SortedFunc(maps.Keys(r.ByReason), func(a, b domain.ErrorCode) int {
		return cmp.Or(cmp.Compare(r.ByReason[b], r.ByReason[a]), cmp.Compare(a, b))
	})
}
