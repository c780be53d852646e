package engine_test

import (
	"context"
	"fmt"
	"iter"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"

	"github.com/hoso-engine/dossier/cmd/internal/engine"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections/flow"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/ontime/forms"
	"github.com/hoso-engine/dossier/projections/register"
	"github.com/hoso-engine/dossier/projections/scorecard"
	"github.com/hoso-engine/dossier/projections/supervision"
)

// words asks for January 2026 with more words.
func words(more map[string]string) func(string) string {
	return func(name string) string {
		switch {
		case more[name] != "":
			return more[name]
		case name == "from":
			return "2026-01-01"
		case name == "to":
			return "2026-01-31"
		}
		return ""
	}
}

// report returns the figures of January, the list behind one of them, the forms,
// the scores, the analyses and the alerts as the engine gives them at the instant, to the
// last byte.
func report(t *testing.T, e *engine.Engine, now time.Time, more map[string]string) string {
	t.Helper()
	q, err := ontime.ParseQuery(words(more), now, e.Zone(), e.Countings()...)
	if err != nil {
		t.Fatal(err)
	}
	r, err := e.Statistics(t.Context(), q, 0)
	if err != nil {
		t.Fatal(err)
	}
	said := []any{r, behind(t, e, q)}
	for _, name := range []forms.Name{forms.Statutory, forms.Punctuality, forms.LateList, forms.Register} {
		asked, err := forms.ParseQuery(string(name), words(more), now, e.Zone(), e.Countings()...)
		if err != nil {
			t.Fatal(err)
		}
		filled, err := e.Form(t.Context(), asked, 0)
		if err != nil {
			t.Fatal(err)
		}
		said = append(said, filled, filled.Sheet(forms.Vietnamese))
	}
	said = append(said, analysed(t, e, words(more), now)...)
	b, err := json.Marshal(said, json.Deterministic(true))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// analysed returns the scores, where the time went, and the alerts.
func analysed(t *testing.T, e *engine.Engine, words func(string) string, now time.Time) (all []any) {
	t.Helper()
	asked, err := scorecard.ParseQuery(words, now, e.Zone(), e.Countings()...)
	if err != nil {
		t.Fatal(err)
	}
	scores, err := e.Scorecard(t.Context(), "qd-766", asked, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, analysis := range flow.Names() {
		q, err := flow.ParseQuery(analysis, words, now, e.Zone(), e.Countings()...)
		if err != nil {
			t.Fatal(err)
		}
		said, err := e.Flow(t.Context(), analysis, q, 0)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, said)
	}
	for _, code := range []string{january(1), january(2), january(3)} {
		told, err := e.Why(t.Context(), code, "", 0)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, told)
	}
	alerts, err := e.Alerts(t.Context(), supervision.Query{At: now, Limit: 100}, 0)
	if err != nil {
		t.Fatal(err)
	}
	return append(all, scores, alerts)
}

