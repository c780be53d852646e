package eventlog

import (
	"fmt"

	"github.com/hoso-engine/dossier/domain"
)

// Item is one event of a source, or why a place of the source is none: then
// Parsed.Err says so, and nothing is sent.
type Item struct {
	Parsed domain.Parsed
	File   string // that the lines are of, where a source has several; else empty
	Lines  []int  // of the source, from 1, that it was made of; empty for a fact of the mapping
}

// Codes of places that are no event.
const (
	CodeUnmapped     domain.ErrorCode = "unmapped"      // no rule of the mapping holds for the row
	CodeMalformedRow domain.ErrorCode = "malformed-row" // the row can't be read
)

// line returns the first line; 0 where there is none.
func (i *Item) line() int {
	if len(i.Lines) == 0 {
		return 0
	}
	return i.Lines[0]
}

// isFact reports whether the item is a reference fact.
func (i *Item) isFact() bool {
	return i.Parsed.Err == nil && i.Parsed.Event.Type.Kind() != domain.KindDossier
}

// refusal makes an item of a place that is no event.
func refusal(id, code string, line int, err *domain.Error) Item {
	return Item{Parsed: domain.Parsed{ID: id, Code: code, Err: err}, Lines: []int{line}}
}

func refuse(code domain.ErrorCode, format string, args ...any) *domain.Error {
	return &domain.Error{Code: code, Message: fmt.Sprintf(format, args...)}
}
