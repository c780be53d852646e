package engine_test

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/eventstore"
)

// office facts: what happened at an office, and no figure of what it makes.
type facts struct {
	Name       string                      `json:"name"`
	Procedures map[domain.ServiceLevel]int `json:"procedures"` // how many of each service level are published
	Groups     []group                     `json:"groups"`
}

// group is dossiers with which the same happened.
type group struct {
	Count     int                 `json:"count"`
	Received  [2]calendar.Date    `json:"received"`  // spread over these days, the first and the last included
	DueAfter  int                 `json:"due_after"` // days after receipt; 0: the procedure has no limit
	Completed *[2]int             `json:"completed"` // between so many days after the due, or after receipt where nothing is due
	Withdrawn *[2]int             `json:"withdrawn"` // the same
	Channel   domain.Channel      `json:"channel"`   // absent: in person
	Level     domain.ServiceLevel `json:"level"`
}

// published reads the facts of one source.
func published(t *testing.T, name string) facts {
	t.Helper()
	b, err := os.ReadFile("testdata/published.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []facts
	if err := json.Unmarshal(b, &all, json.RejectUnknownMembers(true)); err != nil {
		t.Fatal(err)
	}
	for _, f := range all {
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("no facts of %s", name)
	return facts{}
}

// play opens an office, in 2026, and tells its engine the facts.
func play(t *testing.T, f facts) *office {
	t.Helper()
	o := open(t, eventstore.NewMemory())
	o.publishLevels(f)
	var said []domain.Event
	number := 0
	for _, g := range f.Groups {
		for i := range g.Count {
			number++
			said = append(said, g.events(o, number, i)...)
		}
	}
	const batch = 2000
	for len(said) > 0 {
		n := min(batch, len(said))
		o.tell(said[:n])
		said = said[n:]
	}
	o.known()
	return o
}

// tell submits events that must be accepted, whatever it takes.
func (o *office) tell(events []domain.Event) {
	o.t.Helper()
	parsed := make([]domain.Parsed, len(events))
	for i, e := range events {
		parsed[i] = domain.Parsed{Event: e, ID: e.ID, Code: e.Subject}
	}
	ctx, cancel := context.WithTimeout(o.t.Context(), time.Minute)
	defer cancel()
	for i, r := range o.Submit(ctx, parsed) {
		if r.Status != domain.Accepted {
			o.t.Fatalf("%s %s: %s: %v", events[i].Type, events[i].Subject, r.Status, r.Error)
		}
	}
}

// publishLevels publishes one procedure without a limit, and as many of each
// service level as there are.
func (o *office) publishLevels(f facts) {
	o.t.Helper()
	always := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	publish := func(code string, level domain.ServiceLevel) domain.Event {
		return domain.Event{
			ID: "publish " + code, Source: "urn:test:facts", Type: domain.TypeProcedurePublished, Subject: code, At: always, Backdated: true,
			Data: &domain.ProcedurePublished{ProcedureForm: domain.ProcedureForm{Name: code, Field: "y-te", ServiceLevel: level}},
		}
	}
	events := []domain.Event{publish(limitless, "")}
	for level, count := range f.Procedures {
		for i := range count {
			events = append(events, publish(fmt.Sprintf("3.%s%05d", level, i), level))
		}
	}
	o.tell(events)
}

const limitless = "2.000001"

// events returns what happened to the i-th dossier of the group, the n-th of all.
func (g *group) events(o *office, n, i int) []domain.Event {
	received := g.Received[0].AddDays(spread(i, g.Count, g.Received[1].Sub(g.Received[0])+1))
	code := fmt.Sprintf("H37.13-%s-%05d", received.String()[2:4]+received.String()[5:7]+received.String()[8:], n)
	intake := domain.Intake{
		Province: "H37", Agency: "H37.13", Procedure: "1.000001", Channel: g.Channel, ServiceLevel: g.Level,
	}
	if g.Channel == "" {
		intake.Channel = domain.InPerson
	}
	from, due := received, time.Time{}
	if g.DueAfter > 0 {
		from = received.AddDays(g.DueAfter)
		due = o.local(from, 17)
	} else {
		intake.Procedure = limitless
	}
	events := []domain.Event{o.said(code, o.local(received, 9), &domain.Received{Intake: intake, Due: due})}
	switch {
	case g.Completed != nil:
		events = append(events, o.said(code, o.local(within(from, g.Completed, i), 10), &domain.Completed{Outcome: domain.Granted}))
	case g.Withdrawn != nil:
		events = append(events, o.said(code, o.local(within(from, g.Withdrawn, i), 10), &domain.Withdrawn{}))
	}
	return events
}

// spread puts the i-th of count things on one of so many days, evenly, in order.
func spread(i, count, days int) int { return i * days / count }

// within returns one of the days around a date, another for each next dossier.
func within(date calendar.Date, days *[2]int, i int) calendar.Date {
	return date.AddDays(days[0] + i%(days[1]-days[0]+1))
}

func (o *office) local(d calendar.Date, hour int) time.Time {
	y, m, day := d.Civil()
	return time.Date(y, m, day, hour, 0, 0, 0, o.Zone())
}

// said is an event of the past, told now.
func (o *office) said(code string, at time.Time, data domain.Data) domain.Event {
	e := o.event(code, data)
	e.At, e.Backdated = at, true
	return e
}
