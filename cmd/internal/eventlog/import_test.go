package eventlog

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/hoso-engine/dossier/domain"
)

// desk answers requests as a test says, and keeps them.
type desk struct {
	mu       sync.Mutex
	requests [][]domain.Parsed
	answer   func(request int, p domain.Parsed) domain.Result // nil: accepted
	fail     func(request int) error                          // nil: never
}

func (d *desk) Submit(_ context.Context, events []domain.Parsed) ([]domain.Result, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.requests = append(d.requests, slices.Clone(events))
	n := len(d.requests)
	if d.fail != nil {
		if err := d.fail(n); err != nil {
			return nil, err
		}
	}
	results := make([]domain.Result, len(events))
	for i, p := range events {
		results[i] = domain.Result{ID: p.ID, Code: p.Code, Status: domain.Accepted}
		if d.answer != nil {
			results[i] = d.answer(n, p)
		}
	}
	return results, nil
}

// sent returns the ids of one dossier's events in the order they came.
func (d *desk) sent(code string) (ids []string) {
	for _, request := range d.requests {
		for _, p := range request {
			if p.Code == code {
				ids = append(ids, p.ID)
			}
		}
	}
	return ids
}

// event makes an item; only what Import looks at is set.
func event(line int, t domain.Type, code, id, transaction string) Item {
	e := domain.Event{Type: t, Subject: code, ID: id, Transaction: transaction}
	return Item{Parsed: domain.Parsed{Event: e, ID: id, Code: code}, Lines: []int{line}}
}

// seq yields the items, and then the error where there is one.
func seq(items []Item, broken error) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		if yieldAll(func(i Item, err error) bool { return yield(i, err) }, items) && broken != nil {
			yield(Item{}, broken)
		}
	}
}

func TestImportKeepsEachDossiersOrder(t *testing.T) {
	var items []Item
	want := make(map[string][]string)
	for i := range 3000 {
		code, id := fmt.Sprintf("D-%d", i%37), fmt.Sprint(i)
		items = append(items, event(i+1, domain.TypeTransferred, code, id, ""))
		want[code] = append(want[code], id)
	}
	d, last := new(desk), 0
	report, err := Import(t.Context(), Options{Batch: 7, Lanes: 5, Total: 3000, Progress: func(done, total int) {
		if done <= last || total != 3000 {
			t.Errorf("progress %d of %d after %d", done, total, last)
		}
		last = done
	}}, seq(items, nil), d)
	if err != nil || report.Accepted != 3000 || last != 3000 {
		t.Fatalf("%+v, %v, progress %d", report, err, last)
	}
	for code, ids := range want {
		if got := d.sent(code); !slices.Equal(got, ids) {
			t.Errorf("%s came as %v", code, got)
		}
	}
	for _, request := range d.requests {
		if len(request) > 7 {
			t.Errorf("a request of %d events", len(request))
		}
	}
}

// Everything before a fact is settled before it is sent, and the fact before
// everything after it.
func TestImportKeepsFactsApart(t *testing.T) {
	items := []Item{
		event(1, domain.TypePolicyChanged, "p", "f1", ""), event(2, domain.TypeUnitDefined, "u", "f2", ""),
		event(3, domain.TypeReceived, "D-1", "1", ""), event(4, domain.TypeReceived, "D-2", "2", ""),
		event(5, domain.TypePolicyChanged, "p", "f3", ""),
		event(6, domain.TypeReceived, "D-3", "3", ""),
	}
	d := new(desk)
	if _, err := Import(t.Context(), Options{Lanes: 8}, seq(items, nil), d); err != nil {
		t.Fatal(err)
	}
	var order []string
	for _, request := range d.requests {
		var ids []string
		for _, p := range request {
			ids = append(ids, p.ID)
		}
		order = append(order, strings.Join(ids, " "))
	}
	if len(order) >= 4 { // the two dossiers between may come in either order
		slices.Sort(order[1 : len(order)-2])
	}
	if got := strings.Join(order, ", "); got != "f1 f2, 1, 2, f3, 3" && got != "f1 f2, 1 2, f3, 3" {
		t.Errorf("sent as %s", got)
	}
}

func TestImportKeepsTransactionsWhole(t *testing.T) {
	items := []Item{
		event(1, domain.TypeTransferred, "D-1", "1", ""), event(2, domain.TypeTransferred, "D-1", "2", "t"),
		event(3, domain.TypeTransferred, "D-1", "3", "t"), event(4, domain.TypeTransferred, "D-1", "4", "t"),
		event(5, domain.TypeTransferred, "D-1", "5", "u"),
	}
	d := new(desk)
	if _, err := Import(t.Context(), Options{Batch: 2}, seq(items, nil), d); err != nil {
		t.Fatal(err)
	}
	if len(d.requests) != 2 || len(d.requests[0]) != 4 {
		t.Errorf("%d requests, the first of %d events; want the transaction in one", len(d.requests), len(d.requests[0]))
	}
}

