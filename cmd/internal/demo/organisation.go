package demo

import (
	_ "embed"
	"fmt"
	"math/rand/v2"

	"github.com/go-json-experiment/json"

	"github.com/hoso-engine/dossier/domain"
)

// Ids of the department.
const (
	province = "H37"
	agency   = "H37.13"
)

// Organisation is the department's units and, as opaque references, its people.
type Organisation struct {
	Units         []Unit              `json:"units"`
	Desks         Desks               `json:"desks"`
	Clerks        []string            `json:"clerks"`
	OfflineClerk  string              `json:"offline_clerk"`
	RetryingClerk string              `json:"retrying_clerk"` // sends what it is not sure of again
	Leaders       []string            `json:"leaders"`
	Experts       map[string][]string `json:"experts"`     // by unit
	SlowExpert    string              `json:"slow_expert"` // behind most late dossiers
}

// Desks are where dossiers are received.
type Desks struct {
	Main    string `json:"main"`
	Offline string `json:"offline"` // at the border post, often without a line
}

// Unit is a node of the organisation tree.
type Unit struct {
	ID string `json:"id"`
	domain.UnitDefined
}

//go:embed organisation.json
var organisationJSON []byte

// readOrganisation returns the department's units and people.
func readOrganisation() (*Organisation, error) {
	o := new(Organisation)
	if err := json.Unmarshal(organisationJSON, o); err != nil {
		return nil, fmt.Errorf("the organisation: %w", err)
	}
	return o, nil
}

// expert draws who appraises a dossier in the unit.
func (o *Organisation) expert(r *rand.Rand, unit string) string { return pick(r, o.Experts[unit]) }

// slowUnit returns the unit of the slow expert.
func (o *Organisation) slowUnit() string {
	for unit, experts := range o.Experts {
		for _, e := range experts {
			if e == o.SlowExpert {
				return unit
			}
		}
	}
	return ""
}
