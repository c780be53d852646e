// Package reports asks the engine's columns and databases with the same rows the
// same questions, and proves that they answer alike.
package reports

import (
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
)

// Question is a query by the default counting policy.
type Question struct {
	Name string
	ontime.Query
}

// Questions are the reports of a year, a month, a week and a past day, and the
// crossed ones.
func Questions() ([]Question, error) {
	zone, err := time.LoadLocation("Asia/Ho_Chi_Minh")
	if err != nil {
		return nil, err
	}
	ask := func(name, from, to, by string, detail ontime.Detail) Question {
		first, _ := calendar.ParseDate(from) // all are dates
		last, _ := calendar.ParseDate(to)
		return Question{name, ontime.Query{From: first, To: last, By: by, Detail: detail, Zone: zone, Counting: ontime.DefaultCounting()}}
	}
	july := ask("II.06a by field, as of 15 July", "2025-01-01", "2025-12-31", "field", ontime.FormOnly)
	july.AsOf = time.Date(2025, 7, 15, 12, 0, 0, 0, zone)
	return []Question{
		ask("II.06a by field, a year", "2025-01-01", "2025-12-31", "field", ontime.FormOnly),
		ask("II.06a by field, a month", "2025-12-01", "2025-12-31", "field", ontime.FormOnly),
		ask("II.06a by field, a week", "2025-06-02", "2025-06-08", "field", ontime.FormOnly),
		july,
		ask("field x channel, percentiles", "2025-01-01", "2025-12-31", "field,channel", ontime.Full),
		ask("unit x field x channel, percentiles", "2025-01-01", "2025-12-31", "unit,field,channel", ontime.Full),
	}, nil
}

// bounds returns the last instants before the period and of it.
func (q *Question) bounds() (before, end int64) {
	last := q.AsOf
	if last.IsZero() {
		last = register.EndOfDay(q.To, q.Zone)
	}
	return int64(register.At(register.StartOfDay(q.From, q.Zone))) - 1, int64(register.At(last))
}
