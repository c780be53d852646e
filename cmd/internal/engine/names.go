package engine

import (
	"strings"

	"github.com/hoso-engine/dossier/domain"
)

// rowNames returns what people call the keys of the breakdowns: the names that
// the registry holds of fields, procedures and units. An unknown key has no name.
func (e *Engine) rowNames(breakdowns string) func(by, key string) string {
	registry := e.Reference.Registry()
	names := make(map[string]func(key string) string)
	for by := range strings.SplitSeq(breakdowns, ",") {
		names[by] = namesOf(registry, by)
	}
	return func(by, key string) string { return names[by](key) }
}

// namesOf returns the names of one breakdown.
func namesOf(registry *domain.Registry, by string) func(key string) string {
	names := make(map[string]string)
	switch by {
	case "field":
		for _, p := range registry.Procedures() {
			names[p.Field] = p.FieldName
		}
	case "procedure":
		for _, p := range registry.Procedures() {
			names[p.Code] = p.Name
		}
	case "province", "agency", "unit":
		return func(key string) string {
			unit, _ := registry.Unit(key)
			return unit.Name
		}
	}
	return func(key string) string { return names[key] }
}
