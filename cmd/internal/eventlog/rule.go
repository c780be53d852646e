package eventlog

import (
	"maps"
	"slices"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/hoso-engine/dossier/domain"
)

// ruleForm is a rule as the mapping writes it.
type ruleForm struct {
	Note  string                   `json:"note,omitzero"`
	When  map[string]conditionForm `json:"when,omitzero"`
	Emit  domain.Type              `json:"emit,omitzero"`
	At    jsontext.Value           `json:"at,omitzero"`
	Actor jsontext.Value           `json:"actor,omitzero"`
	Data  jsontext.Value           `json:"data,omitzero"`
}

// rule says what event a row means.
type rule struct {
	place string // in the mapping
	when  []condition
	emit  domain.Type // empty: the row means nothing
	at    *value
	actor *value
	data  *value
}

// holds reports whether the row fulfils every condition.
func (u *rule) holds(r row, before []string) bool {
	for i := range u.when {
		if !u.when[i].holds(r, before) {
			return false
		}
	}
	return true
}

// takeRules reads the rules for cases and for rows.
func (m *Mapping) takeRules(f *mappingForm) (err error) {
	switch f.Unmapped {
	case "", "report":
		m.unmapped = true
	case "ignore":
	default:
		return wrong("/unmapped", "%q is neither report nor ignore", f.Unmapped)
	}
	if m.caseRules, err = m.takeList(f.Case, "/case"); err != nil {
		return err
	}
	for i := range m.caseRules {
		if err := m.caseRules[i].checkCase(); err != nil {
			return err
		}
	}
	m.rowRules, err = m.takeList(f.Rows, "/rows")
	return err
}

// checkCase refuses what only a row can say.
func (u *rule) checkCase() error {
	if u.emit != "" && u.at == nil {
		return wrong(u.place+"/at", "is missing: a case has no instant of its own")
	}
	for _, c := range u.when {
		if c.Changed != nil {
			return wrong(u.place+"/when", "asks what changed: a case has no row before it")
		}
	}
	return nil
}

// takeList reads rules in the order of their names.
func (m *Mapping) takeList(forms map[string]ruleForm, at string) ([]rule, error) {
	var rules []rule
	for _, name := range slices.Sorted(maps.Keys(forms)) {
		u, err := m.takeRule(forms[name], pointer(at, name))
		if err != nil {
			return nil, err
		}
		rules = append(rules, u)
	}
	return rules, nil
}

func (m *Mapping) takeRule(form ruleForm, at string) (u rule, err error) {
	u.place = at
	if u.when, err = m.takeConditions(form.When, at+"/when"); err != nil {
		return u, err
	}
	if u.emit = form.Emit; u.emit == "" {
		return u, nil
	}
	if u.emit.Kind() != domain.KindDossier || u.emit.EngineOnly() {
		return u, wrong(at+"/emit", "%q is not a type of event that a desk publishes about a dossier", u.emit)
	}
	for _, part := range [...]struct {
		name string
		form jsontext.Value
		into **value
	}{{"at", form.At, &u.at}, {"actor", form.Actor, &u.actor}, {"data", form.Data, &u.data}} {
		if *part.into, err = m.takeValue(part.form, pointer(at, part.name)); err != nil {
			return u, err
		}
	}
	if u.at != nil && (u.at.from == nil || !u.at.from.as.isInstant()) {
		return u, wrong(at+"/at", "is not an instant that the row says: a column as instant")
	}
	err = u.check(at)
	return u, err
}
