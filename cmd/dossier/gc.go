package main

import (
	"os"
	"runtime/debug"
)

// collectAt is how much, in percent of what is alive, may be allocated until the
// collector runs; the runtime's own default is 100. What is alive here is small
// beside what passes through: a replay, and desks at work, spent an eighth of the
// processor's time on looking at what stays. So the heap may come to three times what
// is alive, some 400 MB with a million dossiers.
const collectAt = 200

// spareCollector sets that, unless the operator's GOGC says something else. A
// GOMEMLIMIT goes before both.
func spareCollector() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
}
