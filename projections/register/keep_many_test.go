package register_test

import (
	"bytes"
	"testing"

	"github.com/hoso-engine/dossier/domain/pack"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/register"
)

// Rows that fill many chunks, and waste some, are cleared in a table that was kept
// and rested as in one that did not, and dossiers leave the tray for others in both,
// and the tray grows: they are the same bytes at the end.
func TestAKeptTableOfManyRowsGoesOn(t *testing.T) {
	const dossiers, steps, keepEvery, restEvery = 5000, 6, 7001, 1301
	whole, other := register.New(projections.NewReference()), register.New(projections.NewReference())
	kept := func(table *register.Table) []byte {
		w := pack.Writer(nil, nil)
		keep(table, &w)
		return w.Bytes()
	}
	applied := 0
	for step := range steps {
		for i := range dossiers {
			c := commit(i, step)
			if err := whole.Apply(c); err != nil {
				t.Fatal(err)
			}
			if err := other.Apply(c); err != nil {
				t.Fatal(err)
			}
			if applied++; applied%restEvery == 0 {
				rest(t, other)
			}
			if applied%keepEvery != 0 {
				continue
			}
			p := pack.Reader(kept(other), nil)
			other = register.New(projections.NewReference())
			if keep(other, &p); p.Close() != nil {
				t.Fatal(p.Err())
			}
		}
	}
	if !bytes.Equal(kept(whole), kept(other)) {
		t.Error("it is another table")
	}
	if n, codes := other.Differences(whole, 3); n > 0 {
		t.Errorf("%d rows differ: %v", n, codes)
	}
}

// keep packs a table behind its subjects, as a runner does.
func keep(table *register.Table, p *pack.Pack) {
	table.Subjects().Keep(p)
	table.Keep(p)
}
