package projections

import (
	"sync/atomic"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
)

// Reference is the projection of the reference facts. Those that look facts up
// while they fold come after it in the order of [NewRunner].
type Reference struct {
	registry atomic.Pointer[domain.Registry]
}

// NewReference returns a reference without facts.
func NewReference() *Reference {
	f := new(Reference)
	f.registry.Store(domain.NewRegistry())
	return f
}

// Name implements [Projection].
func (f *Reference) Name() string { return "reference" }

// Apply implements [Projection].
func (f *Reference) Apply(c eventstore.Commit) error {
	registry := f.registry.Load()
	for _, e := range c.Events {
		registry = registry.With(e)
	}
	f.registry.Store(registry)
	return nil
}

// Registry returns the reference facts in force after the last commit that was
// applied. Any goroutine may ask at any time, within [Runner.Read] and outside:
// what it gets never changes.
func (f *Reference) Registry() *domain.Registry { return f.registry.Load() }
