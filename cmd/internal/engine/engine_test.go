package engine_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
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

// startWith is start with the engine's choices.
func startWith(t *testing.T, store eventstore.Store, choices engine.Options) *office {
	t.Helper()
	o := &office{t: t, store: store}
	o.set("2026-01-15T09:00:00+07:00")
	reference := projections.NewReference()
	table := register.New(reference)
	ladder := overdue.New(reference)
	board := supervision.New(reference, table)
	recent := engine.NewRecent()
	runner := projections.NewRunner(store, projections.Options{Now: o.clock, Decode: recent.Decode}, reference, table, ladder, board)
	o.Engine = engine.New(engine.Options{
		Store: store, Runner: runner, Recent: recent, Reference: reference, Table: table, Ladder: ladder, Board: board, Scorecards: shipped(t),
		Metrics: engine.NewMetrics(prometheus.NewRegistry()), Logger: slog.New(slog.DiscardHandler), Now: o.clock,
		InFlight: choices.InFlight, Waiting: choices.Waiting,
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

func TestSubmit_receiptGetsItsDeadlineInTheSameCommit(t *testing.T) {
	o := open(t, eventstore.NewMemory())
	r := o.accept(o.event(code, receipt()))[0]
	if want := moment(t, "2026-01-22T17:00:00+07:00"); !r.Due.Equal(want) || r.Sequence != 1 {
		t.Errorf("due %s, sequence %d; want %s, 1", r.Due, r.Sequence, want)
	}
	commits := o.commits(code)
	if len(commits) != 1 || len(commits[0].Events) != 2 || commits[0].Events[1].Type != domain.TypeDeadlineSet {
		t.Fatalf("the log holds %+v, want one commit of the receipt and its deadline", commits)
	}
	if commits[0].Position != r.Position {
		t.Errorf("the commit lies at %d, the answer says %d", commits[0].Position, r.Position)
	}
	view, err := o.Dossier(t.Context(), code, r.Position)
	if err != nil || view.State != domain.StateReceived {
		t.Errorf("the table shows %v (%v), want the receipt that was just acknowledged", view.State, err)
	}
}

func TestSubmit_repeatIsAnsweredAsTheFirstTime(t *testing.T) {
	o := open(t, eventstore.NewMemory())
	received := o.event(code, receipt())
	first := o.accept(received)[0]
	o.accept(o.event(code, &domain.Transferred{ToUnit: "nvy"}))
	repeat := o.submit(received)[0]
	if repeat.Status != domain.Duplicated || repeat.Position != first.Position || repeat.Sequence != first.Sequence || !repeat.Due.Equal(first.Due) {
		t.Errorf("the repeat got %+v, the first time %+v", repeat, first)
	}
	other := received
	other.Data = &domain.Received{Intake: domain.Intake{Province: "H37", Agency: "H37.13", Procedure: "1.000002", Channel: domain.Online}}
	refused(t, o.submit(other)[0], domain.CodeIDReused)
	if n := len(o.commits(code)); n != 2 {
		t.Errorf("the log holds %d commits, want 2", n)
	}
}

func TestSubmit_unknownDossier(t *testing.T) {
	o := open(t, eventstore.NewMemory())
	refused(t, o.submit(o.event(code, &domain.Transferred{ToUnit: "nvy"}))[0], domain.CodeUnknownDossier)
	if n := len(o.commits(code)); n != 0 {
		t.Errorf("a refused event left %d commits", n)
	}
}

func TestSubmit_eachEventOfABatchOnItsOwn(t *testing.T) {
	o := open(t, eventstore.NewMemory())
	results := o.submit(
		o.event(code, receipt()),
		o.event("H37.13-260115-0002", &domain.Returned{Method: domain.InPerson}),
		o.event(code, &domain.Transferred{ToUnit: "nvy"}),
		o.event(code, &domain.Returned{Method: domain.InPerson}),
		o.event(code, &domain.Completed{Outcome: domain.Granted}),
	)
	for i, want := range []domain.Status{domain.Accepted, domain.Declined, domain.Accepted, domain.Declined, domain.Accepted} {
		if results[i].Status != want {
			t.Errorf("event %d: %s (%v), want %s", i, results[i].Status, results[i].Error, want)
		}
	}
	refused(t, results[3], domain.CodeNotCompleted)
}

func TestSubmit_transactionTogetherOrNotAtAll(t *testing.T) {
	o := open(t, eventstore.NewMemory())
	bound := func(name string, events ...domain.Event) []domain.Event {
		for i := range events {
			events[i].Transaction = name
		}
		return events
	}
	results := o.submit(bound("a", o.event(code, receipt()), o.event(code, &domain.Returned{Method: domain.Postal}))...)
	refused(t, results[0], domain.CodeTransaction)
	refused(t, results[1], domain.CodeNotCompleted)
	if n := len(o.commits(code)); n != 0 {
		t.Fatalf("half a transaction lies in the log: %d commits", n)
	}
	whole := bound("b", o.event(code, receipt()), o.event(code, &domain.Completed{Outcome: domain.Granted}))
	o.accept(whole...)
	if commits := o.commits(code); len(commits) != 1 || len(commits[0].Events) != 3 {
		t.Errorf("the transaction lies in %d commits, want one of 3 events", len(commits))
	}
	for _, r := range o.submit(whole...) {
		if r.Status != domain.Duplicated {
			t.Errorf("the repeated transaction got %s (%v)", r.Status, r.Error)
		}
	}
	mixed := bound("c", o.event("H37.13-260115-0003", receipt()), o.event("H37.13-260115-0004", receipt()))
	for _, r := range o.submit(mixed...) {
		refused(t, r, domain.CodeMixedTransaction)
	}
	before := len(o.commits(code))
	parts := bound("d", o.event(code, &domain.Rated{Satisfaction: domain.Satisfied}), o.event(code, &domain.Returned{Method: domain.Postal}))
	interrupted := o.submit(parts[0], o.event(code, &domain.Rated{Satisfaction: domain.Dissatisfied}), parts[1])
	refused(t, interrupted[0], domain.CodeMixedTransaction)
	refused(t, interrupted[2], domain.CodeMixedTransaction)
	if n := len(o.commits(code)); n-before > 1 {
		t.Errorf("an interrupted transaction lies in the log in pieces: %d commits", n-before)
	}
}

func TestSubmit_twoEnginesOneLog(t *testing.T) {
	store := eventstore.NewMemory()
	a, b := open(t, store), open(t, store)
	b.ids.Store(1000)
	a.accept(a.event(code, receipt()))
	var wg sync.WaitGroup
	for _, o := range []*office{a, b} {
		wg.Go(func() {
			for range 50 {
				if r := o.submit(o.event(code, &domain.Transferred{ToUnit: "nvy"}))[0]; r.Status != domain.Accepted {
					t.Errorf("%s: %v", r.Status, r.Error)
				}
			}
		})
	}
	wg.Wait()
	var chain eventstore.Chain
	head, err := store.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for r, err := range store.Follow(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		c, err := eventstore.Decode(r)
		if err == nil {
			err = chain.Check(r, c)
		}
		if err != nil {
			t.Fatal(err)
		}
		if r.Position == head.Position {
			break
		}
	}
	if n := len(a.commits(code)); n != 101 {
		t.Errorf("the dossier has %d commits, want 101", n)
	}
}

// lossy is a store that appends and then loses every second answer, or refuses
// before it appends.
type lossy struct {
	eventstore.Store
	calls atomic.Int64
}

func (l *lossy) Append(ctx context.Context, subject string, last uint64, body []byte) (uint64, error) {
	n := l.calls.Add(1)
	if n%3 == 0 {
		return 0, fmt.Errorf("%w: not even tried", eventstore.ErrUnavailable)
	}
	position, err := l.Store.Append(ctx, subject, last, body)
	if n%3 == 1 && err == nil {
		return 0, fmt.Errorf("%w: the answer was lost", eventstore.ErrUnavailable)
	}
	return position, err
}

func TestSubmit_lostAnswers(t *testing.T) {
	store := &lossy{Store: eventstore.NewMemory()}
	o := open(t, store)
	o.accept(o.event(code, receipt()))
	for range 10 {
		o.accept(o.event(code, &domain.Transferred{ToUnit: "nvy"}))
	}
	commits := o.commits(code)
	if len(commits) != 11 {
		t.Errorf("the dossier has %d commits, want 11: none lost, none doubled", len(commits))
	}
}

// away is a store that can be switched off.
type away struct {
	eventstore.Store
	off atomic.Bool
}

func (a *away) Append(ctx context.Context, subject string, last uint64, body []byte) (uint64, error) {
	if a.off.Load() {
		return 0, fmt.Errorf("%w: no space left", eventstore.ErrUnavailable)
	}
	return a.Store.Append(ctx, subject, last, body)
}

func TestSubmit_storeAway(t *testing.T) {
	store := &away{Store: eventstore.NewMemory()}
	o := open(t, store)
	o.accept(o.event(code, receipt()))
	store.off.Store(true)
	refused(t, o.submit(o.event(code, &domain.Transferred{ToUnit: "nvy"}))[0], domain.CodeUnavailable)
	if err := o.Ready(); err == nil || !errors.Is(err, eventstore.ErrUnavailable) {
		t.Errorf("the engine calls itself ready (%v) while appends fail", err)
	}
	if _, err := o.Dossier(t.Context(), code, 0); err != nil {
		t.Errorf("reads must go on: %v", err)
	}
	store.off.Store(false)
	o.accept(o.event(code, &domain.Transferred{ToUnit: "nvy"}))
	if err := o.Ready(); err != nil {
		t.Errorf("the store is back, the engine says %v", err)
	}
}

func TestRun_publishedProcedureGivesTheDeadline(t *testing.T) {
	o := open(t, eventstore.NewMemory())
	unknown := receipt()
	unknown.Procedure = "1.000009"
	r := o.accept(o.event(code, unknown))[0]
	if !r.Due.IsZero() {
		t.Fatalf("an unknown procedure got the due %s", r.Due)
	}
	three, err := calendar.ParseLimit("3workday")
	if err != nil {
		t.Fatal(err)
	}
	published := o.event("1.000009", &domain.ProcedurePublished{ProcedureForm: domain.ProcedureForm{
		Name: "Mới", Field: "y-te", Limits: []domain.ProcedureLimit{{Limit: three}},
	}})
	o.accept(published)
	if err := o.Recalculate(t.Context()); err != nil {
		t.Fatal(err)
	}
	commits := o.commits(code)
	set, ok := commits[len(commits)-1].Events[0].Data.(*domain.DeadlineSet)
	if !ok || set.Cause != domain.CausePublished || !set.Due.Equal(moment(t, "2026-01-20T17:00:00+07:00")) {
		t.Errorf("after the publication the log ends with %+v", commits[len(commits)-1].Events)
	}
}

func TestRaiseDue_everyRungOnceAndInOrder(t *testing.T) {
	store := eventstore.NewMemory()
	a, b := open(t, store), open(t, store)
	a.accept(a.event(code, receipt()))
	for _, o := range []*office{a, b} {
		o.set("2026-01-26T12:00:00+07:00") // the due was on the 22nd
	}
	var wg sync.WaitGroup
	for _, o := range []*office{a, b} {
		wg.Go(func() {
			head, err := store.Head(t.Context())
			if err == nil {
				_, err = o.Dossier(t.Context(), code, head.Position)
			}
			if err == nil {
				err = o.RaiseDue(t.Context())
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	var rungs []string
	for _, c := range a.commits(code) {
		for _, e := range c.Events {
			switch data := e.Data.(type) {
			case *domain.Approached:
				rungs = append(rungs, data.Rung.Rung)
			case *domain.Missed:
				rungs = append(rungs, data.Rung.Rung)
			}
		}
	}
	if got, want := fmt.Sprint(rungs), "[two-days-left half due-day missed late-1]"; got != want {
		t.Errorf("rungs %s, want %s", got, want)
	}
}

func TestSubmit_transactionWithAnEventThatCannotBeRead(t *testing.T) {
	o := open(t, eventstore.NewMemory())
	whole := o.event(code, receipt())
	whole.Transaction = "d"
	broken := domain.ParseOne([]byte(`{"specversion":"1.0","id":"broken","source":"urn:test:desk","type":"dossier.transferred",
		"subject":"` + code + `","time":"2026-01-15T09:00:00+07:00","transaction":"d","data":{"to_unti":"nvy"}}`))
	results := o.Submit(t.Context(), []domain.Parsed{{Event: whole, ID: whole.ID, Code: code}, broken})
	refused(t, results[0], domain.CodeTransaction)
	refused(t, results[1], domain.CodeUnknownField)
	if n := len(o.commits(code)); n != 0 {
		t.Errorf("half a transaction lies in the log: %d commits", n)
	}
}

// silent is a store that takes an append and never answers.
type silent struct {
	eventstore.Store
	on atomic.Bool
}

func (s *silent) Append(ctx context.Context, subject string, last uint64, body []byte) (uint64, error) {
	if s.on.Load() {
		<-ctx.Done()
		return 0, ctx.Err()
	}
	return s.Store.Append(ctx, subject, last, body)
}

func TestSubmit_storeSilent(t *testing.T) {
	store := &silent{Store: eventstore.NewMemory()}
	o := open(t, store)
	o.accept(o.event(code, receipt()))
	store.on.Store(true)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	transfer := o.event(code, &domain.Transferred{ToUnit: "nvy"})
	refused(t, o.Submit(ctx, []domain.Parsed{{Event: transfer}})[0], domain.CodeUnavailable)
	if err := o.Ready(); !errors.Is(err, eventstore.ErrUnavailable) {
		t.Errorf("the engine calls itself ready (%v) while the store is silent", err)
	}
}