// An engine that is away, busy, or could not decide one event is asked again;
// what was refused behind that event is sent again with it.
func TestImportTriesAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &desk{
			fail: func(request int) error {
				if request <= 2 {
					return fmt.Errorf("connection: %w", &domain.Error{Code: domain.CodeUnavailable})
				}
				return nil
			},
			answer: func(request int, p domain.Parsed) domain.Result {
				if request == 3 && p.ID == "1" {
					return domain.Refusal(p.ID, p.Code, &domain.Error{Code: domain.CodeBusy})
				}
				if request == 3 && p.ID == "2" {
					return domain.Refusal(p.ID, p.Code, &domain.Error{Code: domain.CodeUnknownDossier})
				}
				return domain.Result{ID: p.ID, Code: p.Code, Status: domain.Accepted}
			},
		}
		items := []Item{
			event(1, domain.TypeReceived, "D-1", "1", ""), event(2, domain.TypeTransferred, "D-1", "2", ""),
			event(3, domain.TypeReceived, "D-2", "3", ""),
		}
		begin := time.Now()
		report, err := Import(t.Context(), Options{Lanes: 1}, seq(items, nil), d)
		if err != nil || report.Accepted != 3 || report.Refused != 0 {
			t.Fatalf("%+v, %v", report, err)
		}
		if took := time.Since(begin); took != (50+100+50)*time.Millisecond {
			t.Errorf("waited %s, want longer each time nothing was settled", took)
		}
		if got := d.sent("D-2"); len(got) != 3 {
			t.Errorf("a settled event was sent again: %v", got)
		}
	})
}

func TestImportEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		d := &desk{fail: func(int) error { return &domain.Error{Code: domain.CodeBusy} }}
		items := []Item{event(1, domain.TypeReceived, "D-1", "1", ""), refusal("2", "", 2, refuse(CodeUnmapped, "no rule"))}
		report, err := Import(ctx, Options{}, seq(items, nil), d)
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		if report.Read != 1 || report.ByReason[CodeUnmapped] != 1 {
			t.Errorf("what was settled until then is lost: %+v", report)
		}
	})
}

func TestImportFails(t *testing.T) {
	var many []Item
	for i := range 5000 {
		many = append(many, event(i, domain.TypeReceived, fmt.Sprint("D-", i), "1", ""))
	}
	denied := errors.New("permission denied")
	if _, err := Import(t.Context(), Options{Batch: 1}, seq(many, nil), &desk{fail: func(int) error { return denied }}); !errors.Is(err, denied) {
		t.Errorf("got %v", err)
	}
	cut := errors.New("disk gone")
	report, err := Import(t.Context(), Options{}, seq(many, cut), new(desk))
	if !errors.Is(err, cut) || report.Accepted != 5000 {
		t.Errorf("got %v and %d accepted, want what was read before", err, report.Accepted)
	}
	short := shortDesk{}
	if _, err := Import(t.Context(), Options{}, seq(many, nil), short); err == nil {
		t.Error("answers that are missing are taken")
	}
}

type shortDesk struct{}

func (shortDesk) Submit(context.Context, []domain.Parsed) ([]domain.Result, error) { return nil, nil }

func TestReport(t *testing.T) {
	d := &desk{answer: func(_ int, p domain.Parsed) domain.Result {
		switch p.ID {
		case "1":
			return domain.Result{ID: p.ID, Status: domain.Duplicated}
		case "2":
			return domain.Refusal(p.ID, p.Code, &domain.Error{Code: domain.CodeCompleted, Message: "the dossier is completed"})
		}
		return domain.Result{ID: p.ID, Status: domain.Accepted}
	}}
	items := []Item{
		event(9, domain.TypeReceived, "D-1", "1", ""), event(7, domain.TypeTransferred, "D-2", "2", ""),
		refusal("x/4", "D-3", 4, refuse(CodeUnmapped, "no rule holds")), event(3, domain.TypeReceived, "D-4", "3", ""),
	}
	report, err := Import(t.Context(), Options{}, seq(items, nil), d)
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	if err := report.WriteText(&text); err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(&report, json.Deterministic(true))
	if err != nil {
		t.Fatal(err)
	}
	equalGolden(t, "report.golden", text.String()+string(b)+"\n")
}
