package notice

import (
	"slices"

	"github.com/hoso-engine/dossier/projections/supervision"
)

// Why an alert is left out that something else makes needless.
const (
	reasonResolved   = "resolved"
	reasonSuperseded = "superseded"
	reasonUntold     = "untold" // the end of what the receiver was not told of
)

// clock names a clock of a dossier.
type clock struct{ code, name string }

// news is what the alerts behind one say about its matter.
type news struct {
	begun        map[supervision.ID]bool // something before its end waits too
	ended, again map[supervision.ID]bool // it is resolved; it is told (again)
	risen, done  map[clock]bool          // a later rung, and a later end, is told
}

// overtake finds, for each alert, whether what else waits makes it needless. What is
// not told takes no other's place: nobody would be told of either. An end that is
// muted ends all the same. A webhook is told all that was raised; only what is muted
// waits there for something to overtake it.
func (d *decision) overtake() {
	w := news{
		begun: make(map[supervision.ID]bool), ended: make(map[supervision.ID]bool), again: make(map[supervision.ID]bool),
		risen: make(map[clock]bool), done: make(map[clock]bool),
	}
	for _, p := range d.pending {
		w.begun[p.Alert.Of()] = w.begun[p.Alert.Of()] || !p.Alert.Resolved()
	}
	for i, p := range slices.Backward(d.pending) {
		at, of := &d.verdicts[i], p.Alert.Of()
		atOnce := d.chain.Channel == Webhook
		waits := !atOnce || at.muted && (!p.Alert.Resolved() || w.again[of])
		if reason := w.needless(&p, atOnce || p.Ends || d.knows(of)); waits && reason != "" {
			*at = verdict{reason: reason}
		}
		w.take(&p, at.reason == "")
	}
}

// needless returns why the alert need not be told. heard says of an end whether the
// receiver is to hear it.
func (w *news) needless(p *Pending, heard bool) string {
	of, at := p.Alert.Of(), clock{string(p.Alert.Code), string(p.Alert.Clock)}
	switch resolved := p.Alert.Resolved(); {
	case resolved && !heard && w.begun[of]:
		return reasonResolved // and so is what it resolves, which nobody was told
	case resolved && !heard:
		return reasonUntold
	case resolved && (w.again[of] || w.done[at]):
		return reasonSuperseded
	case !resolved && w.ended[of]:
		return reasonResolved
	case !resolved && w.risen[at]:
		return reasonSuperseded
	}
	return ""
}

// take notes what the alert says to those before it.
func (w *news) take(p *Pending, told bool) {
	of, at := p.Alert.Of(), clock{string(p.Alert.Code), string(p.Alert.Clock)}
	switch {
	case p.Alert.Resolved():
		w.ended[of] = true
		w.done[at] = w.done[at] || told
	case told:
		w.again[of] = true
		w.risen[at] = true
	}
}
