// Package storetest is the conformance suite of [eventstore.Store]: what the
// engine relies on, as tests that every store passes.
package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/eventstore"
)

// patience bounds everything that a test waits for; a store that needs it all is
// hanging.
const patience = 20 * time.Second

// Options say how the suite gets its stores.
type Options struct {
	// Open returns an empty store that is closed when the test ends.
	Open func(t *testing.T) eventstore.Store

	// Reopen closes a store and opens what it stored again. Nil for a store
	// that keeps nothing.
	Reopen func(t *testing.T, s eventstore.Store) eventstore.Store
}

// Run holds the stores that open returns to the contract; each is empty and is
// closed when its test ends.
func Run(t *testing.T, open func(t *testing.T) eventstore.Store) {
	RunWith(t, Options{Open: open})
}

// RunWith is [Run] for stores that can be opened again.
func RunWith(t *testing.T, options Options) {
	for _, group := range [][]scenario{appending, reading, following, racing, cancelling, closing} {
		for _, sc := range group {
			t.Run(sc.sentence, func(t *testing.T) { sc.check(t, options.Open(t)) })
		}
	}
	if options.Reopen == nil {
		return
	}
	for _, sc := range reopening {
		t.Run(sc.sentence, func(t *testing.T) { sc.check(t, options.Open(t), options.Reopen) })
	}
}

// scenario is one sentence of the contract and what shows that it holds.
type scenario struct {
	sentence string
	check    func(t *testing.T, s eventstore.Store)
}

// withPatience is the test's context, bounded.
func withPatience(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}
