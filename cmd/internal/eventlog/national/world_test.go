package national

import (
	"bytes"
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/hoso-engine/dossier/cmd/internal/eventlog"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

// world is an engine in memory: it decides as the real one does, and keeps what
// was decided.
type world struct {
	now      time.Time
	registry *domain.Registry
	dossiers map[string]*domain.Dossier
	events   map[string][]domain.Event
	codes    []string
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{
		now: time.Date(2026, 6, 1, 9, 0, 0, 0, zone), registry: domain.NewRegistry(),
		dossiers: make(map[string]*domain.Dossier), events: make(map[string][]domain.Event),
	}
	b, err := os.ReadFile("../../../../deployments/calendars/vn.json")
	if err != nil {
		t.Fatal(err)
	}
	var spec calendar.Spec
	if err := json.Unmarshal(b, &spec); err != nil {
		t.Fatal(err)
	}
	w.fact(t, domain.DefaultCalendarID, domain.TypeCalendarChanged, &domain.CalendarChanged{Calendar: spec})
	w.fact(t, domain.DefaultPolicyID, domain.TypePolicyChanged, &domain.PolicyChanged{Policy: domain.DefaultPolicy()})
	return w
}

func (w *world) fact(t testing.TB, id string, kind domain.Type, data domain.Data) {
	t.Helper()
	e := domain.Event{ID: id, Source: "/test", Type: kind, Subject: id, At: archivedFrom, Backdated: true, Data: data}
	if err := w.decide(e); err != nil {
		t.Fatal(err)
	}
}

func (w *world) decide(e domain.Event) error {
	if e.Type.Kind() != domain.KindDossier {
		decided, err := domain.DecideFact(w.registry.Fact(e.Type.Kind(), e.Subject), e, w.now)
		if err == nil {
			w.registry = w.registry.With(decided[0])
		}
		return err
	}
	d := w.dossiers[e.Subject]
	if d == nil {
		d = new(domain.Dossier)
	}
	rules, err := w.registry.RulesFor(d, e)
	if err != nil {
		return err
	}
	decided, err := domain.Decide(d, e, rules, w.now)
	if err != nil {
		return err
	}
	if d.State == domain.StateNone {
		w.codes, w.dossiers[e.Subject] = append(w.codes, e.Subject), d
	}
	for _, e := range decided {
		d.Evolve(e)
		w.events[e.Subject] = append(w.events[e.Subject], e)
	}
	return nil
}

// forget leaves a dossier out.
func (w *world) forget(code string) {
	w.codes = slices.DeleteFunc(w.codes, func(c string) bool { return c == code })
}

// Submit implements [eventlog.Submitter].
func (w *world) Submit(_ context.Context, events []domain.Parsed) ([]domain.Result, error) {
	results := make([]domain.Result, len(events))
	for i, p := range events {
		err := w.decide(p.Event)
		switch _, again := errors.AsType[*domain.Duplicate](err); {
		case again:
			results[i] = domain.Result{ID: p.ID, Code: p.Code, Status: domain.Duplicated}
		case err != nil:
			results[i] = domain.Refusal(p.ID, p.Code, err)
		default:
			results[i] = domain.Result{ID: p.ID, Code: p.Code, Status: domain.Accepted}
		}
	}
	return results, nil
}

// take imports texts as files.
func (w *world) take(t testing.TB, o Options, texts ...string) (eventlog.Report, Summary) {
	t.Helper()
	files := make([]Named, len(texts))
	for i, text := range texts {
		files[i] = Named{Name: "file" + digits(i+1), Reader: strings.NewReader(text)}
	}
	var summary Summary
	report, err := eventlog.Import(t.Context(), eventlog.Options{Lanes: 1}, Read(files, o, &summary), w)
	if err != nil {
		t.Fatal(err)
	}
	if report.Read != report.Accepted+report.Duplicate+report.Refused {
		t.Errorf("the report does not add up: %+v", report)
	}
	return report, summary
}

// export writes both forms.
func (w *world) export(t testing.TB) (dossiers, steps string) {
	t.Helper()
	var a, b bytes.Buffer
	first, err := NewWriter(&a, ServiceDossiers)
	second, err2 := NewWriter(&b, ServiceSteps)
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	for _, code := range w.codes {
		record, list := Render(w.events[code], Names{})
		if err := first.Write(record); err != nil {
			t.Fatal(err)
		}
		for _, step := range list {
			if err := second.Write(step); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := errors.Join(first.Close(), second.Close()); err != nil {
		t.Fatal(err)
	}
	return a.String(), b.String()
}
