// Package projections folds the log into memory. One [Runner] per process reads
// the log in order and hands every commit to every [Projection]; queries read
// the projections through the runner, which gives them a consistent view and
// lets them wait for a position.
package projections

import "github.com/hoso-engine/dossier/eventstore"

// Projection is a pure fold of the log.
type Projection interface {
	// Name names the projection in metrics; lower-case, one word.
	Name() string
	// Apply takes the next commit. It is called by one goroutine, in the order
	// of the log, while nobody reads. It never fails on a valid log; an error
	// means that the log can't be right, and stops the process.
	Apply(c eventstore.Commit) error
}
