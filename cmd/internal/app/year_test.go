package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	gocmp "github.com/google/go-cmp/cmp"
	js "github.com/nats-io/nats.go/jetstream"

	"github.com/hoso-engine/dossier/cmd/internal/notify"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/eventstore/embedded/embeddedtest"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/overdue"
	"github.com/hoso-engine/dossier/projections/register"
	"github.com/hoso-engine/dossier/projections/supervision"
)

// office is one or more engines on one broker, and what is going to be said.
type office struct {
	t       *testing.T
	clock   *lapse
	engines []*App
	agenda  []act
	said    int
	refused []string
}

// act is something that is going to be said.
type act struct {
	at      time.Time
	kind    domain.Type
	subject string
	data    domain.Data
}

// openOffice starts the engines in the bubble, all on the broker of the first, its
// clock at the instant.
func openOffice(t *testing.T, engines int, at time.Time) *office {
	o := &office{t: t, clock: clockAt(at)}
	for range engines {
		a := New(Options{Data: t.TempDir(), NATSOff: true, Sync: "2m", Now: o.clock.now})
		if len(o.engines) > 0 {
			must(t, o.engines[0].join(a))
		} else {
			must(t, a.Start(t.Context()))
		}
		o.engines = append(o.engines, a)
	}
	return o
}

// join starts an engine on the broker of another, as one of a cluster.
func (a *App) join(b *App) error {
	for _, step := range []func(context.Context) error{
		func(context.Context) (err error) { b.broker = a.broker; b.conn, err = a.broker.Connect(); return err },
		b.openStore, b.openAlerts, b.build, b.catchUp, b.startClock,
	} {
		if err := step(context.Background()); err != nil {
			return err
		}
	}
	return nil
}

