package ontime_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/ontime"
)

// The places of the dossiers add up to every column of the form.
func TestPlacesAreTheColumns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, q := rowsOf(t, logtest.Random(t, nil)), anyQuery(t)
		want := ontime.Statistics(c, q).Total
		for column := ontime.ColumnReceived; column <= ontime.ColumnOverdue; column++ {
			counted := 0
			for _, place := range ontime.Places(c, q) {
				if place.In(column) {
					counted++
				}
			}
			if counted != want.Column(column) {
				t.Fatalf("%d dossiers stand in column %d, the form says %d", counted, column, want.Column(column))
			}
		}
	})
}
