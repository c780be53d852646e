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
	r.check(b) // the chain is ahead of the projections until they have all, and else none is served any more
	r.prefetch()
	for i := range b.commits {
		r.chain.Subjects().Mind(b.records[i].Subject, r.subjects[i]) // one projection after the other asks for it
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
	if records := b.records[:len(b.commits)]; len(records) > 1 { // one alone is waited for all the same
		r.chain.Prefetch(records)
	}
	r.subjects = r.subjects[:0]
	for i := range b.commits {
		subject, err := r.chain.Check(b.records[i], b.hashes[i], b.commits[i])
		if err != nil {
			b.commits, b.err = b.commits[:i], err
			return
		}
		r.subjects = append(r.subjects, subject)
	}
}

// prefetch has the projections prefetch for the commits.
func (r *Runner) prefetch() {
	if len(r.subjects) == 1 { // as check
		return
	}
	for _, p := range r.prefetching {
		p.Prefetch(r.subjects)
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
