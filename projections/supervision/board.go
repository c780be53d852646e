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
	"cmp"
	"time"

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
	files    map[domain.Code]*file
	order    order
	queue    queue
	messages []Message // of the last commit
}

var _ projections.Projection = (*Board)(nil)

// file is the alerts of one dossier, in the order in which they were raised.
type file struct {
	code   domain.Code
	alerts []*alert
}

// alert is a rung that was recorded.
type alert struct {
	file     *file
	position uint64 // of the message that raised it
	index    int
	missed   bool // raised as deadline.missed, else as deadline.approached
	rung     domain.Rung
	recorded time.Time
	fires    bool
	listed   bool      // in the board's order
	told     bool      // the latest message about it, but for its end, was not muted
	wake     time.Time // when it is to be told (again); zero: not as things stand
	place    int       // in the queue; -1: not there
}

// New returns a board without alerts.
func New(facts Facts, dossiers Dossiers) *Board {
	return &Board{facts: facts, dossiers: dossiers, files: make(map[domain.Code]*file)}
}

// Name implements [projections.Projection].
func (b *Board) Name() string { return "supervision" }

// Apply implements [projections.Projection].
func (b *Board) Apply(c eventstore.Commit) error {
	b.messages = nil
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

// Messages returns what the last commit says to supervisors.
func (b *Board) Messages() []Message { return b.messages }

// follow brings the dossier's alerts into the state that the commit left.
func (b *Board) follow(c eventstore.Commit) {
	code := domain.Code(c.Events[0].Subject)
	f := b.files[code]
	if f == nil && !raises(c) {
		return
	}
	d, known := b.dossiers.Dossier(code)
	if !known {
		return
	}
	if f == nil {
		f = &file{code: code}
		b.files[code] = f
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

// over reports whether nothing more can come of the file's alerts.
func (f *file) over(d *domain.Dossier) bool {
	if d.State.Closed() {
		return true
	}
	return d.State == domain.StateCompleted && !f.fire()
}

func (f *file) fire() bool {
	for _, a := range f.alerts {
		if a.fires {
			return true
		}
	}
	return false
}

// close forgets the file: what was said is in the stream, and [Trace] finds it in
// the log.
func (b *Board) close(f *file) {
	for _, a := range f.alerts {
		b.queue.drop(a)
		b.order.drop(a)
	}
	delete(b.files, f.code)
}

// find returns the file's alert of that name; nil where there is none.
func (f *file) find(name domain.RaisedRung) *alert {
	for _, a := range f.alerts {
		if a.rung.Raised() == name {
			return a
		}
	}
	return nil
}

// id names an alert by the message that raised it.
func (a *alert) id() ID { return ID{a.position, a.index} }

// compare orders alerts as they were raised.
func (a *alert) compare(o *alert) int {
	return cmp.Or(cmp.Compare(a.position, o.position), cmp.Compare(a.index, o.index))
}
