// Package dossiers makes what desks say of typical dossiers: eight events each,
// as CloudEvents in JSON, the same bytes for every store that is compared.
package dossiers

import (
	"bytes"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

// Event is one thing that a desk says of a dossier.
type Event struct {
	ID      string // a UUID of version 7: ids grow, as the indexes of the peers like them
	Dossier string // its code
	Version int    // the event's place in its dossier, from 1
	Type    string
	At      time.Time
	Body    []byte // the CloudEvent, JSON
}

// Dossier is what is said of one dossier, in order.
type Dossier []Event

// Events is how many events a dossier has.
const Events = 8

// between is the time from one event of a dossier to the next: all are said
// within minutes, so that no deadline comes near while stores are compared.
const between = 10 * time.Second

const (
	procedures = 10
	units      = 20
)

// Make makes n dossiers, up to 100 million, whose last event is said at the
// instant. The series, up to a million, is part of their codes: two that one store
// takes must not be the same.
func Make(series, n int, last time.Time) ([]Dossier, error) {
	first := last.Add(-(Events - 1) * between).Truncate(time.Millisecond)
	made := make([]Dossier, n)
	for i := range made {
		var err error
		code := fmt.Sprintf("H37.13.%d-%06d-%05d", i/100_000, series, i%100_000) // the form that the policy asks for
		if made[i], err = dossier(code, i, first); err != nil {
			return nil, err
		}
	}
	return made, nil
}

// dossier makes the i-th dossier: handed in, passed on, stopped for a paper that
// was missing, completed and returned.
func dossier(code string, i int, first time.Time) (Dossier, error) {
	unit, officer := fmt.Sprint("unit-", i%units), fmt.Sprint("officer-", i%(10*units))
	course := [Events]struct {
		is   domain.Type
		data domain.Data
	}{
		{domain.TypeReceived, &domain.Received{Intake: domain.Intake{
			Province: "H37", Agency: "H37.13", Procedure: procedure(i % procedures), Channel: domain.Online,
			Desk: "desk-1", Unit: "desk", Officer: "officer-desk", Sets: 1, Digitised: true,
			Content: "Cấp giấy chứng nhận đủ điều kiện", Applicant: &domain.Applicant{Ref: fmt.Sprintf("a-%08d", i)},
		}}},
		{domain.TypeTransferred, &domain.Transferred{FromUnit: "desk", FromOfficer: "officer-desk", ToUnit: unit}},
		{domain.TypeTransferred, &domain.Transferred{FromUnit: unit, ToUnit: unit, ToOfficer: officer}},
		{domain.TypeSupplementRequested, &domain.SupplementRequested{Missing: []string{"bản sao giấy chứng nhận"}, Reason: "thiếu thành phần hồ sơ"}},
		{domain.TypeSupplementReceived, &domain.SupplementReceived{}},
		{domain.TypeTransferred, &domain.Transferred{FromUnit: unit, FromOfficer: officer, ToUnit: "leaders", ToOfficer: "officer-leader"}},
		{domain.TypeCompleted, &domain.Completed{Outcome: domain.Granted, Electronic: true}},
		{domain.TypeReturned, &domain.Returned{Method: domain.InPerson}},
	}
	d := make(Dossier, Events)
	for n, step := range course {
		e := domain.Event{Source: "urn:peerbench:desk", Type: step.is, Subject: code, At: first.Add(time.Duration(n) * between), Data: step.data}
		body, err := encode(&e)
		if err != nil {
			return nil, err
		}
		d[n] = Event{ID: e.ID, Dossier: code, Version: n + 1, Type: string(e.Type), At: e.At, Body: body}
	}
	return d, nil
}

// Facts returns the procedures by which the dossiers are judged, published at the
// instant: a batch of CloudEvents.
func Facts(at time.Time) ([]byte, error) {
	bodies := make([][]byte, procedures)
	for i := range bodies {
		limit, err := calendar.LimitOf(5+i, calendar.Workday)
		if err != nil {
			return nil, err
		}
		bodies[i], err = encode(&domain.Event{
			Source: "urn:peerbench:office", Type: domain.TypeProcedurePublished, Subject: procedure(i), At: at.Truncate(time.Millisecond), Backdated: true,
			Data: &domain.ProcedurePublished{ProcedureForm: domain.ProcedureForm{
				Name: fmt.Sprint("Thủ tục ", i), Field: fmt.Sprint("field-", i%3), Limits: []domain.ProcedureLimit{{Limit: limit}},
			}},
		})
		if err != nil {
			return nil, err
		}
	}
	return append(append([]byte("["), bytes.Join(bodies, []byte(","))...), ']'), nil
}

func procedure(i int) string { return fmt.Sprintf("1.%06d", i+1) }

// encode gives the event an id and returns it as a publisher sends it.
func encode(e *domain.Event) ([]byte, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return nil, err
	}
	e.ID = id.String()
	return e.MarshalJSON()
}
