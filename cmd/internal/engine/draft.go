package engine

import "github.com/hoso-engine/dossier/domain"

// draft is what follows from a fact by what the projections hold of its dossier.
// Where the log has gone on since, its append meets a conflict.
type draft struct {
	events  []domain.Event
	follows end
}

// draft decides the fact against what the projections hold, and may be called within
// a read of them alone; nil where the log is to say what follows. The dossier of a
// projection knows no repeats of what publishers said, so that it must not become a
// track's. Nothing is drafted from a snapshot that may yet prove wrong: what is
// appended stays.
func (e *Engine) draft(f *timed) *draft {
	if e.Unproven != nil && e.Unproven() {
		return nil
	}
	number, known := e.Table.Number(f.subject)
	if !known {
		return nil
	}
	d, _ := e.Table.At(number)
	stands, known := e.Runner.End(f.subject)
	if !known || stands.Sequence != d.Sequence {
		return nil
	}
	events, err := f.decide(d)
	if err != nil || len(events) == 0 {
		return nil
	}
	return &draft{events: events, follows: end{last: stands.Position, hash: stands.Hash}}
}
