package scorecard

import (
	"math/big"
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/ontime"
)

// Report is the scores of a period.
type Report struct {
	Scorecard  string                `json:"scorecard"`
	Version    int                   `json:"version"`
	Title      Text                  `json:"title"`
	Source     string                `json:"source"`
	Notes      []string              `json:"notes,omitzero"`
	From       calendar.Date         `json:"from"`
	To         calendar.Date         `json:"to"`
	AsOf       time.Time             `json:"as_of"` // the last instant that is counted
	Zone       string                `json:"zone"`
	By         string                `json:"by,omitzero"`
	Counting   ontime.CountingPolicy `json:"counting"`
	Position   uint64                `json:"position,omitzero"` // of the log; for the caller to fill in
	Before     Period                `json:"before"`            // what trends compare with: all of it, even where AsOf cuts this one short
	YearBefore Period                `json:"year_before"`
	Groups     []Group               `json:"groups"`
	Criteria   []Criterion           `json:"criteria"`
	Whole      Sheet                 `json:"whole"`         // of all that the filter means
	Rows       []Sheet               `json:"rows,omitzero"` // of agencies or units, by rank
}

// Group is a group of criteria.
type Group struct {
	ID    string `json:"id"`
	Title Text   `json:"title"`
}

// Criterion is how one criterion is computed.
type Criterion struct {
	ID       string `json:"id"`
	Group    string `json:"group"`
	Title    Text   `json:"title"`
	Recorded bool   `json:"recorded"` // something of it comes from outside
	Formula  string `json:"formula"`
	Rule     Kind   `json:"rule"`
	Unit     Unit   `json:"unit"`
	Maximum  Number `json:"maximum,omitzero"` // points; of a deduction the most that is taken away
	NA       NA     `json:"na"`
	Source   string `json:"source,omitzero"`
	Note     string `json:"note,omitzero"`
}

// Sheet is the scores of one agency or unit, or of all.
type Sheet struct {
	Rank  int    `json:"rank,omitzero"` // 1 is the best; equal ones share it; 0: not ranked
	Key   string `json:"key,omitzero"`
	Name  string `json:"name,omitzero"`
	Total Total  `json:"total"`
	// Criteria are the scores, in the order of [Report.Criteria]. Those of agencies
	// and units have no figures, goals and trends: filter by one to see them.
	Criteria []Line `json:"criteria"`

	share *big.Rat // by which it is ranked; nil: it is not
}

// Line is the score of one criterion.
type Line struct {
	ID      string   `json:"id"`
	Status  Status   `json:"status"`
	Value   Number   `json:"value,omitzero"` // in the criterion's unit
	Points  Number   `json:"points,omitzero"`
	Figures []Figure `json:"figures,omitzero"`
	Goal    *Goal    `json:"goal,omitzero"`
	Trend   *Trend   `json:"trend,omitzero"`
}

// Goal is what a value should be, in the criterion's unit.
type Goal struct {
	Is     Sense  `json:"is"`
	Value  Number `json:"value"`
	Met    bool   `json:"met"`          // not while there is no value
	Gap    Number `json:"gap,omitzero"` // the value less the goal, as both are printed
	Source string `json:"source"`       // who set it
}

// Trend is a value beside those of earlier periods.
type Trend struct {
	Before     Compared `json:"before"`
	YearBefore Compared `json:"year_before"`
}

// Compared is the score of an earlier period, and what changed since.
type Compared struct {
	Status       Status `json:"status"`
	Value        Number `json:"value,omitzero"`
	Change       Number `json:"change,omitzero"` // of the value, as both are printed
	Points       Number `json:"points,omitzero"`
	PointsChange Number `json:"points_change,omitzero"`
}

// NameRows gives every row the name that people know its key by; empty: none.
func (r *Report) NameRows(name func(key string) string) {
	for i := range r.Rows {
		r.Rows[i].Name = name(r.Rows[i].Key)
	}
}
