package scorecard

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hoso-engine/dossier/domain"
)

// Library is the scorecards that an engine knows. A nil Library is empty.
type Library struct{ cards map[string]*Card }

// NewLibrary returns a library of the scorecards; a later one takes the place of
// an earlier one of the same name.
func NewLibrary(cards ...*Card) *Library {
	l := &Library{cards: make(map[string]*Card)}
	for _, c := range cards {
		l.cards[c.Name] = c
	}
	return l
}

// Card returns the scorecard of that name; [domain.CodeUnknown] where there is
// none.
func (l *Library) Card(name string) (*Card, error) {
	if l != nil && l.cards[name] != nil {
		return l.cards[name], nil
	}
	return nil, &domain.Error{Code: domain.CodeUnknown, Field: "name", Message: fmt.Sprintf(
		"there is no scorecard %.80q; there are %q", name, l.names())}
}

func (l *Library) names() []string {
	if l == nil {
		return nil
	}
	return slices.Sorted(maps.Keys(l.cards))
}

// Summaries lists the scorecards by name.
func (l *Library) Summaries() []Summary {
	all := []Summary{}
	for _, name := range l.names() {
		all = append(all, l.cards[name].Summary())
	}
	return all
}
