package domain

import (
	"cmp"
	"slices"
	"time"
)

// Deadline returns the latest revision of the due; nil where there is none yet.
func (d *Dossier) Deadline() *Deadline {
	if len(d.Deadlines) == 0 {
		return nil
	}
	return &d.Deadlines[len(d.Deadlines)-1]
}

// Due returns the statutory due as it is known now; zero where there is none.
func (d *Dossier) Due() time.Time {
	if l := d.Deadline(); l != nil {
		return l.Due
	}
	return time.Time{}
}

// Appointment returns the date promised to the citizen: that of the last
// apology, else that of the receipt, else the due. Where a stop moved the due
// since, the due is what is promised, unless an apology promised a later date.
func (d *Dossier) Appointment() time.Time {
	due := d.Due()
	if n := len(d.Extensions); n > 0 {
		promised := d.Extensions[n-1].Appointment
		if due.After(promised) {
			return due
		}
		return promised
	}
	if d.Promised.IsZero() || d.movedByStop() {
		return due
	}
	return d.Promised
}

// movedByStop reports whether the end of a stop ever moved the due.
func (d *Dossier) movedByStop() bool {
	return slices.ContainsFunc(d.Deadlines, func(set Deadline) bool {
		return set.Cause == CauseResumed || set.Cause == CauseRestarted || set.Cause == CauseGiven && set.Revision > 1
	})
}

// Holder returns who has the dossier now.
func (d *Dossier) Holder() Handover {
	if n := len(d.Handovers); n > 0 {
		return d.Handovers[n-1]
	}
	return Handover{At: d.ReceivedAt, Agency: d.Agency, Unit: d.Unit, Officer: d.Officer}
}

// HolderAt returns who had the dossier at the instant: before the first
// transfer, who received it.
func (d *Dossier) HolderAt(at time.Time) Handover {
	for i := len(d.Handovers) - 1; i >= 0; i-- {
		if !d.Handovers[i].At.After(at) {
			return d.Handovers[i]
		}
	}
	return Handover{At: d.ReceivedAt, Agency: d.Agency, Unit: d.Unit, Officer: d.Officer}
}

// handover returns the transfer of that sequence; nil where there is none.
func (d *Dossier) handover(sequence int) *Handover {
	for i := range d.Handovers {
		if d.Handovers[i].Sequence == sequence {
			return &d.Handovers[i]
		}
	}
	return nil
}

// extension returns the extension of that sequence; nil where there is none.
func (d *Dossier) extension(sequence int) *Extension {
	for i := range d.Extensions {
		if d.Extensions[i].Sequence == sequence {
			return &d.Extensions[i]
		}
	}
	return nil
}

// sort orders the transfers and extensions by their instants: one that is
// posted late takes its place among the others.
func (d *Dossier) sort() {
	slices.SortFunc(d.Handovers, func(a, b Handover) int {
		return cmp.Or(a.At.Compare(b.At), a.Sequence-b.Sequence)
	})
	slices.SortFunc(d.Extensions, func(a, b Extension) int {
		return cmp.Or(a.At.Compare(b.At), a.Sequence-b.Sequence)
	})
}

// openStop returns the open stop of the kind; nil where there is none.
func (d *Dossier) openStop(kind State) *Stop {
	for i := range d.Stops {
		if d.Stops[i].Kind == kind && d.Stops[i].To.IsZero() {
			return &d.Stops[i]
		}
	}
	return nil
}

// stopOpenedBy returns the stop that the event of that sequence opened; nil where
// it opened none.
func (d *Dossier) stopOpenedBy(sequence int) *Stop {
	for i := range d.Stops {
		if d.Stops[i].Opened == sequence {
			return &d.Stops[i]
		}
	}
	return nil
}

// OpenSupplement returns the supplement that is waited for; nil where there is
// none.
func (d *Dossier) OpenSupplement() *Stop { return d.openStop(StateSupplement) }

// Stopped reports whether any stop is open.
func (d *Dossier) Stopped() bool {
	return d.openStop(StateSupplement) != nil || d.openStop(StatePaused) != nil
}

// Supplements counts the supplement requests.
func (d *Dossier) Supplements() int {
	n := 0
	for i := range d.Stops {
		if d.Stops[i].Kind == StateSupplement {
			n++
		}
	}
	return n
}
