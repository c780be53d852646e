package projections

import (
	"github.com/hoso-engine/dossier/eventstore"
)

// applyBatch checks the jobs and applies those before the first that is wrong,
// whose error it returns.
func (r *Runner) applyBatch(batch []*job) error {
	commits, wrong := r.check(batch)
	if err := r.apply(commits); err != nil {
		return err
	}
	return wrong
}

// check proves the records against the chain; this needs no lock.
func (r *Runner) check(batch []*job) (commits []eventstore.Commit, wrong error) {
	commits = make([]eventstore.Commit, 0, len(batch))
	for _, j := range batch {
		<-j.decoded
		if j.err != nil {
			return commits, j.err
		}
		if err := r.chain.Check(j.record, j.commit); err != nil {
			return commits, err
		}
		commits = append(commits, j.commit)
	}
	return commits, nil
}

// apply hands the commits to the projections. What went wrong, and how far it
// got, is said before readers are let in again: none sees half a commit.
func (r *Runner) apply(commits []eventstore.Commit) error {
	if len(commits) == 0 {
		return nil
	}
	r.view.Lock()
	defer r.view.Unlock()
	for i := range commits {
		if err := r.applyOne(commits[i]); err != nil {
			r.fail(err)
			return err
		}
	}
	if err := r.advance(commits); err != nil {
		r.fail(err)
		return err
	}
	return nil
}

func (r *Runner) applyOne(c eventstore.Commit) *eventstore.CorruptError {
	for _, p := range r.projections {
		if err := p.Apply(c); err != nil {
			return &eventstore.CorruptError{Position: c.Position, Subject: c.Subject, Reason: p.Name() + ": " + err.Error()}
		}
	}
	return nil
}
