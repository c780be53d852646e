package national

import (
	"bytes"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/hoso-engine/dossier/cmd/internal/eventlog"
	"github.com/hoso-engine/dossier/cmd/internal/eventlog/enginetest"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

// world is an engine in memory.
type world struct{ *enginetest.Engine }

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{enginetest.New(time.Date(2026, 6, 1, 9, 0, 0, 0, zone))}
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
	if err := w.Decide(e); err != nil {
		t.Fatal(err)
	}
}

// forget leaves a dossier out.
func (w *world) forget(code string) {
	w.Codes = slices.DeleteFunc(w.Codes, func(c string) bool { return c == code })
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
	for _, code := range w.Codes {
		record, list := Render(w.Events[code], Names{})
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
