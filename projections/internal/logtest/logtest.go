// Package logtest makes logs for the tests of projections: facts and dossiers
// that went through the real rules, so that no test folds what the engine would
// never write.
package logtest

import (
	"context"
	"fmt"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/eventstore"
)

// Zone is the zone of every instant here.
var Zone = time.FixedZone("", 7*60*60)

// At reads a local instant such as "2026-01-15 09:30".
func At(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, Zone)
	if err != nil {
		panic(err)
	}
	return t
}

// Date reads a date such as "2026-01-15".
func Date(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// Limit reads a limit such as "5workday".
func Limit(s string) calendar.Limit {
	l, err := calendar.ParseLimit(s)
	if err != nil {
		panic(err)
	}
	return l
}

// World is a log and what an engine would know of it.
type World struct {
	Now      time.Time // the engine's clock
	Registry *domain.Registry
	Commits  []eventstore.Commit
	Dossiers map[string]*domain.Dossier // by subject
	ids      int
	last     map[string]eventstore.Hash
}

// New returns a world at 08:00 of the 5th of January 2026, a Monday, with a
// calendar, the default policy and five procedures: "days" (5 workdays, steps
// "check" of 1 workday), "hours" (12 workhours), "weeks" (21 days), "never" (no
// limit) and, not yet published, "later". Of 2026 it knows one day off, Thursday
// the 15th of January, and one Saturday that is worked, the 24th.
func New() *World {
	w := &World{
		Now: At("2026-01-05 08:00"), Registry: domain.NewRegistry(),
		Dossiers: make(map[string]*domain.Dossier), last: make(map[string]eventstore.Hash),
	}
	w.Calendar(1)
	w.Policy(domain.DefaultPolicy())
	w.Publish("days", "5workday")
	w.Publish("hours", "12workhour")
	w.Publish("weeks", "21day")
	w.Publish("never", "")
	return w
}

// Calendar publishes a version of the calendar; later ones know more days off,
// all Fridays of February 2026 up to that many.
func (w *World) Calendar(version int) {
	spec := calendar.Spec{
		ID: domain.DefaultCalendarID, Version: version, Zone: "Asia/Ho_Chi_Minh",
		Sessions: map[string][]calendar.Session{"default": {{From: 7 * 60, To: 11*60 + 30}, {From: 13*60 + 30, To: 17 * 60}}},
		DaysOff:  []calendar.Date{Date("2026-01-15")}, ExtraWorkingDays: []calendar.Date{Date("2026-01-24")},
	}
	for i := range min(version-1, 4) {
		spec.DaysOff = append(spec.DaysOff, Date("2026-02-06").AddDays(7*i))
	}
	w.fact(domain.TypeCalendarChanged, spec.ID, &domain.CalendarChanged{Calendar: spec})
}

// Policy publishes a version of a policy.
func (w *World) Policy(p domain.Policy) {
	w.fact(domain.TypePolicyChanged, p.ID, &domain.PolicyChanged{Policy: p})
}

// Counting publishes the next version of a counting policy, the first leaving
// withdrawn dossiers out of account, the next counting them, and so on.
func (w *World) Counting(name string) {
	p := domain.DefaultCounting()
	p.Name, p.Version = name, w.Registry.Fact(domain.KindCounting, name).Version+1
	if p.Version%2 == 1 {
		p.Withdrawn = domain.CountExcluded
	}
	w.fact(domain.TypeCountingChanged, name, &domain.CountingChanged{Counting: p})
}

// Publish publishes a procedure with a limit, or without one, in the field
// "field-" and its code.
func (w *World) Publish(code, limit string) {
	form := domain.ProcedureForm{
		Name: code, Field: "field-" + code, ServiceLevel: domain.LevelFull,
		Steps: []domain.ProcedureStep{{Name: "check", Limit: Limit("1workday")}},
	}
	if limit != "" {
		form.Limits = []domain.ProcedureLimit{{Limit: Limit(limit)}}
	}
	w.fact(domain.TypeProcedurePublished, code, &domain.ProcedurePublished{ProcedureForm: form})
}

// Amend publishes a later version of a procedure, with a ladder of its own.
func (w *World) Amend(code, limit string, ladder []domain.LadderRung) {
	w.fact(domain.TypeProcedureAmended, code, &domain.ProcedureAmended{ProcedureForm: domain.ProcedureForm{
		Name: code, Field: "field-" + code, Limits: []domain.ProcedureLimit{{Limit: Limit(limit)}}, Ladder: ladder,
	}})
}

// Unit places a node in the organisation tree.
func (w *World) Unit(id string, data *domain.UnitDefined) { w.fact(domain.TypeUnitDefined, id, data) }

// Silence sets a silence that begins at the instant.
func (w *World) Silence(id string, at time.Time, data *domain.SilenceSet) {
	w.factAt(at, domain.TypeSilenceSet, id, data)
}

// EndSilence ends a silence now.
func (w *World) EndSilence(id string) {
	w.fact(domain.TypeSilenceEnded, id, &domain.SilenceEnded{})
}

func (w *World) fact(t domain.Type, id string, data domain.Data) { w.factAt(w.Now, t, id, data) }

func (w *World) factAt(at time.Time, t domain.Type, id string, data domain.Data) {
	e := domain.Event{ID: w.id(), Source: "urn:test", Type: t, Subject: id, At: at, Data: data}
	events, err := domain.DecideFact(w.Registry.Fact(t.Kind(), id), e, w.Now)
	if err != nil {
		panic(err)
	}
	subject, err := eventstore.RegistrySubject(t.Kind(), id)
	if err != nil {
		panic(err)
	}
	for _, e := range events {
		w.Registry = w.Registry.With(e)
	}
	w.commit(subject, events)
}

func (w *World) id() string {
	w.ids++
	return fmt.Sprint("id-", w.ids)
}

// Intake returns the intake of a dossier of agency SYT in province H38.
func Intake(procedure string, channel domain.Channel) domain.Intake {
	return domain.Intake{
		Province: "H38", Agency: "SYT", Procedure: procedure, Channel: channel, Unit: "desk", Officer: "officer-0",
		Content: "Cấp phép " + procedure, Applicant: &domain.Applicant{Ref: "applicant-1", Name: "Nguyễn Văn A"},
	}
}

// Code returns the code of the n-th dossier.
func Code(n int) domain.Code { return domain.Code(fmt.Sprintf("H38.21-260105-%04d", n)) }

// Subject returns where the dossier of that code stands in the log.
func Subject(code domain.Code) string {
	subject, err := eventstore.DossierSubject("H38", "SYT", string(code))
	if err != nil {
		panic(err)
	}
	return subject
}

// Dossier returns the dossier as the engine knows it.
func (w *World) Dossier(code domain.Code) *domain.Dossier {
	subject := Subject(code)
	if w.Dossiers[subject] == nil {
		w.Dossiers[subject] = new(domain.Dossier)
	}
	return w.Dossiers[subject]
}

// Receive receives a dossier now.
func (w *World) Receive(n int, procedure string) error {
	return w.Say(n, &domain.Received{Intake: Intake(procedure, domain.InPerson)})
}

// Say says something about a dossier now.
func (w *World) Say(n int, data domain.Data) error { return w.SayAt(n, w.Now, data) }

// Act says now what somebody does about a dossier's alerts.
func (w *World) Act(n int, actor string, data domain.Data) error {
	return w.say(n, w.Now, actor, data)
}

// SayAt says now something that took effect at the instant.
func (w *World) SayAt(n int, at time.Time, data domain.Data) error { return w.say(n, at, "", data) }

func (w *World) say(n int, at time.Time, actor string, data domain.Data) error {
	code := Code(n)
	d := w.Dossier(code)
	e := domain.Event{ID: w.id(), Source: "urn:test", Type: typeOf(data), Subject: string(code), At: at, Actor: actor, Backdated: at.Before(w.Now), Data: data}
	rules, err := w.Registry.RulesFor(d, e)
	if err != nil {
		return err
	}
	events, _, err := domain.Decide(d, e, rules, w.Now)
	if err != nil {
		return err
	}
	w.Keep(Subject(code), events)
	return nil
}

// Raise records a rung now.
func (w *World) Raise(code domain.Code, data domain.Data) error {
	events, err := domain.RaiseRung(w.Dossier(code), data, w.Now)
	if err != nil {
		return err
	}
	w.Keep(Subject(code), events)
	return nil
}

// Remind records now that an alert is told again.
func (w *World) Remind(code domain.Code, data *domain.AlertReminded) error {
	events, err := domain.Remind(w.Dossier(code), data, w.Now)
	if err != nil {
		return err
	}
	w.Keep(Subject(code), events)
	return nil
}

// Recalculate sets the due anew, as an engine does after the calendar changed.
func (w *World) Recalculate(n int) error {
	d := w.Dossier(Code(n))
	rules, err := w.Registry.Rules(d.Agency, d.Procedure, d.ReceivedAt)
	if err != nil {
		return err
	}
	events, err := domain.Recalculate(d, domain.CauseRecalculated, rules, w.Now)
	if err != nil || len(events) == 0 {
		return err
	}
	w.Keep(Subject(Code(n)), events)
	return nil
}

// Keep writes events about a dossier into the log.
func (w *World) Keep(subject string, events []domain.Event) {
	for i := range events {
		if events[i].ID == "" {
			events[i].ID = w.id()
		}
		w.Dossiers[subject].Evolve(events[i])
	}
	w.commit(subject, events)
}

func (w *World) commit(subject string, events []domain.Event) {
	c := eventstore.Commit{
		Position: uint64(len(w.Commits) + 1), Subject: subject,
		Previous: w.last[subject].String(), Events: events,
	}
	body, err := eventstore.Encode(c)
	if err != nil {
		panic(err)
	}
	w.last[subject] = eventstore.HashOf(body)
	w.Commits = append(w.Commits, c)
}

// Store writes the log into a store, from the position after on.
func (w *World) Store(s eventstore.Appender, after int) error {
	last := make(map[string]uint64)
	for i, c := range w.Commits {
		if i >= after {
			body, err := eventstore.Encode(c)
			if err != nil {
				return err
			}
			if _, err := s.Append(context.Background(), c.Subject, last[c.Subject], body); err != nil {
				return err
			}
		}
		last[c.Subject] = c.Position
	}
	return nil
}

// typeOf finds the type of the data by trying all.
func typeOf(data domain.Data) domain.Type {
	for _, t := range domain.Types() {
		if fmt.Sprintf("%T", t.NewData()) == fmt.Sprintf("%T", data) {
			return t
		}
	}
	panic(fmt.Sprintf("logtest: no type for %T", data))
}
