package engine_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/cmd/internal/engine"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/eventstore"
)

// One request's events about one dossier lie in one record, and yet each got the
// result, and left the history, that it would have got and left alone.
func TestSubmit_togetherAsOneByOne(t *testing.T) {
	together, alone := open(t, eventstore.NewMemory()), open(t, eventstore.NewMemory())
	dossiers := 0
	rapid.Check(t, func(r *rapid.T) {
		dossiers++
		code := fmt.Sprintf("H37.13-260115-%04d", dossiers)
		said := drawSaid(r, code)
		var got, want []domain.Result
		for len(said) > 0 {
			n := rapid.IntRange(1, len(said)).Draw(r, "in one request")
			got = append(got, together.submit(said[:n]...)...)
			for _, e := range said[:n] {
				want = append(want, alone.submit(e)...)
			}
			said = said[n:]
		}
		if diff := cmp.Diff(withoutPositions(want), withoutPositions(got)); diff != "" {
			r.Errorf("together they are answered otherwise than one by one:\n%s", diff)
		}
		if diff := cmp.Diff(events(r, alone.commits(code)), events(r, together.commits(code))); diff != "" {
			r.Errorf("together they leave another history than one by one:\n%s", diff)
		}
	})
}

// Transactions, refused in their middle or not, leave to what stands beside them in a
// request what they leave to requests of its own.
func TestSubmit_transactionsTogetherAsOneByOne(t *testing.T) {
	together, alone := open(t, eventstore.NewMemory()), open(t, eventstore.NewMemory())
	dossiers, refused := 0, 0
	rapid.Check(t, func(r *rapid.T) {
		dossiers++
		code := fmt.Sprintf("H37.13-260115-%04d", dossiers)
		received := domain.Event{
			ID: code + "-first", Source: "urn:test:desk", Subject: code, Type: domain.TypeReceived,
			At: time.Date(2026, 1, 12, 8, 0, 0, 0, time.FixedZone("", 7*60*60)), Data: receipt(),
		}
		together.submit(received)
		alone.submit(received)
		var got, want []domain.Result
		for groups := drawGroups(r, code); len(groups) > 0; {
			n := rapid.IntRange(1, len(groups)).Draw(r, "in one request")
			got = append(got, together.submit(slices.Concat(groups[:n]...)...)...)
			for _, g := range groups[:n] {
				want = append(want, alone.submit(g...)...)
			}
			groups = groups[n:]
		}
		if slices.ContainsFunc(got, func(x domain.Result) bool { return x.Error != nil && x.Error.Code == domain.CodeTransaction }) {
			refused++
		}
		if diff := cmp.Diff(withoutPositions(want), withoutPositions(got)); diff != "" {
			r.Errorf("answers:\n%s", diff)
		}
		if diff := cmp.Diff(events(r, alone.commits(code)), events(r, together.commits(code))); diff != "" {
			r.Errorf("history:\n%s", diff)
		}
	})
	if refused == 0 {
		t.Error("no transaction was refused")
	}
}

// drawGroups draws events by themselves and transactions of two or three.
func drawGroups(t *rapid.T, code string) (groups [][]domain.Event) {
	for said := drawSaid(t, code); len(said) > 0; {
		g := slices.Clone(said[:rapid.IntRange(1, min(3, len(said))).Draw(t, "together")])
		said = said[len(g):]
		for i := range g {
			if len(g) == 1 {
				break
			}
			g[i].Transaction = fmt.Sprintf("%s-%d", code, len(groups))
			if rapid.IntRange(0, 3).Draw(t, "its own id") > 0 {
				g[i].ID = fmt.Sprintf("%s-%d-%d", code, len(groups), i)
			}
		}
		groups = append(groups, g)
	}
	return groups
}

// drawSaid returns what a desk says about a dossier, rightly or not.
func drawSaid(t *rapid.T, code string) (said []domain.Event) {
	at := time.Date(2026, 1, 12, 9, 0, 0, 0, time.FixedZone("", 7*3600))
	for i := range rapid.IntRange(1, 12).Draw(t, "events") {
		if len(said) > 0 && rapid.IntRange(0, 5).Draw(t, "again") == 0 {
			said = append(said, rapid.SampledFrom(said).Draw(t, "repeat"))
			continue
		}
		data := drawData(t)
		if i == 0 && rapid.IntRange(0, 3).Draw(t, "received") > 0 {
			data = receipt()
		}
		at = at.Add(time.Duration(rapid.IntRange(-1, 8).Draw(t, "hours")) * time.Hour)
		said = append(said, domain.Event{
			ID: fmt.Sprintf("%s-%d", code, rapid.IntRange(i, i+1).Draw(t, "id")), Source: "urn:test:desk", Subject: code,
			Type: typeOf(data), At: at, Data: data,
		})
	}
	return said
}

