package supervision

import (
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
)

// Kind is what a message says of an alert.
type Kind string

const (
	KindNew       Kind = "new"
	KindEscalated Kind = "escalated"
	KindReminder  Kind = "reminder"
	KindResolved  Kind = "resolved"
)

// Message is what is said about an alert to all on its route.
type Message struct {
	ID         ID // of the message
	Kind       Kind
	Cause      string // of a reminder and a resolution: what has ended, or the type of the event
	At         time.Time
	Alert      View
	Worked     time.Duration // working time from the due to the message; negative before the due
	WorkdayHas time.Duration // the length of the usual working day
}

// telling makes the messages of one commit.
type telling struct {
	board   *Board
	commit  eventstore.Commit
	dossier *domain.Dossier
	file    *file
	at      time.Time // when the commit was recorded
}

// raised takes in the rungs that the commit records.
func (t *telling) raised() {
	for i := range t.commit.Events {
		e := &t.commit.Events[i]
		rung := domain.RungOf(e.Data)
		if rung == nil {
			continue
		}
		a := t.board.rungs.newAlert(e, rung)
		a.position, a.index, a.recorded, a.fires = t.commit.Position, uint32(t.board.said), t.at.UnixMilli(), true
		t.file.add(a)
		t.board.order.add(a)
		t.say(a, t.file.rises(a), "")
	}
}

// rises returns whether the alert is new, or escalates others of its clock: it goes
// further up than all that fire.
func (f *file) rises(a *alert) Kind {
	kind := KindNew
	for o := range f.alerts() {
		switch {
		case o == a || !o.fires || o.rung.clock != a.rung.clock:
		case a.reach().Above(o.reach()):
			kind = KindEscalated
		default:
			return KindNew
		}
	}
	return kind
}

// changed finds the alerts that ceased or began again to fire. Those that ceased
// are told of as they stood: what muted one mutes its end.
func (t *telling) changed() {
	cause := string(t.commit.Events[0].Type)
	var ceased, again []*alert
	for a := range t.file.alerts() {
		switch fires := t.dossier.Fires(a.raised()); {
		case a.fires && !fires:
			t.say(a, KindResolved, cause)
			ceased = append(ceased, a)
		case !a.fires && fires:
			again = append(again, a)
		}
	}
	for _, a := range ceased {
		a.fires = false
		t.board.order.drop(a)
	}
	for _, a := range again {
		a.fires = true
		t.board.order.add(a)
	}
	for _, a := range again {
		if t.dossier.Tended(a.raised()).Quiet == "" {
			t.say(a, KindReminder, cause)
		}
	}
}

// reminded tells the alerts again that the commit says are to be told.
func (t *telling) reminded() {
	for i := range t.commit.Events {
		if data, ok := t.commit.Events[i].Data.(*domain.AlertReminded); ok {
			if a := t.file.find(data.RaisedRung); a != nil {
				t.say(a, KindReminder, string(data.Cause))
			}
		}
	}
}

// say adds a message. What nobody was told of is resolved as quietly; what is muted
// is owed.
func (t *telling) say(a *alert, kind Kind, cause string) {
	b := t.board
	id := ID{t.commit.Position, b.said}
	b.said++
	_, muted := b.suppressed(a, t.dossier, t.at)
	if kind != KindResolved {
		a.told = !muted
	}
	if id.After(b.skipped) {
		b.messages = append(b.messages, t.message(id, a, kind, cause))
	}
}

// message words what is said.
func (t *telling) message(id ID, a *alert, kind Kind, cause string) Message {
	m := Message{ID: id, Kind: kind, Cause: cause, At: t.at, Alert: t.board.view(a, t.dossier, t.at)}
	if kind == KindResolved {
		m.Alert.State = StateResolved
		if m.Alert.Suppressed == nil && !a.told {
			m.Alert.Suppressed = &Suppression{By: ByUntold, Reason: untold}
		}
	}
	if rules, err := t.dossier.Rules(t.board.facts.Registry()); err == nil {
		m.Worked, m.WorkdayHas = rules.Calendar.Work(a.dueAt(), t.at), rules.Calendar.WorkdayLength()
	}
	return m
}
