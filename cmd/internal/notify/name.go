package notify

import (
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/supervision"
)

// Name returns the message's id as text.
func (a *Alert) Name() string { return a.Place().String() }

// Resolved reports whether the alert says that its matter is over.
func (a *Alert) Resolved() bool { return a.Kind == supervision.KindResolved }

// Of returns the alert that the message speaks of: where an engine wrote no such
// id, it is the message that raised the alert.
func (a *Alert) Of() supervision.ID {
	if a.Alert == (supervision.ID{}) {
		return a.Place()
	}
	return a.Alert
}

// Begins reports whether people hear of the alert for the first time: it was
// raised, or what muted it from its beginning is over.
func (a *Alert) Begins() bool {
	return a.Suppressed == nil && !a.Resolved() && (a.Of() == a.Place() || a.Cause == string(domain.SuppressionOver))
}
