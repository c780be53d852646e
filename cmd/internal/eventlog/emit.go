package eventlog

import (
	"strconv"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/hoso-engine/dossier/domain"
)

// items returns what the case means.
func (m *Mapping) items(h *history) []Item {
	whole := h.whole()
	code := m.codeOf(whole)
	rows, items := m.moments(h, code)
	before := make([]string, len(m.columns))
	for _, r := range rows {
		items = append(items, m.rowItems(h, r, code, before)...)
		for i, text := range r.values {
			if text != "" {
				before[i] = text
			}
		}
	}
	for i := range m.caseRules {
		u := &m.caseRules[i]
		if u.emit != "" && u.holds(whole, before) {
			items = append(items, m.emit(u, whole, time.Time{}, h.id+"/case", code))
		}
	}
	inCourse(items)
	return items
}

// rowItems returns what one row means: an event for every rule that holds.
func (m *Mapping) rowItems(h *history, r moment, code string, before []string) (items []Item) {
	id, known := h.id+"/"+r.name, false
	for i := range m.rowRules {
		u := &m.rowRules[i]
		if !u.holds(r.row, before) {
			continue
		}
		known = true
		if u.emit != "" {
			items = append(items, m.emit(u, r.row, r.at, id, code))
		}
	}
	if !known && m.unmapped {
		items = append(items, refusal(id, code, r.line, refuse(CodeUnmapped, "no rule of mapping %q holds for the row", m.Name)))
	}
	return items
}

// emit makes the rule's event of a row; at is the row's instant.
func (m *Mapping) emit(u *rule, r row, at time.Time, id, code string) Item {
	id += "/" + string(u.emit)
	ce, err := m.cloudEvent(u, r, at)
	if err != nil {
		item := refusal(id, code, r.line, refuse(domain.CodeInvalidField, "%s", err))
		item.Parsed.Event.Type = u.emit
		return item
	}
	ce.ID, ce.Subject = id, code
	b, err := json.Marshal(ce)
	if err != nil {
		return refusal(id, code, r.line, refuse(domain.CodeInvalidField, "%s", err))
	}
	item := Item{Parsed: domain.ParseOne(b), Lines: []int{r.line}}
	item.Parsed.Event.Type = u.emit // so that the report can say it of a refused one
	return item
}

// cloudEvent renders what the rule says of the row.
func (m *Mapping) cloudEvent(u *rule, r row, at time.Time) (*domain.CloudEvent, error) {
	ce := &domain.CloudEvent{SpecVersion: "1.0", Source: m.uri(), Type: u.emit, Backdated: m.backdated}
	ce.Time = at.Format(time.RFC3339Nano)
	if u.at != nil {
		b, err := u.at.render(m, r)
		if err != nil {
			return nil, err
		}
		ce.Time = textOf(b)
	}
	actor, err := u.actor.render(m, r)
	if err != nil {
		return nil, err
	}
	ce.Actor = textOf(actor)
	ce.Data, err = u.data.render(m, r)
	return ce, err
}

// codeOf returns the dossier's code; empty where the case does not say it.
func (m *Mapping) codeOf(whole row) string {
	b, err := m.code.render(m, whole)
	if err != nil {
		return ""
	}
	return textOf(b)
}

// rowName returns what tells the row from the others of its case.
func (m *Mapping) rowName(r row, ordinal int) string {
	if name := m.value(r, columnInstance); name != "" {
		return name
	}
	return strconv.Itoa(ordinal)
}

// textOf returns the text of a JSON string; empty for anything else.
func textOf(b jsontext.Value) (s string) {
	if b.Kind() == '"' {
		_ = json.Unmarshal(b, &s) // it was rendered as a string
	}
	return s
}
