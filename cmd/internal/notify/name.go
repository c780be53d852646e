package notify

import "github.com/hoso-engine/dossier/projections/supervision"

// Name returns the message's id as text.
func (a *Alert) Name() string { return a.place().String() }

// Resolved reports whether the alert says that its matter is over.
func (a *Alert) Resolved() bool { return a.Kind == supervision.KindResolved }
