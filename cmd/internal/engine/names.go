package engine

// rowNames returns what people call the keys of a breakdown: the names that the
// registry holds of fields, procedures and units. An unknown key has no name.
func (e *Engine) rowNames(by string) func(key string) string {
	registry := e.Reference.Registry()
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
