package export

import (
	"bytes"
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/register"
)

var hanoi = time.FixedZone("", 7*60*60)

// shelf is an engine of which only reading is asked: the real table, and the
// commits that it was folded from.
type shelf struct {
	table   *register.Table
	commits map[string][]eventstore.Commit
	last    uint64
}

func newShelf() *shelf {
	return &shelf{table: register.New(projections.NewReference()), commits: make(map[string][]eventstore.Commit)}
}

func (s *shelf) List(_ context.Context, q register.Query, _ uint64) (register.Page, error) {
	return s.table.List(q), nil
}

func (s *shelf) Commits(_ context.Context, code string, _ uint64) ([]eventstore.Commit, error) {
	return s.commits[code], nil
}

func (s *shelf) Procedures(context.Context, string, int, uint64) (domain.ProcedurePage, error) {
	return domain.ProcedurePage{Procedures: []domain.ProcedureView{{
		Code: "1.004477", ProcedureForm: domain.ProcedureForm{Name: "Công bố cơ sở", Field: "duoc", FieldName: "Dược phẩm"},
	}}}, nil
}

// put files a dossier's events, each a commit of its own.
func (s *shelf) put(t testing.TB, events []domain.Event) {
	t.Helper()
	for _, e := range events {
		s.last++
		c := eventstore.Commit{Position: s.last, Subject: "dossier.H37.H37_13." + e.Subject, Events: []domain.Event{e}}
		s.commits[e.Subject] = append(s.commits[e.Subject], c)
		if err := s.table.Apply(c); err != nil {
			t.Fatal(err)
		}
	}
}

// secrets are what no export may hold.
var secrets = []string{"Nguyễn Văn A", "0912345678", "001099000111", "a@b.vn", "12 Lê Lợi"}

// life returns the events of the n-th dossier: the more of them, the higher n is
// modulo 4.
func life(n int) []domain.Event {
	code := fmt.Sprintf("H37.13-260105-%05d", n)
	at := time.Date(2026, 1, 5, 8, 0, 0, 0, hanoi).Add(time.Duration(n) * time.Hour)
	applicant := &domain.Applicant{
		Ref: "a-1", Name: secrets[0], Phone: secrets[1], Identity: secrets[2], Email: secrets[3], Address: secrets[4],
	}
	in := domain.Intake{
		Province: "H37", Agency: "H37.13", Procedure: "1.004477", Field: "duoc", Channel: domain.Online,
		Unit: "nvd", Officer: "cb-1", Applicant: applicant,
	}
	due := at.AddDate(0, 0, 7)
	said := []domain.Data{
		&domain.Submitted{Intake: in},
		&domain.Received{Intake: in, Due: due},
		&domain.DeadlineSet{
			Clock: domain.DossierClock, Revision: 1, Cause: domain.CauseGiven, Start: at, From: at, Due: due,
			Breach: due.AddDate(0, 0, 1), Verdict: domain.ByDate, Zone: "Asia/Ho_Chi_Minh",
		},
		&domain.Transferred{ToUnit: "nvy", ToOfficer: "cb-2", Step: `thẩm định "A" & <B>`, StepDue: due},
		&domain.Corrected{
			Sequence: 2, Event: domain.TypeReceived, Reason: "sai", Authority: "trưởng phòng",
			Facts: jsontext.Value(`{"applicant":{"ref":"a-2","name":"Nguyễn Văn A","phone":"0912345678"}}`),
		},
		&domain.Completed{Outcome: domain.Granted},
		&domain.Returned{Method: domain.Postal},
	}
	types := []domain.Type{
		domain.TypeSubmitted, domain.TypeReceived, domain.TypeDeadlineSet, domain.TypeTransferred,
		domain.TypeCorrected, domain.TypeCompleted, domain.TypeReturned,
	}
	most := []int{1, 4, 6, 7}[n%4]
	events := make([]domain.Event, 0, most)
	for i := range most {
		events = append(events, domain.Event{
			ID: fmt.Sprint(n, "-", i), Source: "/desk", Type: types[i], Subject: code, Actor: "cb-1",
			At: at.Add(time.Duration(i) * 10 * time.Hour), RecordedAt: at.Add(time.Duration(i)*10*time.Hour + time.Second),
			Sequence: i + 1, Data: said[i],
		})
	}
	return events
}

// filed returns a shelf of so many dossiers.
func filed(t testing.TB, dossiers int) *shelf {
	t.Helper()
	s := newShelf()
	for n := range dossiers {
		s.put(t, life(n))
	}
	return s
}

// written returns an export; the words are those of a query.
func written(t testing.TB, src Source, what string, words map[string]string) string {
	t.Helper()
	o, err := ParseOrder(what, func(name string) string { return words[name] }, time.Date(2026, 2, 1, 0, 0, 0, 0, hanoi), hanoi)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := o.Write(t.Context(), &b, src, nil); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
