// Package supervision follows the alerts that the log raises through their life:
// which fire, who acknowledged or snoozed them, what mutes them, when they are
// resolved, whom they go to, and what is said about them. It only tells: time is
// an argument. Acts of supervisors, silences and reminders are events in the log,
// so that a replay, and any other engine, tells the same in the same order.
//
// # Words
//
//	alert        cảnh báo      a rung of the ladder that was recorded; it fires while it is true
//	acknowledged đã tiếp nhận  a supervisor acts on it; it is not told again until that expires
//	snoozed      hoãn lại      it is to come again on a working morning
//	resolved     đã hết        it is true no more; a new revision of its clock voids it
//	silence      tắt tiếng     mutes the alerts that its matcher names, until its end
//	route        tuyến báo     who is told: from the officer up to the level of the rung
//	message      tin           what is said about an alert, to all on its route
//
// # Messages
//
// The commits of the log make the messages, in its order; the number of a message
// in its commit, from 0, tells those of one commit apart:
//
//	new        an alert began to fire
//	escalated  so did one that goes further up than all of its clock that fire
//	reminder   it is told again (alert.reminded), or fires again after a stop that
//	           moved no due
//	resolved   it fires no more
//
// # What mutes an alert
//
// In this order: a silence that mutes all (the system is paused), a silence that
// matches it, a breach of the dossier's due (its step-late alerts), a later rung
// of the same clock. A message about a muted alert says so, with the reason. An
// alert that was raised while it was muted, and one whose acknowledgement or
// snooze has ended, is told (again) as soon as nothing mutes it, if it fires still.
package supervision

import (
	"strings"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections"
)

// Facts are the reference facts as they are at the commit that is applied.
type Facts interface {
	Registry() *domain.Registry
}

// Dossiers are the dossiers as they are after the commit that is applied.
type Dossiers interface {
	Dossier(code domain.Code) (*domain.Dossier, bool)
}

// Board is the alerts of the dossiers in hand: a projection. Facts and Dossiers
// are folded before it.
type Board struct {
	facts    Facts
	dossiers Dossiers
	silences []*domain.Silence   // all that were ever set, in the order of the log
	acts     []eventstore.Commit // those about silences: see [Trace]
	rungs    rungs
	files    map[domain.Code]*file
	order    order
	queue    queue
	messages []Message // of the last commit
	said     int       // how many it has, those included that are skipped
	skipped  ID        // the messages up to this one
}

var _ projections.Projection = (*Board)(nil)

// New returns a board without alerts.
func New(facts Facts, dossiers Dossiers) *Board {
	return &Board{facts: facts, dossiers: dossiers, files: make(map[domain.Code]*file)}
}

// Name implements [projections.Projection].
func (b *Board) Name() string { return "supervision" }

// Apply implements [projections.Projection].
func (b *Board) Apply(c eventstore.Commit) error {
	b.messages, b.said = nil, 0
	if len(c.Events) == 0 {
		return nil
	}
	switch c.Events[0].Type.Kind() {
	case domain.KindSilence:
		b.silence(c)
	case domain.KindDossier:
		b.follow(c)
	}
	return nil
}

// Skip leaves out of [Board.Messages] those up to that one, which were published or
// which nobody will ask for: to find who is on the route of each takes most of the
// time that alerts take in a replay.
func (b *Board) Skip(last ID) { b.skipped = last }

// Messages returns what the last commit says to supervisors, but for what is skipped.
func (b *Board) Messages() []Message { return b.messages }

// follow brings the dossier's alerts into the state that the commit left.
func (b *Board) follow(c eventstore.Commit) {
	code := domain.Code(c.Events[0].Subject)
	d, known := b.dossiers.Dossier(code)
	if !known || len(d.Raised) == 0 {
		return // no alert of it was ever raised, and nothing is kept of it
	}
	f := b.files[code]
	if f == nil && !raises(c) {
		return
	}
	if f == nil {
		f = b.file(code)
	}
	t := telling{board: b, commit: c, dossier: d, file: f, at: c.Events[0].RecordedAt}
	t.raised()
	t.changed()
	t.reminded()
	b.schedule(f, d, t.at)
	if f.over(d) {
		b.close(f)
	}
}

func raises(c eventstore.Commit) bool {
	for i := range c.Events {
		if domain.RungOf(c.Events[i].Data) != nil {
			return true
		}
	}
	return false
}

// file returns a new file of the dossier's alerts.
func (b *Board) file(code domain.Code) *file {
	f := &file{code: domain.Code(strings.Clone(string(code)))} // it may be part of something large
	b.files[f.code] = f
	return f
}

// close forgets the file: what was said is in the stream, and [Trace] finds it in
// the log.
func (b *Board) close(f *file) {
	for a := range f.alerts() {
		b.queue.drop(a)
		b.order.drop(a)
	}
	delete(b.files, f.code)
}