func drawData(t *rapid.T) domain.Data {
	return rapid.SampledFrom([]func() domain.Data{
		func() domain.Data { return receipt() },
		func() domain.Data { return &domain.Transferred{ToUnit: "nvy"} },
		func() domain.Data { return &domain.SupplementRequested{Reason: "thiếu giấy tờ"} },
		func() domain.Data { return &domain.SupplementReceived{} },
		func() domain.Data { return &domain.Paused{Reason: domain.Verification} },
		func() domain.Data { return &domain.Resumed{} },
		func() domain.Data { return &domain.FeePaid{Amount: 50_000} },
		func() domain.Data { return &domain.Completed{Outcome: domain.Granted} },
		func() domain.Data { return &domain.Returned{Method: domain.Postal} },
	}).Draw(t, "said")()
}

func withoutPositions(results []domain.Result) []domain.Result {
	for i := range results {
		results[i].Position = 0
	}
	return results
}

// events returns the events of the commits as JSON, without the ids that an engine
// draws.
func events(t rapid.TB, commits []eventstore.Commit) (all []string) {
	for _, c := range commits {
		for _, e := range c.Events {
			if e.Source == domain.EngineSource {
				e.ID = ""
			}
			b, err := e.MarshalJSON()
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, string(b))
		}
	}
	return all
}

func TestSubmit_oneRequestIsOneCommit(t *testing.T) {
	o := open(t, eventstore.NewMemory())
	const code = "H37.13-260115-0001"
	paid := o.event(code, &domain.FeePaid{Amount: 5})
	results := o.submit(o.event(code, &domain.FeePaid{}), o.event(code, receipt()), o.event(code, &domain.Resumed{}), paid, paid)
	refused(t, results[0], domain.CodeUnknownDossier)
	refused(t, results[2], domain.CodeNotPaused)
	if n := len(o.commits(code)); n != 1 || results[1].Position != results[3].Position {
		t.Errorf("%d commits, at %d and %d", n, results[1].Position, results[3].Position)
	}
	if r := results[4]; r.Status != domain.Duplicated || r.Position != results[3].Position || r.Sequence != results[3].Sequence {
		t.Errorf("the repeat in the same request got %+v", r)
	}
}

// A dossier lies where its intake says. Two that say different things about one
// code are decided one after the other: the code is the first one's.
func TestSubmit_oneCodeAtTwoAgencies(t *testing.T) {
	o := open(t, eventstore.NewMemory())
	const code = "H37.13-260115-0001"
	elsewhere := receipt()
	elsewhere.Agency = "H37.14"
	results := o.submit(o.event(code, receipt()), o.event(code, elsewhere))
	refused(t, results[1], domain.CodeAlreadyReceived)
	wrong := receipt()
	wrong.Channel = "by-pigeon"
	results = o.submit(o.event("H37.13-260115-0002", wrong), o.event("H37.13-260115-0002", elsewhere))
	refused(t, results[0], domain.CodeInvalidField)
	if results[1].Status != domain.Accepted || len(o.commits("H37.13-260115-0002")) != 0 {
		t.Errorf("the second intake got %+v", results[1])
	}
}

func TestSubmit_moreThanARecordHolds(t *testing.T) {
	o := open(t, eventstore.NewMemory())
	const code = "H37.13-260115-0001"
	events := []domain.Event{o.event(code, receipt())}
	for range 5 {
		events = append(events, o.event(code, &domain.Transferred{ToUnit: "nvy", Note: strings.Repeat("x", eventstore.MaxBody/3)}))
	}
	events = append(events, o.event(code, &domain.Transferred{ToUnit: "nvy", Note: strings.Repeat("x", eventstore.MaxBody)}))
	results := o.submit(events...)
	refused(t, results[6], domain.CodeTooLarge)
	for i, r := range results[:6] {
		if r.Status != domain.Accepted || i > 0 && (r.Sequence <= results[i-1].Sequence || r.Position < results[i-1].Position) {
			t.Errorf("event %d got %+v", i, r)
		}
	}
	if n := len(o.commits(code)); n < 3 {
		t.Errorf("they lie in %d commits", n)
	}
}

// stuck takes no records of one dossier until it is let go.
type stuck struct {
	eventstore.Store
	code string
	free chan struct{}
}

