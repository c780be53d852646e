package notice

import (
	"slices"
	"time"

	"github.com/hoso-engine/dossier/projections/supervision"
)

// decision is what a chain's next claims are made of.
type decision struct {
	chain    *Chain
	pending  []Pending
	verdicts []verdict // of pending
	now      time.Time
	state    State
	told     map[supervision.ID]bool // what the claims so far change: true where it is told, false where it is over
	claims   []Notice
}

// verdict is why an alert is not told; empty where it is.
type verdict struct {
	reason string
	muted  bool
}

// decide asks about every alert, and begins.
func (c *Chain) decide(pending []Pending, now time.Time, gate Gate) *decision {
	d := &decision{
		chain: c, pending: pending, verdicts: make([]verdict, len(pending)), now: now,
		state: c.Last.State, told: make(map[supervision.ID]bool),
	}
	d.state.Muted = slices.Clone(d.state.Muted)
	d.state.Told, d.state.Base, d.state.Behind = nil, 0, 0 // what they are is found when a claim is appended
	for i, p := range pending {
		d.verdicts[i].reason, d.verdicts[i].muted = gate(p.Alert)
	}
	d.overtake()
	return d
}

// knows reports whether the target is to hear of the alert's end.
func (d *decision) knows(alert supervision.ID) bool {
	if told, changed := d.told[alert]; changed {
		return told
	}
	return d.chain.knows(alert)
}

// opened reports whether it is recorded that the target is to hear of the alert's
// end.
func (d *decision) opened(alert supervision.ID) bool {
	if told, changed := d.told[alert]; changed {
		return told
	}
	return d.chain.opened(alert)
}

// leaves decides whether the i-th alert is left out. It then stands in the claim,
// but for one that is muted still: it is on record. Whether an end is untold is found
// last: an alert before it may just have been told.
func (d *decision) leaves(n *Notice, i int) bool {
	p, v := &d.pending[i], d.verdicts[i]
	if p.Alert.Resolved() && v.reason != reasonResolved && !p.Ends && !d.knows(p.Alert.Of()) {
		v = verdict{reason: reasonUntold}
	}
	at, before := slices.BinarySearch(d.state.Muted, p.Sequence)
	switch {
	case v.muted && before:
		return true
	case v.muted && len(d.state.Muted) < mostNamed:
		d.state.Muted = slices.Insert(d.state.Muted, at, p.Sequence)
	case before:
		d.state.Muted = slices.Delete(d.state.Muted, at, at+1)
		fallthrough
	default:
		d.ends(n, p)
	}
	if v.reason == "" {
		return false
	}
	n.leaveOut(v.reason, p.Sequence)
	return true
}

// ends notes that an alert that the target knows of is over.
func (d *decision) ends(n *Notice, p *Pending) {
	if of := p.Alert.Of(); p.Alert.Resolved() && d.knows(of) && len(n.Ends) < mostNamed {
		n.Ends = append(n.Ends, of)
		d.told[of] = false
	}
}

// tell has the claim tell the alert.
func (d *decision) tell(n *Notice, p Pending) {
	n.Alerts = append(n.Alerts, p.Sequence)
	if of := p.Alert.Of(); p.Ends && !p.Alert.Resolved() && !d.opened(of) {
		n.Opens = append(n.Opens, of)
		d.told[of] = true
	}
}

// hold has the claim name the alert as one that is only counted.
func (n *Notice) hold(sequence uint64) {
	if len(n.Held) < mostNamed {
		n.Held = append(n.Held, sequence)
	}
}

func (d *decision) claim(k Kind, through uint64) Notice {
	t := &d.chain.Target
	return Notice{Receiver: t.Receiver, Channel: t.Channel, Kind: k, At: d.now, Through: through}
}

func (d *decision) put(n Notice) {
	n.State = d.state
	n.State.Muted = slices.Clone(d.state.Muted)
	d.claims = append(d.claims, n)
}