func (o *office) close() {
	for _, a := range slices.Backward(o.engines) {
		conn := a.conn
		must(o.t, a.Stop())
		conn.Close()
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// plan adds what is going to be said.
func (o *office) plan(at time.Time, kind domain.Type, subject string, data domain.Data) {
	o.agenda = append(o.agenda, act{at, kind, subject, data})
}

// live lets time pass until the instant: whatever comes, comes at its time.
func (o *office) live(until time.Time) {
	slices.SortStableFunc(o.agenda, func(a, b act) int { return a.at.Compare(b.at) })
	for {
		next := until
		if len(o.agenda) > 0 && o.agenda[0].at.Before(next) {
			next = o.agenda[0].at
		}
		next = o.engines[0].next(o.t, next)
		if !next.Before(until) {
			o.clock.leap(until)
			return
		}
		o.clock.live(next)
		o.speak()
		time.Sleep(aside)
		synctest.Wait()
	}
}

// speak says what is to be said now, each time at another engine.
func (o *office) speak() {
	for len(o.agenda) > 0 && !o.agenda[0].at.After(o.clock.now()) {
		next := o.agenda[0]
		o.agenda = o.agenda[1:]
		o.said++
		e := domain.Event{
			ID: fmt.Sprint("e-", o.said), Source: "urn:test:desk", Type: next.kind, Subject: next.subject,
			At: next.at, Actor: "tp-1", Data: next.data,
		}
		r := o.engines[o.said%len(o.engines)].engine.Submit(o.t.Context(), []domain.Parsed{{Event: e, ID: e.ID, Code: e.Subject}})[0]
		if r.Error != nil && r.Error.Code != domain.CodeUnknownAlert { // an act may come before its alert
			o.refused = append(o.refused, fmt.Sprint(e.Type, " ", e.Subject, ": ", r.Error))
		}
	}
}

// told is what the log and the stream ALERTS hold at the end.
type told struct {
	rungs    []domain.Event // in the order of the log
	known    map[string]time.Time
	messages []supervision.Message
	ladder   *overdue.Ladder
	alerts   []notify.Alert
}

// read folds the log anew, and reads the stream.
func (o *office) read() *told {
	reference := projections.NewReference()
	table := register.New(reference)
	r := &told{known: make(map[string]time.Time), ladder: overdue.New(reference, table)}
	board := supervision.New(reference, table)
	a := o.engines[0]
	must(o.t, a.walk(o.t.Context(), 0, func(int64, int64) {}, func(_ eventstore.Record, c eventstore.Commit) error {
		for _, p := range []projections.Projection{reference, table, r.ladder, board} {
			must(o.t, p.Apply(c))
		}
		r.messages = append(r.messages, board.Messages()...)
		for _, e := range c.Events {
			r.note(e)
		}
		return nil
	}))
	n, err := a.alerts.Count(o.t.Context())
	must(o.t, err)
	broker, err := js.New(a.conn)
	must(o.t, err)
	stream, err := broker.Stream(o.t.Context(), notify.StreamName)
	must(o.t, err)
	for sequence := range n {
		m, err := stream.GetMsg(o.t.Context(), sequence+1)
		must(o.t, err)
		var alert notify.Alert
		must(o.t, json.Unmarshal(m.Data, &alert))
		r.alerts = append(r.alerts, alert)
	}
	return r
}

// note keeps the rungs, and when the deadlines of their clocks became known.
func (r *told) note(e domain.Event) {
	key := func(clock domain.ClockName, revision int) string { return fmt.Sprint(e.Subject, clock, revision) }
	switch data := e.Data.(type) {
	case *domain.DeadlineSet:
		r.known[key(data.Clock, data.Revision)] = e.RecordedAt
	case *domain.Paused, *domain.SupplementRequested:
		r.known[key(domain.PauseClock, e.Sequence)] = e.RecordedAt
	case *domain.Completed:
		r.known[key(domain.CollectionClock, 1)] = e.RecordedAt
	case *domain.Approached, *domain.Missed:
		r.rungs = append(r.rungs, e)
	}
}

// check checks that each rung was recorded once, at its instant to the second, that
// none is left, and that the stream holds what the log says to supervisors, once
// and in order. It returns how many rungs lay in the past when they became known.
func (r *told) check(t *testing.T, end time.Time) (past int) {
	t.Helper()
	seen := make(map[string]bool)
	for _, e := range r.rungs {
		rung := domain.RungOf(e.Data)
		name := fmt.Sprint(e.Subject, rung.Clock, rung.Revision, rung.Rung)
		if seen[name] {
			t.Errorf("%s is recorded twice", name)
		}
		seen[name] = true
		late, known := e.RecordedAt.Sub(rung.Instant), r.known[fmt.Sprint(e.Subject, rung.Clock, rung.Revision)]
		switch {
		case known.IsZero():
			t.Errorf("%s belongs to no deadline", name)
		case !rung.Instant.After(known):
			past++
		case late < 0 || late > time.Second:
			t.Errorf("%s was recorded %s after its instant %s", name, late, rung.Instant)
		}
	}
	if left := r.ladder.Eval(end, 0); len(left) > 0 {
		t.Errorf("%d rungs are reached and not recorded, the first of %s: %+v", len(left), left[0].Code, left[0].Data)
	}
	var want, got []string
	for _, m := range r.messages {
		want = append(want, fmt.Sprint(m.ID, m.Kind, m.Alert.ID, m.Alert.Receivers, m.Alert.Suppressed != nil))
	}
	for _, a := range r.alerts {
		got = append(got, fmt.Sprint(a.ID, a.Kind, a.Alert, a.Receivers, a.Suppressed != nil))
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("what the log says, what the stream holds:\n%s", diff)
	}
	return past
}

// at reads a local instant of 2026.
func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", "2026-"+s, january.Location())
	if err != nil {
		panic(err)
	}
	return t
}

const procedure = "1.000001"

func fiveDayReceipt() *domain.Received {
	return &domain.Received{Intake: domain.Intake{Province: "H37", Agency: "H37.13", Procedure: procedure, Channel: domain.InPerson, Unit: "nvd", Officer: "cb-1"}}
}

// organise plans the procedure and the organisation tree.
func (o *office) organise(begin time.Time) {
	o.plan(begin, domain.TypeProcedurePublished, procedure, &domain.ProcedurePublished{ProcedureForm: domain.ProcedureForm{
		Name: "Cấp chứng chỉ", Field: "duoc",
		Limits: []domain.ProcedureLimit{{Limit: limit("5workday")}},
		Steps:  []domain.ProcedureStep{{Name: "check", Limit: limit("2workday")}},
	}})
	o.plan(begin, domain.TypeUnitDefined, "H37", &domain.UnitDefined{Kind: domain.UnitProvince, Name: "Tỉnh", Head: "ubnd"})
	o.plan(begin, domain.TypeUnitDefined, "H37.13", &domain.UnitDefined{Kind: domain.UnitAgency, Name: "Sở", Parent: "H37", Head: "gd"})
	o.plan(begin, domain.TypeUnitDefined, "nvd", &domain.UnitDefined{Kind: domain.UnitUnit, Name: "Phòng", Parent: "H37.13", Head: "tp"})
}

func limit(s string) calendar.Limit {
	l, err := calendar.ParseLimit(s)
	if err != nil {
		panic(err)
	}
	return l
}

// course plans one of eight ways in which a dossier may go.
func (o *office) course(way int, code string, begin time.Time) {
	day := func(n int) time.Time { return begin.AddDate(0, 0, n) }
	say := func(n int, kind domain.Type, data domain.Data) { o.plan(day(n), kind, code, data) }
	say(0, domain.TypeReceived, fiveDayReceipt())
	switch way {
	case 0: // overdue for weeks, acknowledged, then completed and returned
		say(12, domain.TypeAlertAcknowledged, &domain.AlertAcknowledged{RaisedRung: domain.RaisedRung{Clock: domain.DossierClock, Revision: 1, Rung: "missed"}})
		say(40, domain.TypeCompleted, &domain.Completed{Outcome: domain.Granted})
		say(41, domain.TypeReturned, &domain.Returned{Method: domain.InPerson})
	case 1: // completed early, fetched by nobody
		say(2, domain.TypeCompleted, &domain.Completed{Outcome: domain.Granted})
	case 2:
		say(2, domain.TypePaused, &domain.Paused{Reason: domain.Verification})
		say(12, domain.TypeResumed, &domain.Resumed{})
		say(30, domain.TypeCompleted, &domain.Completed{Outcome: domain.Denied})
	case 3:
		say(1, domain.TypeSupplementRequested, &domain.SupplementRequested{Reason: "r", Until: day(8)})
		say(13, domain.TypeSupplementReceived, &domain.SupplementReceived{})
		say(33, domain.TypeWithdrawn, &domain.Withdrawn{})
	case 4:
		say(3, domain.TypeExtended, &domain.Extended{Reason: "r", Cause: domain.Objective, Appointment: day(17)})
		say(30, domain.TypeCompleted, &domain.Completed{Outcome: domain.Granted})
	case 5:
		say(1, domain.TypeTransferred, &domain.Transferred{ToUnit: "nvd", ToOfficer: "cb-2", Step: "check"})
		say(6, domain.TypeTransferred, &domain.Transferred{ToUnit: "nvd", ToOfficer: "cb-3", Step: "check"})
		say(20, domain.TypeTerminated, &domain.Terminated{Reason: "r"})
	case 6:
		say(3, domain.TypeCorrected, &domain.Corrected{Sequence: 1, Event: domain.TypeReceived, At: begin.AddDate(0, 0, -1), Reason: "r", Authority: "gd"})
		say(25, domain.TypeCorrected, &domain.Corrected{Sequence: 1, Event: domain.TypeReceived, Facts: jsontext.Value(`{"case":"x"}`), Reason: "r", Authority: "gd"})
	case 7: // paused and forgotten
		say(2, domain.TypePaused, &domain.Paused{Reason: domain.OutsideConsultation})
		say(70, domain.TypeResumed, &domain.Resumed{})
		say(90, domain.TypeCompleted, &domain.Completed{Outcome: domain.Granted})
	}
}

// A year of a procedure with Tết, swapped Saturdays and a day off that is decided
// late, on two engines: every rung is recorded once, at its instant, and told once.
func TestYear(t *testing.T) {
	t.Parallel()
	year(t, 2)
}

// TestSoakYear is TestYear on one engine and on three. Set DOSSIER_SOAK to run it.
func TestSoakYear(t *testing.T) {
	soak(t)
	for _, engines := range []int{1, 3} {
		t.Run(fmt.Sprint(engines, " engines"), func(t *testing.T) { year(t, engines) })
	}
}

func year(t *testing.T, engines int) {
	t.Helper()
	embeddedtest.Bubble(t, func(t *testing.T) {
		o := openOffice(t, engines, at("01-02 07:30"))
		defer o.close()
		o.organise(at("01-02 08:00"))
		for i := range 104 { // every third or fourth day, at any hour
			begin := at("01-05 07:13").AddDate(0, 0, i*34/10).Add(time.Duration(i*37%9) * time.Hour)
			o.course(i%8, fmt.Sprintf("H37.13-260105-%04d", i), begin)
		}
		const tet = "H37.13-260213-9999"
		o.plan(at("02-13 09:00"), domain.TypeReceived, tet, fiveDayReceipt())
		o.plan(at("05-27 10:00"), domain.TypeCalendarChanged, "vn", dayOff(t, "2026-06-05"))
		end := at("12-31 23:00")
		o.live(end)
		r := o.read()
		past := r.check(t, end)
		t.Logf("%d rungs, %d of the past, %d messages", len(r.rungs), past, len(r.messages))
		if len(r.rungs) != 722 || past > 0 || len(o.refused) > 0 {
			t.Errorf("%d rungs were recorded, %d of which lay in the past when they became known; refused: %q", len(r.rungs), past, o.refused)
		}
		r.checkTet(t, tet)
	})
}

// dayOff is the shipped calendar with one day off more.
func dayOff(t *testing.T, date string) *domain.CalendarChanged {
	spec, err := defaultCalendar()
	must(t, err)
	d, err := calendar.ParseDate(date)
	must(t, err)
	spec.Version++
	spec.DaysOff = append(spec.DaysOff, d)
	return &domain.CalendarChanged{Calendar: spec}
}

// checkTet checks the rungs of a dossier of Friday the 13th of February, whose five
// working days lie around Tết (16 to 20 February): due on the 27th.
func (r *told) checkTet(t *testing.T, code string) {
	t.Helper()
	var got []string
	for _, e := range r.rungs {
		if rung := domain.RungOf(e.Data); e.Subject == code {
			got = append(got, rung.Rung+" "+e.RecordedAt.In(january.Location()).Format("01-02 15:04:05"))
		}
	}
	want := []string{
		"two-days-left 02-25 07:00:00", "half 02-25 08:00:00", "due-day 02-27 07:00:00", "missed 02-28 00:00:00",
		"late-1 03-02 07:00:00", "late-3 03-04 07:00:00", "late-7 03-10 07:00:00",
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("around Tết (-want +got):\n%s", diff)
	}
}

// Stop and resume, a supplement, an extension, a correction, a transfer, and a
// calendar that changes every other day, in every order: one dossier for each, all
// at once, on two engines.
func TestEveryOrder(t *testing.T) {
	steps := []func(o *office, code string, from time.Time){
		func(o *office, code string, from time.Time) {
			o.plan(from, domain.TypePaused, code, &domain.Paused{Reason: domain.Verification})
			o.plan(from.Add(50*time.Hour), domain.TypeResumed, code, &domain.Resumed{})
		},
		func(o *office, code string, from time.Time) {
			o.plan(from, domain.TypeSupplementRequested, code, &domain.SupplementRequested{Reason: "r", Until: from.Add(30 * time.Hour)})
			o.plan(from.Add(49*time.Hour), domain.TypeSupplementReceived, code, &domain.SupplementReceived{})
		},
		func(o *office, code string, from time.Time) {
			o.plan(from, domain.TypeExtended, code, &domain.Extended{Reason: "r", Cause: domain.Objective, Appointment: from.AddDate(0, 0, 9)})
		},
		func(o *office, code string, from time.Time) {
			o.plan(from, domain.TypeCorrected, code, &domain.Corrected{Sequence: 1, Event: domain.TypeReceived, At: at("01-08 16:00"), Reason: "r", Authority: "gd"})
		},
		func(o *office, code string, from time.Time) {
			o.plan(from, domain.TypeTransferred, code, &domain.Transferred{ToUnit: "nvd", ToOfficer: "cb-2", Step: "check"})
		},
	}
	embeddedtest.Bubble(t, func(t *testing.T) {
		o := openOffice(t, 2, at("01-08 07:30"))
		defer o.close()
		o.organise(at("01-08 08:00"))
		orders := permutations(len(steps))
		for n, order := range orders {
			code := fmt.Sprintf("H37.13-260109-%04d", n)
			o.plan(at("01-09 08:00"), domain.TypeReceived, code, fiveDayReceipt())
			for i, step := range order {
				steps[step](o, code, at("01-09 09:00").AddDate(0, 0, 2*i+1))
			}
		}
		for i := range 5 {
			change := dayOff(t, "2026-01-26")
			change.Calendar.Version += i
			if i%2 == 1 { // the day is worked after all
				change.Calendar.DaysOff = change.Calendar.DaysOff[:len(change.Calendar.DaysOff)-1]
			}
			o.plan(at("01-10 10:00").AddDate(0, 0, 2*i), domain.TypeCalendarChanged, "vn", change)
		}
		end := at("04-15 10:00")
		o.live(end)
		r := o.read()
		past := r.check(t, end)
		t.Logf("%d orders, %d rungs, %d of the past, %d messages", len(orders), len(r.rungs), past, len(r.messages))
		if len(r.rungs) < 7*len(orders) {
			t.Errorf("%d rungs of %d dossiers were recorded", len(r.rungs), len(orders))
		}
	})
}

// permutations returns every order of the numbers below n.
func permutations(n int) (all [][]int) {
	if n == 0 {
		return [][]int{{}}
	}
	for _, shorter := range permutations(n - 1) {
		for i := range n {
			all = append(all, slices.Insert(slices.Clone(shorter), i, n-1))
		}
	}
	slices.SortFunc(all, func(a, b []int) int { return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	return all
}
