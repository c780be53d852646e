package engine

import (
	"cmp"
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections/supervision"
)

// supervisorSource is the source of the events that the alert interfaces make of
// what supervisors ask.
const supervisorSource = "urn:dossier:supervisor"

// Alerts returns a page of the alerts that fire.
func (e *Engine) Alerts(ctx context.Context, q supervision.Query, least uint64) (page supervision.Page, err error) {
	err = e.Runner.Read(ctx, least, func() { page = e.Board.List(q) })
	return page, err
}

// Alert returns an alert as it is at the instant, if it fires.
func (e *Engine) Alert(ctx context.Context, id supervision.ID, at time.Time) (v supervision.View, fires bool, err error) {
	err = e.Runner.Read(ctx, 0, func() { v, fires = e.Board.Alert(id, at) })
	return v, fires, err
}

// Why tells the life of a dossier's alerts, and of each why the receiver was, or
// was not, told; an empty receiver stands for anybody. It reads the dossier's own
// records, so that it answers for one that ended long ago.
func (e *Engine) Why(ctx context.Context, code, receiver string, least uint64) ([]supervision.Story, error) {
	var subject string
	var commits []eventstore.Commit
	err := e.Runner.Read(ctx, least, func() {
		subject, _ = e.Table.Subject(domain.Code(code))
		commits = e.Board.SilenceCommits()
	})
	if err != nil {
		return nil, err
	}
	if subject == "" {
		return nil, unknownDossier(code)
	}
	records, err := e.Store.Read(ctx, subject)
	if err != nil {
		return nil, e.translate(err)
	}
	for _, r := range records {
		c, err := eventstore.Decode(r)
		if err != nil {
			return nil, e.translate(err)
		}
		commits = append(commits, c)
	}
	return supervision.Trace(e.Reference.Registry(), commits, receiver, e.Now()), nil
}

// Acknowledge records that a supervisor acts on an alert.
func (e *Engine) Acknowledge(ctx context.Context, act domain.AlertAct) (domain.Result, error) {
	v, _, err := e.alert(ctx, act.Alert)
	if err != nil {
		return domain.Result{}, err
	}
	return e.act(ctx, act, v, domain.TypeAlertAcknowledged, &domain.AlertAcknowledged{RaisedRung: v.RaisedRung, Until: act.Until, Note: act.Note}), nil
}

// Snooze records that an alert is to come again on a working morning.
func (e *Engine) Snooze(ctx context.Context, act domain.AlertAct) (domain.Result, error) {
	v, rules, err := e.alert(ctx, act.Alert)
	if err != nil {
		return domain.Result{}, err
	}
	now := cmp.Or(act.Time, e.Now())
	until := domain.Morning(rules.Calendar, now)
	switch {
	case !act.Date.IsZero():
		until = domain.Morning(rules.Calendar, rules.Calendar.Midnight(act.Date))
	case !until.After(now):
		until = domain.Morning(rules.Calendar, now.AddDate(0, 0, 1))
	}
	return e.act(ctx, act, v, domain.TypeAlertSnoozed, &domain.AlertSnoozed{RaisedRung: v.RaisedRung, Until: until, Note: act.Note}), nil
}

// alert returns an alert that fires, and what its dossier is judged by.
func (e *Engine) alert(ctx context.Context, text string) (v supervision.View, rules domain.Rules, err error) {
	id, err := supervision.ParseID(text)
	if err != nil {
		return v, rules, err
	}
	var failed error = &domain.Error{Code: domain.CodeUnknownAlert, Field: "id", Message: "alert " + id.String() + " does not fire, or there is none"}
	err = e.Runner.Read(ctx, 0, func() {
		found, fires := e.Board.Alert(id, e.Now())
		if !fires {
			return
		}
		v = found
		if d, known := e.Table.Dossier(v.Code); known {
			rules, failed = d.Rules(e.Reference.Registry())
		}
	})
	if err == nil {
		err = failed
	}
	return v, rules, err
}

// act submits what was asked as an event.
func (e *Engine) act(ctx context.Context, act domain.AlertAct, v supervision.View, t domain.Type, data domain.Data) domain.Result {
	return e.say(ctx, domain.Event{
		ID: act.ID, Type: t, Subject: string(v.Code), At: act.Time, Actor: act.Actor, Data: data,
	})
}

// say submits an event that the engine words for somebody.
func (e *Engine) say(ctx context.Context, event domain.Event) domain.Result {
	event.Source, event.At = supervisorSource, cmp.Or(event.At, e.Now())
	if event.ID == "" {
		event.ID = uuid.NewString()
	}
	result := e.Submit(ctx, []domain.Parsed{{Event: event, ID: event.ID, Code: event.Subject}})[0]
	if result.Error == nil {
		_ = e.Runner.Wait(ctx, result.Position) // it is taken all the same
	}
	return result
}

// Silences returns the silences that are in force or to come; all that were ever
// set where ended is true.
func (e *Engine) Silences(ctx context.Context, ended bool, least uint64) (list []domain.Silence, err error) {
	err = e.Runner.Read(ctx, least, func() { list = e.Board.Silences(e.Now(), ended) })
	return list, err
}

// PreviewSilence returns the first alerts that fire now and that the silence would
// mute, and how many they are. It writes nothing.
func (e *Engine) PreviewSilence(ctx context.Context, s domain.SilenceRequest, least uint64) (supervision.Page, error) {
	q := supervision.Query{Matcher: s.Matcher, At: e.Now()}
	return e.Alerts(ctx, q, least)
}

// SetSilence records a silence.
func (e *Engine) SetSilence(ctx context.Context, s domain.SilenceRequest) domain.Result {
	set := s.SilenceSet
	id := s.ID
	if id == "" {
		id = uuid.NewString()
	}
	return e.say(ctx, domain.Event{Type: domain.TypeSilenceSet, Subject: id, At: s.From, Actor: s.Author, Data: &set})
}

// EndSilence records the end of a silence before its time.
func (e *Engine) EndSilence(ctx context.Context, s domain.SilenceEnd) domain.Result {
	return e.say(ctx, domain.Event{Type: domain.TypeSilenceEnded, Subject: s.ID, Actor: s.Actor, Data: &domain.SilenceEnded{Reason: s.Reason}})
}
