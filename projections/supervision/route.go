package supervision

import (
	"slices"

	"github.com/hoso-engine/dossier/domain"
)

// mostSteps bounds the walk up the organisation tree, should it have a loop.
const mostSteps = 16

// levels says how high a node of the organisation tree stands.
var levels = map[domain.UnitKind]domain.Level{
	domain.UnitUnit: domain.UnitLevel, domain.UnitDesk: domain.UnitLevel,
	domain.UnitAgency: domain.AgencyLevel, domain.UnitCommune: domain.AgencyLevel,
	domain.UnitProvince: domain.ProvinceLevel,
}

// Route returns who is told of an alert of that level about the dossier, the
// nearest first: the officer who holds it, then heads and receivers up the
// organisation tree to the level. Where that is nobody, the first above it who
// is: an alert that has no receiver would be an alert that is not sent.
func Route(g *domain.Registry, d *domain.Dossier, level domain.Level) []string {
	route := []string{}
	add := func(refs ...string) {
		for _, ref := range refs {
			if ref != "" && !slices.Contains(route, ref) {
				route = append(route, ref)
			}
		}
	}
	add(d.Holder().Officer)
	for _, id := range way(g, d) {
		u, _ := g.Unit(id)
		if levels[u.Kind].Above(level) && len(route) > 0 {
			break
		}
		add(u.Head)
		add(u.Receivers...)
	}
	return route
}

// way returns the nodes of the tree from who holds the dossier up to the province.
func way(g *domain.Registry, d *domain.Dossier) []string {
	holder := d.Holder()
	for _, from := range [...]string{holder.Unit, holder.Agency, d.Agency} {
		if up := climb(g, from); from != holder.Unit && len(up) > 0 || slices.Contains(up, holder.Agency) {
			return up
		}
	}
	return climb(g, d.Province) // the tree does not know the agency
}

func climb(g *domain.Registry, id string) (up []string) {
	for range mostSteps {
		u, known := g.Unit(id)
		if !known || slices.Contains(up, id) {
			break
		}
		up = append(up, id)
		id = u.Parent
	}
	return up
}
