package notify

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/hoso-engine/dossier/domain/pack"
	"github.com/hoso-engine/dossier/projections/supervision"
)

// TestAKeptOutbox keeps an outbox of which the alert at 2 was published last, and
// takes it up where more, as much or less was published since.
func TestAKeptOutbox(t *testing.T) {
	sent := func(position uint64) *Outbox {
		return NewOutbox(nil, nil, supervision.ID{Position: position})
	}
	before := sent(2)
	for position := uint64(3); position <= 6; position++ {
		before.put(alertAt(position))
	}
	w := pack.Writer(nil, nil)
	before.Keep(&w)
	for published, want := range map[uint64][]Alert{
		2: {alertAt(3), alertAt(4), alertAt(5), alertAt(6)},
		4: {alertAt(5), alertAt(6)},
		7: nil,
	} {
		p := pack.Reader(w.Bytes(), nil)
		o := sent(published)
		if o.Keep(&p); p.Close() != nil {
			t.Fatal(p.Err())
		}
		if diff := cmp.Diff(want, o.first(10), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("published up to %d:\n%s", published, diff)
		}
	}
	p := pack.Reader(w.Bytes(), nil)
	o := sent(1)
	if o.Keep(&p); p.Err() == nil || o.Waiting() > 0 {
		t.Errorf("the stream has lost its end, and %d alerts are taken up: %v", o.Waiting(), p.Err())
	}
}
