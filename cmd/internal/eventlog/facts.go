package eventlog

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/hoso-engine/dossier/domain"
)

// factForm is a reference fact as the mapping writes it: its data, or the file
// that holds it. The file of a calendar holds the calendar alone, that of a
// policy or a counting policy the policy.
type factForm struct {
	Note string         `json:"note,omitzero"`
	Data jsontext.Value `json:"data,omitzero"`
	File string         `json:"file,omitzero"`
}

// factTypes are the types by which a mapping publishes facts.
var factTypes = map[string]domain.Type{
	domain.KindCalendar:  domain.TypeCalendarChanged,
	domain.KindPolicy:    domain.TypePolicyChanged,
	domain.KindCounting:  domain.TypeCountingChanged,
	domain.KindProcedure: domain.TypeProcedurePublished,
	domain.KindUnit:      domain.TypeUnitDefined,
	domain.KindIndicator: domain.TypeIndicatorRecorded,
	domain.KindTarget:    domain.TypeTargetSet,
}

// takeFacts makes the events that publish the facts, in the order of their
// names: calendars and policies before procedures and units.
func (m *Mapping) takeFacts(f *mappingForm, read func(string) ([]byte, error)) error {
	for _, name := range slices.Sorted(maps.Keys(f.Facts)) {
		at := pointer("/facts", name)
		if f.FactsAt.IsZero() {
			return wrong("/facts_at", "is missing: when the facts took effect")
		}
		kind, id, _ := strings.Cut(name, "/")
		t, ok := factTypes[kind]
		if !ok || id == "" {
			return wrong(at, "is not named kind/id, with one of the kinds %q", slices.Sorted(maps.Keys(factTypes)))
		}
		data, err := f.Facts[name].data(kind, at, read)
		if err != nil {
			return err
		}
		item, err := m.fact(t, name, id, f.FactsAt, data)
		if err != nil {
			return err
		}
		if e := item.Parsed.Err; e != nil {
			return wrong(at+e.Field, "%s", e.Message)
		}
		m.facts = append(m.facts, item)
	}
	return nil
}

// fact makes the event that publishes a fact.
func (m *Mapping) fact(t domain.Type, name, id string, at time.Time, data jsontext.Value) (Item, error) {
	b, err := json.Marshal(&domain.CloudEvent{
		SpecVersion: "1.0", ID: "facts/" + name, Source: m.uri(), Type: t, Subject: id,
		Time: at.Format(time.RFC3339Nano), Backdated: true, Data: data,
	})
	return Item{Parsed: domain.ParseOne(b)}, err
}

// data returns the fact's data.
func (f factForm) data(kind, at string, read func(string) ([]byte, error)) (jsontext.Value, error) {
	if f.File == "" {
		if len(f.Data) == 0 {
			return nil, wrong(at, "has neither data nor a file")
		}
		return f.Data, nil
	}
	if len(f.Data) != 0 {
		return nil, wrong(at+"/file", "stands beside data: one of the two")
	}
	content, err := read(f.File)
	if err != nil {
		return nil, wrong(at+"/file", "%s", err)
	}
	if !jsontext.Value(content).IsValid() {
		return nil, wrong(at+"/file", "%q is not JSON", f.File)
	}
	if kind == domain.KindCalendar || kind == domain.KindPolicy || kind == domain.KindCounting {
		return json.Marshal(map[string]jsontext.Value{kind: content})
	}
	return content, nil
}
