package domain

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// world is a desk, an engine without a log, and its registry: what a test needs
// to say what happened and to see what follows.
type world struct {
	t        rapid.TB
	registry *Registry
	dossier  *Dossier
	now      time.Time
	ids      int
}

// newWorld returns a world that has published Vietnam's calendar and policy.
func newWorld(t rapid.TB) *world {
	return &world{t: t, registry: vietnamese(), dossier: new(Dossier), now: local("2018-01-01T00:00")}
}

// vietnamese makes the registry that every world begins with, once: a registry
// is never changed.
var vietnamese = sync.OnceValue(func() *Registry {
	w := &world{t: new(testing.T), registry: NewRegistry(), now: local("2018-01-01T00:00")}
	w.publish(TypeCalendarChanged, "vn", &CalendarChanged{Calendar: readDeployed[calendar.Spec](w.t, "calendars/vn.json")})
	w.publish(TypePolicyChanged, "vn", &PolicyChanged{Policy: DefaultPolicy()})
	return w.registry
})

// readDeployed reads a data file that the project ships.
func readDeployed[T any](t rapid.TB, name string) (value T) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "deployments", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &value, json.RejectUnknownMembers(true)); err != nil {
		t.Fatal(err)
	}
	return value
}

var vietnam = func() *time.Location {
	l, err := time.LoadLocation("Asia/Ho_Chi_Minh")
	if err != nil {
		panic(err)
	}
	return l
}()

// local reads an instant as Vietnam's wall clocks show it.
func local(s string) time.Time {
	for _, layout := range [...]string{"2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02"} {
		if at, err := time.ParseInLocation(layout, s, vietnam); err == nil {
			return at
		}
	}
	panic("no instant: " + s)
}

// publish takes a reference fact into the registry.
func (w *world) publish(t Type, id string, data Data) {
	w.t.Helper()
	w.ids++
	events, err := DecideFact(w.registry.Fact(t.Kind(), id), Event{
		ID: "fact-" + strconv.Itoa(w.ids), Source: "urn:test", Type: t, Subject: id, At: w.now, Data: data,
	}, w.now)
	if err != nil {
		w.t.Fatalf("%s %s: %v", t, id, err)
	}
	for _, e := range events {
		w.registry = w.registry.With(e)
	}
}

// event returns an event of the world's dossier, at the engine's present.
func (w *world) event(data Data) Event {
	w.ids++
	subject := string(w.dossier.Code)
	if subject == "" {
		subject = testCode
	}
	return Event{ID: "e-" + strconv.Itoa(w.ids), Source: "urn:desk", Type: TypeOf(data), Subject: subject, At: w.now, Data: data}
}

const testCode = "H26.103-250908-0112"

// decide takes the event if it may follow, with all that follows from it.
func (w *world) decide(e Event) ([]Event, error) {
	w.t.Helper()
	rules, err := w.registry.RulesFor(w.dossier, e)
	if err != nil {
		w.t.Fatal(err)
	}
	events, _, err := Decide(w.dossier, e, rules, w.now)
	for _, e := range events {
		w.dossier.Evolve(e)
	}
	return events, err
}

// say decides an event that must be accepted.
func (w *world) say(data Data) []Event {
	w.t.Helper()
	events, err := w.decide(w.event(data))
	if err != nil {
		w.t.Fatalf("%s at %s: %v", TypeOf(data), w.now, err)
	}
	return events
}

// at moves the engine's clock.
func (w *world) at(s string) *world {
	w.now = local(s)
	return w
}

// codeOf returns the refusal's code; empty where nothing was refused.
func codeOf(err error) ErrorCode {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return ""
}

// someIntake returns what a desk says of a dossier of the procedure.
func someIntake(procedure string) Intake {
	return Intake{Province: "H26", Agency: "H26.103", Procedure: procedure, Channel: InPerson}
}

// publishProcedure publishes a procedure with one limit for every channel.
func (w *world) publishProcedure(code, limitText string, change ...func(*ProcedureForm)) {
	w.t.Helper()
	form := ProcedureForm{Name: code, Field: "health", Limits: []ProcedureLimit{{Limit: limit(limitText)}}}
	for _, c := range change {
		c(&form)
	}
	w.publish(TypeProcedurePublished, code, &ProcedurePublished{form})
}

// everything compares values with all that they hide.
var everything = cmp.Exporter(func(reflect.Type) bool { return true })
