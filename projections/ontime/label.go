package ontime

import (
	"cmp"
	"slices"
	"strings"
)

// Label returns what the row is about: its names, and its keys where they have
// none.
func (r *Row) Label() string {
	if r.Keys == nil {
		return cmp.Or(r.Name, r.Key)
	}
	words := slices.Clone(r.Keys)
	for i := range r.Names {
		words[i] = cmp.Or(r.Names[i], words[i])
	}
	return strings.Join(words, " · ")
}

// Plain keeps a spreadsheet from taking a name for a formula.
func Plain(name string) string {
	if name != "" && strings.ContainsRune("=+-@\t\r", rune(name[0])) {
		return "'" + name
	}
	return name
}
