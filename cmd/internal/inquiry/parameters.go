package inquiry

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// Parameters are those of a query, as text. Whatever a question asks for is a
// name that it knows: a given one that it never asked for is refused, since a
// mistyped filter must not widen a list. They belong to one goroutine.
type Parameters struct {
	given map[string][]string
	asked map[string]bool
}

// NewParameters returns the given ones: the values of each name, in their order.
func NewParameters(given map[string][]string) *Parameters {
	return &Parameters{given: given, asked: make(map[string]bool)}
}

// Get returns the parameter's text; empty where it is absent.
func (p *Parameters) Get(name string) string {
	p.asked[name] = true
	return p.text(name)
}

func (p *Parameters) text(name string) string {
	if values := p.given[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// Position returns min_position; 0 where it is absent.
func (p *Parameters) Position() (uint64, error) {
	text := p.Get("min_position")
	if text == "" {
		return 0, nil
	}
	position, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0, Invalid("min_position", "min_position %.40q is not a position: the seq of a result", text)
	}
	return position, nil
}

// Mistyped refuses the first name, by the alphabet, that nobody asked for or
// that is given twice.
func (p *Parameters) Mistyped() error {
	for _, name := range slices.Sorted(maps.Keys(p.given)) {
		if !p.asked[name] {
			return &domain.Error{Code: domain.CodeUnknownField, Field: name, Message: fmt.Sprintf(
				"%.40q is not one of %q", name, slices.Sorted(maps.Keys(p.asked)))}
		}
		if n := len(p.given[name]); n > 1 {
			return Invalid(name, "%s is given %d times", name, n)
		}
	}
	return nil
}

// Answer has the question read and the engine asked, which must answer within
// the time; a question about the past may take longer.
func (p *Parameters) Answer(ctx context.Context, q Question, within time.Duration) (any, error) {
	least, err := p.Position()
	if err != nil {
		return nil, err
	}
	ask, err := q(p)
	if err != nil {
		return nil, err
	}
	if err := p.Mistyped(); err != nil {
		return nil, err
	}
	if p.text("known_at")+p.text("against") != "" {
		within = knownWithin
	}
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	return ask(ctx, least)
}

// CheckCode refuses what can't be a dossier's code.
func CheckCode(code string) error {
	if _, err := domain.ParseCode(code); err != nil {
		e := *domain.AsError(err)
		e.Field = "code"
		return &e
	}
	return nil
}

// Invalid refuses a parameter.
func Invalid(field, format string, values ...any) error {
	return &domain.Error{Code: domain.CodeInvalidField, Field: field, Message: fmt.Sprintf(format, values...)}
}
