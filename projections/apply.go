package projections

import (
	"github.com/hoso-engine/dossier/eventstore"
)

// applyAll applies the batches in order, up to the first that is wrong, whose
// error it returns.
func (r *Runner) applyAll(p *pipeline) error {
	for b := range p.ordered {
		<-b.decoded
		if err := r.apply(b); err != nil {
			return err
		}
		if r.hasArrived() {
			r.rest()
		}
	}
	return nil
}

// apply proves the commits against the chain and hands them to the projections.
// How far it got, and that the log holds another number of records than it
// should, is said before readers are let in again.
func (r *Runner) apply(b *batch) error {
	if len(b.commits) == 0 {
		return b.err
	}
	r.still.Lock()
	defer r.still.Unlock()
	r.view.Lock()
	defer r.view.Unlock()
	if r.asked.Swap(false) {
		for _, w := range r.waiting {
			w.Asked()
		}
	}
	r.check(b)
	r.fetch()
	for i := range b.commits {
		r.chain.Subjects().Mind(b.commits[i].Subject, r.subjects[i])
		if r.last = b.hashes[i]; b.records[i].Position == 1 {
			r.first = r.last
		}
		if err := r.applyOne(b.commits[i]); err != nil {
			r.fail(err) // none may see half a commit
			return err
		}
	}
	if err := r.advance(b.commits); err != nil {
		r.fail(err)
		return err
	}
	return b.err
}

// check proves the commits against the chain, up to the first that is wrong, and notes
// the numbers of their subjects.
func (r *Runner) check(b *batch) {
	r.chain.Fetch(b.records[:len(b.commits)])
	r.subjects = r.subjects[:0]
	for i := range b.commits {
		if err := r.chain.Check(b.records[i], b.hashes[i], b.commits[i]); err != nil {
			b.commits, b.err = b.commits[:i], err
			return
		}
		r.subjects = append(r.subjects, r.chain.Subjects().Minded())
	}
}

// fetch has the projections fetch what the commits will need.
func (r *Runner) fetch() {
	for _, f := range r.fetching {
		f.Fetch(r.subjects)
	}
}

func (r *Runner) applyOne(c eventstore.Commit) *eventstore.CorruptError {
	for _, p := range r.projections {
		if err := p.Apply(c); err != nil {
			return &eventstore.CorruptError{Position: c.Position, Subject: c.Subject, Reason: p.Name() + ": " + err.Error()}
		}
	}
	return nil
}
