package engine_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"sync/atomic"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/go-json-experiment/json"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/hoso-engine/dossier/cmd/internal/engine"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/overdue"
	"github.com/hoso-engine/dossier/projections/register"
	"github.com/hoso-engine/dossier/projections/supervision"
)

const code = "H37.13-260115-0001"

// office is an engine over a store, its clock in the test's hand.
type office struct {
	*engine.Engine
	t     *testing.T
	now   atomic.Pointer[time.Time]
	store eventstore.Store
	ids   atomic.Int64
}

// open starts an engine over the store, with Vietnam's calendar and policy and
// one procedure of five workdays in its log.
func open(t *testing.T, store eventstore.Store) *office {
	t.Helper()
	o := start(t, store)
	o.publishFacts()
	return o
}

// start starts an engine over the store as it is.
func start(t *testing.T, store eventstore.Store) *office {
	t.Helper()
	return startWith(t, store, engine.Options{})
}

// startWith is start with how much may be under way.
func startWith(t *testing.T, store eventstore.Store, choices engine.Options) *office {
	t.Helper()
	o := &office{t: t, store: store}
	o.set("2026-01-15T09:00:00+07:00")
	reference := projections.NewReference()
	table := register.New(reference)
	ladder := overdue.New(reference, table)
	board := supervision.New(reference, table)
	recent := engine.NewRecent()
	runner := projections.NewRunner(store, projections.Options{Now: o.clock, Decode: recent.Decode}, reference, table, ladder, board)
	o.Engine = engine.New(engine.Options{
		Store: store, Runner: runner, Recent: recent, Reference: reference, Table: table, Ladder: ladder, Board: board, Scorecards: shipped(t),
		Metrics: engine.NewMetrics(prometheus.NewRegistry()), Logger: slog.New(slog.DiscardHandler), Now: o.clock,
		HotDossiers: choices.HotDossiers, InFlight: choices.InFlight, Waiting: choices.Waiting,
	})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = runner.Run(ctx) // what it ends with shows in every read
	}()
	t.Cleanup(func() { cancel(); <-ended })
	return o
}

func (o *office) clock() time.Time { return *o.now.Load() }

func (o *office) set(at string) {
	now := moment(o.t, at)
	o.now.Store(&now)
}

func moment(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func (o *office) publishFacts() {
	o.t.Helper()
	b, err := os.ReadFile("../../../deployments/calendars/vn.json")
	if err != nil {
		o.t.Fatal(err)
	}
	var spec calendar.Spec
	if err := json.Unmarshal(b, &spec); err != nil {
		o.t.Fatal(err)
	}
	five, err := calendar.ParseLimit("5workday")
	if err != nil {
		o.t.Fatal(err)
	}
	always := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	for i, fact := range []domain.Event{
		{Type: domain.TypeCalendarChanged, Subject: "vn", Data: &domain.CalendarChanged{Calendar: spec}},
		{Type: domain.TypePolicyChanged, Subject: "vn", Data: &domain.PolicyChanged{Policy: domain.DefaultPolicy()}},
		{Type: domain.TypeProcedurePublished, Subject: "1.000001", Data: &domain.ProcedurePublished{
			ProcedureForm: domain.ProcedureForm{Name: "Thử", Field: "duoc", Limits: []domain.ProcedureLimit{{Limit: five}}},
		}},
	} {
		fact.ID, fact.Source, fact.At, fact.Backdated = fmt.Sprint(i), "urn:test:facts", always, true
		r := o.Submit(o.t.Context(), []domain.Parsed{{Event: fact}})[0]
		if r.Status == domain.Declined {
			o.t.Fatalf("%s was refused: %v", fact.Type, r.Error)
		}
	}
}

// event is a desk's event, a new id on every call.
func (o *office) event(code string, data domain.Data) domain.Event {
	return domain.Event{
		ID: fmt.Sprintf("e%d", o.ids.Add(1)), Source: "urn:test:desk", Subject: code,
		Type: typeOf(data), At: o.clock(), Data: data,
	}
}

func typeOf(data domain.Data) domain.Type {
	for _, t := range domain.Types() {
		if fmt.Sprintf("%T", t.NewData()) == fmt.Sprintf("%T", data) {
			return t
		}
	}
	return ""
}

func receipt() *domain.Received {
	return &domain.Received{Intake: domain.Intake{
		Province: "H37", Agency: "H37.13", Procedure: "1.000001", Channel: domain.InPerson,
	}}
}

func (o *office) submit(events ...domain.Event) []domain.Result {
	o.t.Helper()
	parsed := make([]domain.Parsed, len(events))
	for i, e := range events {
		parsed[i] = domain.Parsed{Event: e, ID: e.ID, Code: e.Subject}
	}
	ctx, cancel := context.WithTimeout(o.t.Context(), 10*time.Second)
	defer cancel()
	return o.Submit(ctx, parsed)
}

// accept submits events that must be accepted.
func (o *office) accept(events ...domain.Event) []domain.Result {
	o.t.Helper()
	results := o.submit(events...)
	for i, r := range results {
		if r.Status != domain.Accepted {
			o.t.Fatalf("%s %s: %s: %v", events[i].Type, events[i].ID, r.Status, r.Error)
		}
	}
	return results
}

// refused checks that a result is a refusal of that code.
func refused(t *testing.T, r domain.Result, code domain.ErrorCode) {
	t.Helper()
	if r.Status != domain.Declined || r.Error == nil || r.Error.Code != code {
		t.Errorf("event %s: %s %v, want a refusal %s", r.ID, r.Status, r.Error, code)
	}
}

// commits returns what the log holds about the dossier.
func (o *office) commits(code string) []eventstore.Commit {
	o.t.Helper()
	subject, err := eventstore.DossierSubject("H37", "H37.13", code)
	if err != nil {
		o.t.Fatal(err)
	}
	records, err := o.store.Read(o.t.Context(), subject)
	if err != nil {
		o.t.Fatal(err)
	}
	commits := make([]eventstore.Commit, len(records))
	for i, r := range records {
		if commits[i], err = eventstore.Decode(r); err != nil {
			o.t.Fatal(err)
		}
	}
	return commits
}

// known waits until the projections know all that was said.
func (o *office) known() {
	o.t.Helper()
	head, err := o.store.Head(o.t.Context())
	if err == nil {
		err = o.Runner.Wait(o.t.Context(), head.Position)
	}
	if err != nil {
		o.t.Fatal(err)
	}
}
