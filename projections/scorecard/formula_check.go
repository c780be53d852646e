package scorecard

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"

	"github.com/expr-lang/expr/ast"
)

// checker walks the tree of a formula. What it does not know is refused: the
// library's language is far wider than a formula's.
type checker struct {
	known    func(name string) bool
	names    []string
	mentions int // of indicators
}

func (c *checker) check(n ast.Node) error {
	switch n := n.(type) {
	case *ast.IntegerNode, *ast.FloatNode:
		return nil
	case *ast.IdentifierNode:
		return c.name(n)
	case *ast.UnaryNode:
		if n.Operator == "-" {
			return c.check(n.Node)
		}
	case *ast.BinaryNode:
		return c.binary(n)
	case *ast.CallNode:
		return c.call(n)
	}
	return refuse(n, "a formula is of numbers, indicators, + - * / ( ), min(...) and max(...)")
}

// binary checks an operation. One that divides by what is always zero is
// refused.
func (c *checker) binary(n *ast.BinaryNode) error {
	if !slices.Contains([]string{"+", "-", "*", "/"}, n.Operator) {
		return refuse(n, "the operator %s is not one of + - * /", n.Operator)
	}
	if err := c.check(n.Left); err != nil {
		return err
	}
	before := c.mentions
	if err := c.check(n.Right); err != nil || n.Operator != "/" || c.mentions > before {
		return err
	}
	by, err := build(n.Right.String(), nil)
	if err != nil {
		return err
	}
	if value, ok := by.value(nil); !ok || value.Sign() == 0 {
		return refuse(n, "this divides by zero, always")
	}
	return nil
}

func (c *checker) name(n *ast.IdentifierNode) error {
	if !c.known(n.Value) {
		return refuse(n, "the indicator %q is not known", n.Value)
	}
	c.mentions++
	if !slices.Contains(c.names, n.Value) {
		c.names = append(c.names, n.Value)
	}
	return nil
}

func (c *checker) call(n *ast.CallNode) error {
	callee, named := n.Callee.(*ast.IdentifierNode)
	if !named || callee.Value != functionMin && callee.Value != functionMax {
		return refuse(n.Callee, "the only functions are min and max")
	}
	if len(n.Arguments) == 0 {
		return refuse(n.Callee, "%s of nothing", callee.Value)
	}
	for _, a := range n.Arguments {
		if err := c.check(a); err != nil {
			return err
		}
	}
	return nil
}

// exactNumbers makes quantities of the literals of a formula, and a subtraction
// of a sign.
type exactNumbers struct{}

// Visit implements [ast.Visitor].
func (exactNumbers) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.IntegerNode:
		ast.Patch(node, &ast.ConstantNode{Value: quantity{new(big.Rat).SetInt64(int64(n.Value))}})
	case *ast.FloatNode:
		exact, _ := new(big.Rat).SetString(strconv.FormatFloat(n.Value, 'f', -1, 64)) // a literal is finite
		ast.Patch(node, &ast.ConstantNode{Value: quantity{exact}})
	case *ast.UnaryNode:
		ast.Patch(node, &ast.BinaryNode{Operator: "-", Left: &ast.ConstantNode{Value: quantity{new(big.Rat)}}, Right: n.Node})
	}
}

func refuse(n ast.Node, format string, args ...any) error {
	return &formulaError{n.Location().From + 1, fmt.Sprintf(format, args...)}
}
