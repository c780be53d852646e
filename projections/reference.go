package projections

import (
	"sync/atomic"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/pack"
	"github.com/hoso-engine/dossier/eventstore"
)

// Reference is the projection of the reference facts. Those that look facts up
// while they fold come after it in the order of [NewRunner].
type Reference struct {
	registry atomic.Pointer[domain.Registry]
	commits  []eventstore.Commit // all about reference facts, for snapshots: the registry holds their data anyway
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
	next := registry
	for _, e := range c.Events {
		next = next.With(e)
	}
	if next != registry {
		f.registry.Store(next)
		f.commits = append(f.commits, c)
	}
	return nil
}

// Registry returns the reference facts in force after the last commit that was
// applied. Any goroutine may ask at any time, within [Runner.Read] and outside:
// what it gets never changes.
func (f *Reference) Registry() *domain.Registry { return f.registry.Load() }

// Form implements [Keeper].
func (f *Reference) Form() int { return 1 }

// Keep implements [Keeper]: the facts are kept as the log has them, and folded
// again.
func (f *Reference) Keep(p *pack.Pack) {
	commits := f.commits
	pack.Slice(p, &commits)
	if p.Reading() {
		f.commits = nil
		f.registry.Store(domain.NewRegistry())
	}
	for i := range commits {
		commits[i].Keep(p)
		if p.Reading() && p.Err() == nil {
			_ = f.Apply(commits[i]) // it never fails
		}
	}
}
