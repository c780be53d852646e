package projections_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/pack"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/overdue"
	"github.com/hoso-engine/dossier/projections/register"
	"github.com/hoso-engine/dossier/projections/supervision"
)

// view is a runner with all projections of an engine.
type view struct {
	*projections.Runner
	table  *register.Table
	ladder *overdue.Ladder
	board  *supervision.Board
}

func newView(store eventstore.Follower, others ...projections.Projection) *view {
	reference := projections.NewReference()
	v := &view{table: register.New(reference)}
	v.ladder, v.board = overdue.New(reference, v.table), supervision.New(reference, v.table)
	v.Runner = projections.NewRunner(store, projections.Options{}, append([]projections.Projection{reference, v.table, v.ladder, v.board}, others...)...)
	return v
}

// foldTo runs the runner until it has applied the position.
func (v *view) foldTo(t interface{ Fatal(...any) }, position int) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- v.Run(ctx) }()
	err := v.Wait(ctx, uint64(position))
	cancel()
	if err := errors.Join(err, <-ended); err != nil {
		t.Fatal(err)
	}
}

func snapshot(t interface{ Fatal(...any) }, v *view) *projections.Snapshot {
	s, err := v.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// supervised says a random log, with the rungs that are reached and the reminders
// that are due recorded as an engine would.
func supervised(t *rapid.T) *logtest.World {
	reference := projections.NewReference()
	table := register.New(reference)
	ladder, board := overdue.New(reference, table), supervision.New(reference, table)
	applied := 0
	return logtest.Random(t, func(w *logtest.World) {
		follow := func() {
			for ; applied < len(w.Commits); applied++ {
				for _, p := range []projections.Projection{reference, table, ladder, board} {
					if err := p.Apply(w.Commits[applied]); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
		follow()
		for _, r := range ladder.Eval(w.Now, 0) {
			_ = w.Raise(r.Code, r.Data)
		}
		follow()
		for _, again := range board.Due(w.Now, 0) {
			_ = w.Remind(again.Code, again.Data)
		}
		follow()
	})
}

// TestARestoredRunnerGoesOn folds a log in one go, and up to a random commit, from
// there in a runner that was restored from the snapshot: both keep the same bytes.
func TestARestoredRunnerGoesOn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, store := supervised(t), eventstore.NewMemory()
		cut := rapid.IntRange(1, len(w.Commits)).Draw(t, "cut")
		whole := w.Commits
		w.Commits = whole[:cut]
		if err := w.Store(store, 0); err != nil {
			t.Fatal(err)
		}
		before := newView(store)
		before.foldTo(t, cut)
		w.Commits = whole
		if err := w.Store(store, cut); err != nil {
			t.Fatal(err)
		}
		s := snapshot(t, before)
		if err := s.Belongs(context.Background(), store); err != nil {
			t.Fatal(err)
		}
		after, all := newView(store), newView(store)
		if err := after.Restore(s); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(s, snapshot(t, after)); diff != "" {
			t.Fatalf("what was restored is kept as something else:\n%s", diff)
		}
		after.foldTo(t, len(whole))
		all.foldTo(t, len(whole))
		if diff := cmp.Diff(snapshot(t, all), snapshot(t, after)); diff != "" {
			t.Fatalf("kept at %d of %d commits:\n%s", cut, len(whole), diff)
		}
		if was, is := all.Status(), after.Status(); was.Position != is.Position || was.Records != is.Records || was.Events != is.Events {
			t.Fatalf("%+v, restored %+v", was, is)
		}
		if diff := cmp.Diff(all.ladder.Eval(w.Now, 0), after.ladder.Eval(w.Now, 0)); diff != "" {
			t.Fatal(diff)
		}
		if was, is := all.table.Figures(w.Now), after.table.Figures(w.Now); was != is {
			t.Fatalf("%+v, restored %+v", was, is)
		}
	})
}

func TestWhatIsNoSnapshotOfTheseProjectionsIsRefused(t *testing.T) {
	w, store := log(t, 20)
	v := newView(store)
	v.foldTo(t, len(w.Commits))
	for name, change := range map[string]func(*projections.Snapshot){
		"a part too few":        func(s *projections.Snapshot) { s.Parts = s.Parts[1:] },
		"another form":          func(s *projections.Snapshot) { s.Parts[2].Form++ },
		"other parts":           func(s *projections.Snapshot) { s.Parts[1], s.Parts[2] = s.Parts[2], s.Parts[1] },
		"another position":      func(s *projections.Snapshot) { s.Position++ },
		"a chain cut off":       func(s *projections.Snapshot) { s.Parts[0].Data = s.Parts[0].Data[:9] },
		"a projection cut off":  func(s *projections.Snapshot) { s.Parts[2].Data = s.Parts[2].Data[:99] },
		"more than was written": func(s *projections.Snapshot) { s.Parts[3].Data = append(s.Parts[3].Data, 0) },
	} {
		s := snapshot(t, v)
		change(s)
		if err := newView(store).Restore(s); !errors.Is(err, projections.ErrSnapshot) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := projections.NewRunner(store, projections.Options{}, new(journal)).Snapshot(); !errors.Is(err, projections.ErrSnapshot) {
		t.Errorf("of a projection that is not kept: %v", err)
	}
}

func TestASnapshotBelongsToItsLog(t *testing.T) {
	w, store := log(t, 5)
	head := len(w.Commits)
	v := newView(store)
	v.foldTo(t, head)
	s := snapshot(t, v)
	other := func(change func(w *logtest.World)) eventstore.Store {
		w, store := logtest.New(), eventstore.NewMemory()
		for n := range 5 {
			if err := w.Receive(n, "days"); err != nil {
				t.Fatal(err)
			}
		}
		change(w)
		if err := w.Store(store, 0); err != nil {
			t.Fatal(err)
		}
		return store
	}
	for _, test := range []struct {
		name    string
		log     eventstore.Store
		foreign bool
		corrupt uint64
	}{
		{"its own", store, false, 0},
		{"its own, grown", other(func(w *logtest.World) { w.Publish("later", "3workday") }), false, 0},
		{"another", other(func(w *logtest.World) { w.Commits[0].Events[0].ID = "another" }), true, 0},
		{"one that lost its end", other(func(w *logtest.World) { w.Commits = w.Commits[:head-2] }), false, uint64(head - 1)},
		{"one with another end", other(func(w *logtest.World) { w.Commits[head-1].Events[0].ID = "another" }), false, uint64(head)},
		{"an empty one", eventstore.NewMemory(), false, 1},
	} {
		err := s.Belongs(t.Context(), test.log)
		corrupt, is := errors.AsType[*eventstore.CorruptError](err)
		switch {
		case errors.Is(err, projections.ErrSnapshot) != test.foreign,
			is != (test.corrupt > 0), is && corrupt.Position != test.corrupt,
			err != nil && !is && !test.foreign:
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

// A snapshot is taken between two commits, whatever is read and written meanwhile.
func TestSnapshotsOfARunnerThatRuns(t *testing.T) {
	w, store := log(t, 1)
	before := len(w.Commits)
	for n := range 300 {
		if err := w.Receive(n+2, "days"); err != nil {
			t.Fatal(err)
		}
	}
	v := newView(store)
	stop := run(t, v.Runner)
	written := make(chan error, 1)
	go func() { written <- w.Store(store, before) }()
	for position := uint64(before); position < uint64(len(w.Commits)); position += 100 {
		if err := v.Wait(t.Context(), position); err != nil {
			t.Fatal(err)
		}
		s := snapshot(t, v)
		other := newView(store)
		if err := errors.Join(other.Restore(s), s.Belongs(t.Context(), store)); err != nil {
			t.Fatal(err)
		}
		dossiers := 0
		for range other.table.All() {
			dossiers++
		}
		if dossiers != int(s.Position)-before+1 || s.Position < position {
			t.Errorf("at %d, asked for at %d, it holds %d dossiers", s.Position, position, dossiers)
		}
	}
	if err := errors.Join(<-written, stop()); err != nil {
		t.Error(err)
	}
	if d, known := v.table.Dossier(logtest.Code(2)); !known || d.State != domain.StateReceived {
		t.Errorf("%+v", d)
	}
}

// TestARefoldProvesOrReplaces refolds a log beside a runner that was restored from
// a snapshot, a right one or one with a row changed, while the log grows.
func TestARefoldProvesOrReplaces(t *testing.T) {
	for _, wrong := range []bool{false, true} {
		w, store := log(t, 40)
		before := newView(store)
		before.foldTo(t, len(w.Commits))
		s, stood := snapshot(t, before), len(w.Commits)
		v := newView(store)
		if wrong {
			odd := newView(store)
			if err := odd.Restore(s); err != nil {
				t.Fatal(err)
			}
			said := domain.Event{Type: domain.TypeWithdrawn, Subject: string(logtest.Code(3)), At: w.Now, RecordedAt: w.Now, Data: &domain.Withdrawn{}}
			if err := odd.table.Apply(eventstore.Commit{Subject: logtest.Subject(logtest.Code(3)), Events: []domain.Event{said}}); err != nil {
				t.Fatal(err)
			}
			s = snapshot(t, odd)
		}
		if err := v.Restore(s); err != nil {
			t.Fatal(err)
		}
		stop := run(t, v.Runner)
		if err := w.Say(1, &domain.Transferred{ToUnit: "unit-1"}); err != nil {
			t.Fatal(err)
		}
		if err := w.Store(store, stood); err != nil {
			t.Fatal(err)
		}
		reference := projections.NewReference()
		table := register.New(reference)
		var differing []string
		proven, err := v.Refold(t.Context(), func(parts []string) {
			differing = parts
			if d, known := table.Dossier(logtest.Code(3)); !known || d.State != domain.StateReceived {
				t.Errorf("folded anew it is %+v", d)
			}
		}, reference, table)
		if err != nil || (proven == nil) != wrong || (len(differing) == 1 && differing[0] == "register") != wrong {
			t.Errorf("wrong %t: proven %t, different %v, %v", wrong, proven != nil, differing, err)
		}
		if err := v.Wait(t.Context(), uint64(len(w.Commits))); err != nil {
			t.Error(err)
		}
		right := newView(store)
		right.foldTo(t, len(w.Commits))
		if diff := cmp.Diff(snapshot(t, right), snapshot(t, v)); diff != "" {
			t.Errorf("wrong %t: it is not right now:\n%s", wrong, diff)
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
	}
}

// A record that was changed since the snapshot was taken is found by the refold,
// whether a later one vouches for it or the snapshot alone.
func TestARefoldChecksTheWholeLog(t *testing.T) {
	for name, back := range map[string]uint64{"vouched for by a later one": 1, "the last of its subject": 0} {
		w, store := log(t, 10)
		stood := len(w.Commits)
		for range 2 {
			if err := w.Say(1, &domain.Transferred{ToUnit: "unit-1"}); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Receive(11, "days"); err != nil { // the snapshot's own record is not the one
			t.Fatal(err)
		}
		if err := w.Store(store, stood); err != nil {
			t.Fatal(err)
		}
		before := newView(store)
		before.foldTo(t, len(w.Commits))
		changed := &tampered{store, uint64(len(w.Commits)) - 1 - back, func(r *eventstore.Record) { r.Body = append(r.Body, ' ') }}
		after := newView(changed)
		s := snapshot(t, before)
		if err := errors.Join(s.Belongs(t.Context(), changed), after.Restore(s)); err != nil {
			t.Fatal(err)
		}
		reference := projections.NewReference()
		_, err := after.Refold(t.Context(), func([]string) { t.Error("replaced") }, reference, register.New(reference))
		if _, is := errors.AsType[*eventstore.CorruptError](err); !is {
			t.Errorf("%s: %v", name, err)
		}
		expectCode(t, after.Read(t.Context(), 0, func() { t.Error("served") }), domain.CodeCorrupt)
	}
}

// asking is a projection that has somebody read while it is kept.
type asking struct{ read func() }

func (*asking) Name() string                  { return "asking" }
func (*asking) Form() int                     { return 1 }
func (*asking) Apply(eventstore.Commit) error { return nil }
func (a *asking) Keep(p *pack.Pack) {
	if !p.Reading() {
		a.read()
	}
}

// TestWhoReadsDoesNotWaitForASnapshot reads everything while it is copied.
func TestWhoReadsDoesNotWaitForASnapshot(t *testing.T) {
	w, store := log(t, 20)
	a := new(asking)
	v := newView(store, a)
	v.foldTo(t, len(w.Commits))
	reads := 0
	a.read = func() {
		seen := make(chan error)
		go func() {
			seen <- v.Read(t.Context(), uint64(len(w.Commits)), func() {
				reads++
				_, _ = v.table.Figures(w.Now), v.ladder.Eval(w.Now, 0)
				_ = v.board.Figures(w.Now)
				for d := range v.table.All() {
					_ = d.Deadline()
				}
				for _, c := range w.Commits {
					_, _ = v.End(c.Subject)
				}
			})
		}()
		if err := <-seen; err != nil {
			t.Error(err)
		}
	}
	first, second := snapshot(t, v), snapshot(t, v)
	if diff := cmp.Diff(first, second); diff != "" || reads != 2 {
		t.Errorf("%d reads, 2 snapshots:\n%s", reads, diff)
	}
}
