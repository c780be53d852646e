package notify

import (
	"cmp"
	"strconv"
)

// Name returns the alert's id as text. One that was stored before alerts had ids
// is known by its position.
func (a *Alert) Name() string { return cmp.Or(a.ID, strconv.FormatUint(a.Position, 10)) }

// Resolved reports whether the alert says that its matter is over.
func (a *Alert) Resolved() bool { return a.Kind == "resolved" }
