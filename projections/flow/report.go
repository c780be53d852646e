package flow

import (
	"cmp"
	"strings"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
)

// Head says what a report is about.
type Head struct {
	Analysis string                `json:"analysis"`
	From     calendar.Date         `json:"from"`
	To       calendar.Date         `json:"to"`
	AsOf     time.Time             `json:"as_of"` // the last instant that is counted
	Zone     string                `json:"zone"`
	Counting ontime.CountingPolicy `json:"counting"`        // which dossiers count as late
	Workday  Seconds               `json:"workday_seconds"` // of the usual working day, to print spans by
	Position uint64                `json:"position,omitzero"`
}

// Top returns the head, for the caller to fill in the position.
func (h *Head) Top() *Head { return h }

// Report is the answer of an analysis: [*Dwell], [*Waits], [*Lateness],
// [*Officers] or [*Outlook].
type Report interface {
	Top() *Head
	// Name gives every row the name that people know its key by: a unit's, an
	// agency's. Empty: none.
	Name(name func(by, key string) string)
	// Records returns the report's table for spreadsheets, a head of Vietnamese
	// column names first.
	Records() [][]string
}

// analyses are the reports by the names in queries.
var analyses = map[string]struct {
	empty func() Report
	of    func(rows *register.Columns, g *domain.Registry, q Query) Report
}{
	"dwell": {
		func() Report { return new(Dwell) },
		func(rows *register.Columns, g *domain.Registry, q Query) Report { return DwellOf(rows, g, q) },
	},
	"waits": {
		func() Report { return new(Waits) },
		func(rows *register.Columns, g *domain.Registry, q Query) Report { return WaitsOf(rows, g, q) },
	},
	"lateness": {
		func() Report { return new(Lateness) },
		func(rows *register.Columns, g *domain.Registry, q Query) Report {
			return LatenessOf(rows, g, q)
		},
	},
	"officers": {
		func() Report { return new(Officers) },
		func(rows *register.Columns, g *domain.Registry, q Query) Report {
			return OfficersOf(rows, g, q)
		},
	},
	"outlook": {
		func() Report { return new(Outlook) },
		func(rows *register.Columns, g *domain.Registry, q Query) Report { return OutlookOf(rows, g, q) },
	},
}

// Names lists the analyses.
func Names() []string { return []string{"dwell", "waits", "lateness", "officers", "outlook"} }

// Empty returns an empty report of the analysis, to be decoded into. One that is
// not known is refused with [domain.CodeUnknown].
func Empty(analysis string) (Report, error) {
	a, known := analyses[analysis]
	if !known {
		return nil, &domain.Error{
			Code: domain.CodeUnknown, Field: "analysis",
			Message: "there is no such analysis: " + strings.Join(Names(), ", "),
		}
	}
	return a.empty(), nil
}

// Of returns the report of an analysis over the rows, which are walked more than
// once. Errors are those of [Empty].
func Of(analysis string, rows *register.Columns, g *domain.Registry, q Query) (Report, error) {
	if _, err := Empty(analysis); err != nil {
		return nil, err
	}
	return analyses[analysis].of(rows, g, q.normal()), nil
}

// byKey orders keys; the empty one is the last.
func byKey(a, b string) int {
	if (a == "") != (b == "") {
		return cmp.Compare(b, a)
	}
	return cmp.Compare(a, b)
}