func (s *stuck) Append(ctx context.Context, subject string, last uint64, body []byte) (uint64, error) {
	if strings.HasSuffix(subject, s.code) {
		<-s.free
	}
	return s.Store.Append(ctx, subject, last, body)
}

// A slow dossier holds up nobody else, whatever waits for it; what is too much for
// it is refused at once.
func TestSubmit_aSlowDossierHoldsUpNobody(t *testing.T) {
	const slow, other, waiting = "H37.13-260115-0001", "H37.13-260115-0002", 600
	s := &stuck{Store: eventstore.NewMemory(), code: "H37_13-260115-0001", free: make(chan struct{})}
	o := startWith(t, s, engine.Options{InFlight: 2})
	o.publishFacts()
	answers := make(chan domain.Result, waiting)
	var all sync.WaitGroup
	for range waiting {
		all.Go(func() { answers <- o.submit(o.event(slow, receipt()))[0] })
	}
	busy := 0
	for busy < waiting-257 { // one is being appended, 256 wait for it
		refused(t, <-answers, domain.CodeBusy)
		busy++
	}
	o.accept(o.event(other, receipt()))
	close(s.free)
	all.Wait()
	close(answers)
	accepted := 0
	for r := range answers {
		if r.Status == domain.Accepted {
			accepted++
		} else {
			refused(t, r, domain.CodeAlreadyReceived)
		}
	}
	if accepted != 1 {
		t.Errorf("%d receipts of one dossier were accepted", accepted)
	}
}

// More than the engine lets wait is refused at once.
func TestSubmit_tooMuchIsBusy(t *testing.T) {
	s := &stuck{Store: eventstore.NewMemory(), code: "-0001", free: make(chan struct{})}
	o := startWith(t, s, engine.Options{InFlight: 1, Waiting: 1})
	o.publishFacts()
	answers := make(chan domain.Result, 4)
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() { answers <- o.submit(o.event(fmt.Sprintf("H37.13-26011%d-0001", i), receipt()))[0] })
	}
	for range 2 {
		refused(t, <-answers, domain.CodeBusy)
	}
	close(s.free)
	all.Wait()
	for range 2 {
		if r := <-answers; r.Status != domain.Accepted {
			t.Errorf("one that waited got %+v", r)
		}
	}
}

// An event whose due can't be computed is refused when the rest of it was found good.
// It leaves no more than any other to what stands behind it in the request, however
// many are refused so.
func TestSubmit_refusedWhenItsDueIsComputed(t *testing.T) {
	o := open(t, eventstore.NewMemory())
	most, err := calendar.ParseLimit("10000day")
	if err != nil {
		t.Fatal(err)
	}
	first := receipt()
	first.Due = time.Date(9998, 6, 1, 17, 0, 0, 0, o.clock().Location())
	beyond := &domain.Extended{By: most, Cause: domain.Objective, Reason: "chờ ý kiến"}
	said := []domain.Data{
		first, &domain.Transferred{ToUnit: "before"}, &domain.Paused{Reason: domain.FinancialObligation},
		beyond, &domain.FeePaid{Amount: 50000}, beyond,
		&domain.Resumed{Due: first.Due}, &domain.Resumed{Due: first.Due}, &domain.Transferred{ToUnit: "behind"},
	}
	var events []domain.Event
	for _, data := range said {
		events = append(events, o.event(code, data))
	}
	results := o.submit(events...)
	for _, i := range []int{3, 5} {
		refused(t, results[i], domain.CodeInvalidField)
		if !strings.Contains(results[i].Error.Message, "can't be computed") {
			t.Error(results[i].Error)
		}
	}
	refused(t, results[7], domain.CodeNotPaused) // it went on once, and was paused once
	commits := o.commits(code)
	if len(commits) != 1 {
		t.Fatalf("%d commits, want one", len(commits))
	}
	var got []domain.Type
	for i, e := range commits[0].Events {
		if got = append(got, e.Type); e.Sequence != i+1 {
			t.Errorf("event %d has number %d", i+1, e.Sequence)
		}
	}
	want := []domain.Type{
		domain.TypeReceived, domain.TypeDeadlineSet, domain.TypeTransferred, domain.TypePaused,
		domain.TypeFeePaid, domain.TypeResumed, domain.TypeTransferred,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	last := commits[0].Events[len(commits[0].Events)-1].Data
	if data, is := last.(*domain.Transferred); !is || data.ToUnit != "behind" {
		t.Errorf("it was handed on by %+v", last)
	}
	o.accept(o.event(code, &domain.Completed{Outcome: domain.Granted}))
}
