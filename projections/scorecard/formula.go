package scorecard

import (
	"errors"
	"math/big"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"
)

// The limits of a formula: bytes, nodes of its tree, and what its run may
// allocate besides numbers.
const (
	maxFormula  = 500
	maxNodes    = 100
	maxMemory   = 1000
	functionMin = "min"
	functionMax = "max"
)

// quantity is a number in a formula: exact.
type quantity struct{ *big.Rat }

// formula is a formula that was checked.
type formula struct {
	text    string
	names   []string // the indicators, in the order of first mention
	program *vm.Program
}

// formulaError says what is wrong with a formula, and where.
type formulaError struct {
	column int // of the character, from 1
	says   string
}

func (e *formulaError) Error() string { return e.says }

// compile checks a formula; known tells its indicators.
func compile(text string, known func(name string) bool) (*formula, error) {
	tree, err := parse(text)
	if err != nil {
		return nil, err
	}
	c := checker{known: known}
	if err := c.check(tree); err != nil {
		return nil, err
	}
	return build(text, c.names)
}

// build compiles what was checked.
func build(text string, names []string) (*formula, error) {
	env := make(map[string]quantity, len(names))
	for _, name := range names {
		env[name] = quantity{}
	}
	program, err := expr.Compile(text, append(arithmetic(), expr.Env(env))...)
	if err != nil {
		return nil, located(err)
	}
	return &formula{text: text, names: names, program: program}, nil
}

// parse reads the tree of a formula within the limits.
func parse(text string) (ast.Node, error) {
	switch {
	case strings.TrimSpace(text) == "":
		return nil, &formulaError{1, "the formula is missing"}
	case len(text) > maxFormula:
		return nil, &formulaError{maxFormula + 1, "the formula is longer than 500 bytes"}
	}
	config := conf.CreateNew()
	config.MaxNodes = maxNodes
	for name := range config.Builtins {
		config.Disabled[name] = true
	}
	tree, err := parser.ParseWithConfig(text, config)
	if err != nil {
		return nil, located(err)
	}
	return tree.Node, nil
}

// located returns the library's error with its place.
func located(err error) error {
	var at *file.Error
	if errors.As(err, &at) {
		return &formulaError{at.From + 1, at.Message}
	}
	return &formulaError{1, err.Error()}
}

// errDivision: a formula was divided by zero.
var errDivision = errors.New("division by zero")

// arithmetic teaches the library exact numbers: its operators become these
// functions, every literal becomes a quantity, and of its own functions none is
// left.
func arithmetic() []expr.Option {
	pair := new(func(quantity, quantity) quantity)
	many := new(func(quantity, ...quantity) quantity)
	options := []expr.Option{
		expr.MaxNodes(maxNodes), expr.DisableAllBuiltins(), expr.Optimize(false),
		expr.Patch(exactNumbers{}),
		expr.Function(functionMin, extreme(-1), many), expr.Function(functionMax, extreme(+1), many),
	}
	for _, o := range [...]struct {
		operator, name string
		do             func(z, a, b *big.Rat) *big.Rat
	}{
		{"+", "plus", (*big.Rat).Add}, {"-", "minus", (*big.Rat).Sub}, {"*", "times", (*big.Rat).Mul}, {"/", "over", over},
	} {
		function := func(p ...any) (any, error) {
			r := o.do(new(big.Rat), p[0].(quantity).Rat, p[1].(quantity).Rat)
			if r == nil {
				return nil, errDivision
			}
			return quantity{r}, nil
		}
		options = append(options, expr.Function(o.name, function, pair), expr.Operator(o.operator, o.name))
	}
	return options
}

// over divides; nil by zero.
func over(z, a, b *big.Rat) *big.Rat {
	if b.Sign() == 0 {
		return nil
	}
	return z.Quo(a, b)
}

// extreme returns the function that returns the least (-1) or the greatest (+1).
func extreme(sign int) func(p ...any) (any, error) {
	return func(p ...any) (any, error) {
		best := p[0].(quantity)
		for _, other := range p[1:] {
			if q := other.(quantity); q.Cmp(best.Rat) == sign {
				best = q
			}
		}
		return best, nil
	}
}

// value computes the formula; not ok where it divides by zero.
func (f *formula) value(figure func(name string) *big.Rat) (value *big.Rat, ok bool) {
	env := make(map[string]quantity, len(f.names))
	for _, name := range f.names {
		env[name] = quantity{figure(name)}
	}
	machine := vm.VM{MemoryBudget: maxMemory}
	result, err := machine.Run(f.program, env)
	if errors.Is(err, errDivision) {
		return nil, false
	}
	if err != nil {
		panic("scorecard: a formula that was checked does not run: " + err.Error())
	}
	return result.(quantity).Rat, true
}