// behind returns the list behind the number of those received.
func behind(t *testing.T, e *engine.Engine, q ontime.Query) register.Page {
	t.Helper()
	page, err := e.Behind(t.Context(), ontime.CellQuery{
		Query: q, Cell: ontime.Cell{Column: "received"}, Page: register.Query{Filter: register.Filter{At: q.AsOf}, Limit: 100},
	}, 0)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

// at returns the event as having taken effect at the instant.
func (o *office) at(instant string, e domain.Event) domain.Event {
	e.At, e.Backdated = moment(o.t, instant), true
	return e
}

func january(n int) string { return fmt.Sprintf("H37.13-260115-%04d", n) }

// history plays a January: 1 is completed in time, 2 late, 3 is overdue at its
// end. It ends on the 31st at 18:00, which it returns with the report of then.
func history(t *testing.T, o *office) (then time.Time, made string) {
	t.Helper()
	for n := 1; n <= 3; n++ {
		o.accept(o.event(january(n), receipt()))
	}
	o.set("2026-01-22T16:00:00+07:00")
	o.accept(o.event(january(1), &domain.Completed{Outcome: domain.Granted}))
	o.set("2026-01-27T16:00:00+07:00")
	o.accept(o.event(january(2), &domain.Completed{Outcome: domain.Granted}))
	o.set("2026-01-31T18:00:00+07:00")
	o.known()
	return o.clock(), report(t, o.Engine, o.clock(), nil)
}

// afterwards corrects and posts late in February: 2 had been completed in time,
// 3 too, 4 had been received in January, and the calendar lost a day.
func afterwards(t *testing.T, o *office) {
	t.Helper()
	o.set("2026-02-03T09:00:00+07:00")
	o.accept(o.event(january(2), &domain.Corrected{
		Sequence: 3, Event: domain.TypeCompleted, At: moment(t, "2026-01-22T11:00:00+07:00"), Reason: "nhập nhầm ngày", Authority: "gd-1",
	}))
	late := o.at("2026-01-21T10:00:00+07:00", o.event(january(3), &domain.Completed{Outcome: domain.Granted}))
	late.Actor = "cb-17"
	o.accept(late)
	o.accept(o.at("2026-01-30T10:00:00+07:00", o.event(january(4), receipt())))
	strict := domain.DefaultCounting()
	strict.Version, strict.Withdrawn = 2, domain.CountExcluded
	o.accept(o.event(domain.DefaultCountingName, &domain.CountingChanged{Counting: strict}))
	o.known()
}

// What a report said on the 31st is said again, to the last byte, by what was
// known then, though today's report of the same January says something else.
func TestKnownAt_aPastReportIsReproduced(t *testing.T) {
	o := open(t, eventstore.NewMemory())
	then, made := history(t, o)
	afterwards(t, o)
	if today := report(t, o.Engine, o.clock(), nil); today == made {
		t.Fatal("correction and late posts change nothing: the test shows nothing")
	}
	for range 2 { // folded, and kept
		past, err := o.KnownAt(t.Context(), then, 0)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(made, report(t, past, then, nil)); diff != "" {
			t.Errorf("the report of then (-) and as known then (+): %s", diff)
		}
	}
}

// A dossier, its history, its clock and the list are those of then.
func TestKnownAt_allThatIsRead(t *testing.T) {
	o := open(t, eventstore.NewMemory())
	then, _ := history(t, o)
	type reading struct {
		View  register.View
		Said  []domain.Event
		Clock domain.ClockView
		Page  register.Page
	}
	read := func(e *engine.Engine) (r reading) {
		var errs [4]error
		r.View, errs[0] = e.Dossier(t.Context(), january(3), 0)
		r.Said, errs[1] = e.History(t.Context(), january(3), 0)
		r.Clock, errs[2] = e.Clock(t.Context(), january(3), time.Time{}, 0)
		r.Page, errs[3] = e.List(t.Context(), register.Query{Filter: register.Filter{At: then}}, 0)
		for _, err := range errs {
			if err != nil {
				t.Fatal(err)
			}
		}
		return r
	}
	want := read(o.Engine)
	afterwards(t, o)
	past, err := o.KnownAt(t.Context(), then, 0)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(asJSON(t, want), asJSON(t, read(past))); diff != "" {
		t.Errorf("what was read then (-) and as known then (+): %s", diff)
	}
	if _, err := past.Dossier(t.Context(), january(4), 0); domain.AsError(err).Code != domain.CodeUnknownDossier {
		t.Errorf("a dossier that was posted later: %v", err)
	}
	r := past.Submit(t.Context(), []domain.Parsed{{Event: o.event(january(3), &domain.Completed{Outcome: domain.Granted})}})[0]
	if before := len(o.commits(january(3))); r.Status != domain.Declined || before != 2 {
		t.Errorf("the past took an event: %+v, %d commits", r, before)
	}
}

func asJSON(t *testing.T, value any) string {
	t.Helper()
	b, err := json.Marshal(value, json.Deterministic(true))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// The diff names the figures, the dossiers, and what was said about each in
// between; a dossier that nothing changed is not in it.
func TestDiff(t *testing.T) {
	o := open(t, eventstore.NewMemory())
	then, _ := history(t, o)
	afterwards(t, o)
	d, err := o.Diff(t.Context(), words(map[string]string{"known_at": then.Format(time.RFC3339)}), 0)
	if err != nil {
		t.Fatal(err)
	}
	figures := map[ontime.Column][2]int{}
	for _, f := range d.Total {
		figures[f.Column] = [2]int{f.Before, f.After}
	}
	want := map[ontime.Column][2]int{
		ontime.ColumnReceived: {3, 4}, ontime.ColumnDirect: {3, 4},
		ontime.ColumnResolved: {2, 3}, ontime.ColumnEarly: {0, 1}, ontime.ColumnOnTime: {1, 2}, ontime.ColumnLate: {1, 0},
		ontime.ColumnInTime: {0, 1}, ontime.ColumnOverdue: {1, 0},
	}
	if diff := cmp.Diff(want, figures); diff != "" {
		t.Errorf("the total: %s", diff)
	}
	if len(d.Rows) != len(d.Total) || d.Rows[0].Key != "duoc" {
		t.Errorf("the rows: %+v", d.Rows)
	}
	told := []string{}
	for _, m := range d.Moves {
		told = append(told, fmt.Sprintf("%s: %s -> %s: %s", m.Code, ontime.PrintPlaces(m.Before), ontime.PrintPlaces(m.After), m.Events))
	}
	if diff := cmp.Diff([]string{
		january(2) + ": duoc 5, 10 -> duoc 5, 9: [dossier.corrected 03/02/2026 09:00 (ghi nhận / recorded 03/02/2026 09:00:00)]",
		january(3) + ": duoc 5, 13 -> duoc 5, 8: [dossier.completed 21/01/2026 10:00 (ghi nhận / recorded 03/02/2026 09:00:00, cb-17)]",
		january(4) + ": – -> duoc 5, 12: [dossier.received 30/01/2026 10:00 (ghi nhận / recorded 03/02/2026 09:00:00) " +
			"deadline.set 30/01/2026 10:00 (ghi nhận / recorded 03/02/2026 09:00:00)]",
	}, told); diff != "" {
		t.Error(diff)
	}
	if d.Before.Counting.Version != 1 || d.After.Counting.Version != 2 || !d.Before.KnownAt.Equal(then) || d.Before.Position >= d.After.Position {
		t.Errorf("readings %+v, %+v", d.Before, d.After)
	}
}

// Nothing lies between a reading and itself, and between two policies nothing
// was recorded.
func TestDiff_withinOneKnowledge(t *testing.T) {
	o := open(t, eventstore.NewMemory())
	then, _ := history(t, o)
	o.set("2026-02-03T09:00:00+07:00")
	o.accept(o.at("2026-01-28T09:00:00+07:00", o.event(january(3), &domain.Withdrawn{})))
	strict := domain.DefaultCounting()
	strict.Name, strict.Withdrawn = "strict", domain.CountExcluded
	o.accept(o.event("strict", &domain.CountingChanged{Counting: strict}))
	o.known()
	for name, more := range map[string]map[string]string{
		"now":  {},
		"then": {"known_at": then.Format(time.RFC3339), "against": then.Format(time.RFC3339)},
	} {
		d, err := o.Diff(t.Context(), words(more), 0)
		if err != nil || len(d.Rows)+len(d.Total)+len(d.Moves) != 0 {
			t.Errorf("%s differs from itself: %+v, %v", name, d, err)
		}
	}
	d, err := o.Diff(t.Context(), words(map[string]string{"against_policy": "strict", "limit": "0"}), 0)
	if err != nil || len(d.Total) == 0 || len(d.Moves) != 0 || d.LeftOut != 1 {
		t.Errorf("under another policy: %+v, %v", d, err)
	}
	_, err = o.Diff(t.Context(), words(map[string]string{"known_at": then.Format(time.RFC3339), "policy": "strict"}), 0)
	if refusal := domain.AsError(err); refusal == nil || refusal.Field != "policy" {
		t.Errorf("a policy that was not known then: %v", err)
	}
}

func TestKnownAt_theFutureIsRefused(t *testing.T) {
	o := open(t, eventstore.NewMemory())
	_, err := o.KnownAt(t.Context(), o.clock().Add(time.Millisecond), 0)
	if refusal := domain.AsError(err); refusal == nil || refusal.Code != domain.CodeInvalidField || refusal.Field != "known_at" {
		t.Errorf("the future: %v", err)
	}
	_, err = o.Diff(t.Context(), words(map[string]string{"against": "2026-12-31"}), 0)
	if refusal := domain.AsError(err); refusal == nil || refusal.Field != "against" {
		t.Errorf("a diff with the future: %v", err)
	}
}

// counted is a store that counts how often its log is read from the beginning,
// and can stop it there.
type counted struct {
	eventstore.Store
	folds atomic.Int32
	stuck atomic.Bool
}

func (c *counted) Follow(ctx context.Context, after uint64) iter.Seq2[eventstore.Record, error] {
	if after == 0 {
		c.folds.Add(1)
		if c.stuck.Load() {
			return func(func(eventstore.Record, error) bool) { <-ctx.Done() }
		}
	}
	return c.Store.Follow(ctx, after)
}

// One question about a day is followed by others: the log is read once for them,
// as long as nothing is written that was known then.
func TestKnownAt_isKeptForAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &counted{Store: eventstore.NewMemory()}
		o := open(t, store)
		then, made := history(t, o)
		afterwards(t, o)
		store.folds.Store(0)
		ask := func(at time.Time) string {
			past, err := o.KnownAt(t.Context(), at, 0)
			if err != nil {
				t.Fatal(err)
			}
			return report(t, past, at, nil)
		}
		folds := func(want int32, why string) {
			t.Helper()
			if got := store.folds.Load(); got != want {
				t.Errorf("%s: the log was read %d times, want %d", why, got, want)
			}
		}
		ask(then)
		o.accept(o.event(january(5), receipt()))
		if ask(then) != made {
			t.Error("what is kept is not what was known")
		}
		folds(1, "asked twice, with an event of today in between")
		now := o.clock()
		o.set(then.Format(time.RFC3339))
		o.accept(o.event(january(6), receipt())) // an engine whose clock is slow
		o.now.Store(&now)
		if ask(then) == made {
			t.Error("what became known of then is left out")
		}
		folds(2, "a record of then came in")
		ask(then.Add(-time.Hour))
		folds(3, "another instant")
		time.Sleep(time.Hour)
		ask(then.Add(-time.Hour))
		folds(4, "an hour later")
	})
}

