package forms

import (
	"cmp"

	"github.com/hoso-engine/dossier/domain"
)

// Titles are what people call the procedures, fields and units of a form, by
// their ids. What has no name is printed by its id.
type Titles struct {
	Procedures map[string]string `json:"procedures,omitzero"`
	Fields     map[string]string `json:"fields,omitzero"`
	Units      map[string]string `json:"units,omitzero"` // provinces, agencies, units and desks
}

func noTitles() Titles {
	return Titles{Procedures: map[string]string{}, Fields: map[string]string{}, Units: map[string]string{}}
}

func (t *Titles) procedure(code string) string { return cmp.Or(t.Procedures[code], code) }
func (t *Titles) field(id string) string       { return cmp.Or(t.Fields[id], id) }
func (t *Titles) unit(id string) string        { return cmp.Or(t.Units[id], id) }

// index is the registry's names.
type index struct {
	registry *domain.Registry
	all      Titles // of procedures and fields
}

func indexOf(g *domain.Registry) index {
	x := index{registry: g, all: noTitles()}
	for _, p := range g.Procedures() {
		x.all.Procedures[p.Code], x.all.Fields[p.Field] = p.Name, p.FieldName
	}
	return x
}

// name gives titles to what a form mentions.
func (x index) name(t *Titles, procedure, field string, units ...string) {
	if name := x.all.Procedures[procedure]; name != "" {
		t.Procedures[procedure] = name
	}
	if name := x.all.Fields[field]; name != "" {
		t.Fields[field] = name
	}
	for _, id := range units {
		if u, known := x.registry.Unit(id); known {
			t.Units[id] = u.Name
		}
	}
}

// office returns the office of that id as its papers call it: a unit that the
// registry does not know is called by its id, none is to be filled in.
func office(g *domain.Registry, id string) Office {
	u, known := g.Unit(id)
	if !known {
		return Office{Name: domain.Text{VI: id, EN: id}}
	}
	o := Office{Name: nameOf(u)}
	if above, known := g.Unit(u.Parent); known {
		o.Superior = nameOf(above)
	}
	return o
}

func nameOf(u domain.UnitDefined) domain.Text {
	return domain.Text{VI: u.Name, EN: cmp.Or(u.NameEN, u.Name)}
}