// A fold that can't end is given up with the question, and holds up nobody after
// it.
func TestKnownAt_endsWithTheQuestion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &counted{Store: eventstore.NewMemory()}
		o := open(t, store)
		then, made := history(t, o)
		store.stuck.Store(true)
		results := make(chan error, 20)
		for range 20 {
			go func() {
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				_, err := o.KnownAt(ctx, then, 0)
				results <- err
			}()
		}
		codes := map[domain.ErrorCode]int{}
		for range 20 {
			codes[domain.AsError(<-results).Code]++
		}
		if codes[domain.CodeUnavailable] != 16 || codes[domain.CodeBusy] != 4 {
			t.Errorf("20 questions that can't be answered: %v, want 16 unavailable, 4 busy", codes)
		}
		store.stuck.Store(false)
		past, err := o.KnownAt(t.Context(), then, 0)
		if err != nil || report(t, past, then, nil) != made {
			t.Errorf("after them: %v", err)
		}
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := o.KnownAt(gone, then.Add(-time.Hour), 0); err == nil {
			t.Error("a question that was given up is answered")
		}
	})
}

// edited is a store whose log holds another body at a position.
type edited struct {
	eventstore.Store
	position atomic.Uint64
}

func (e *edited) Follow(ctx context.Context, after uint64) iter.Seq2[eventstore.Record, error] {
	return func(yield func(eventstore.Record, error) bool) {
		for r, err := range e.Store.Follow(ctx, after) {
			if r.Position == e.position.Load() {
				r.Body = append(r.Body, ' ')
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// No figure is better than a wrong one, of the past too.
func TestKnownAt_aLogThatWasChanged(t *testing.T) {
	store := &edited{Store: eventstore.NewMemory()}
	o := open(t, store)
	then, _ := history(t, o)
	store.position.Store(o.commits(january(1))[0].Position)
	if _, err := o.KnownAt(t.Context(), then, 0); domain.AsError(err) == nil || domain.AsError(err).Code != domain.CodeCorrupt {
		t.Errorf("a changed log: %v", err)
	}
}
