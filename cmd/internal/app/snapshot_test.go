package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections"
)

// site is an engine in a directory, and what it logged.
type site struct {
	*App
	logged *lines
}

// lines are what was logged.
type lines struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *lines) has(text string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Contains(l.text.String(), text)
}

func openSite(t *testing.T, dir string, change func(*Options)) (*site, error) {
	t.Helper()
	logged := new(lines)
	o := Options{
		Data: dir, NATSOff: true, Sync: "2m", Version: "v1", MinFree: -1, SnapshotEvery: time.Hour,
		Logger: slog.New(slog.NewTextHandler(logged, nil)),
	}
	if change != nil {
		change(&o)
	}
	a := New(o)
	err := a.Start(t.Context())
	if err == nil {
		t.Cleanup(func() {
			if err := a.Stop(); err != nil {
				t.Error(err)
			}
		})
	}
	return &site{a, logged}, err
}

func mustOpen(t *testing.T, dir string, change func(*Options)) *site {
	t.Helper()
	o, err := openSite(t, dir, change)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// receiveSome has dossiers received, some of which are overdue at once.
func (o *site) receiveSome(t *testing.T, from, to int) {
	t.Helper()
	for i := from; i < to; i++ {
		e := domain.Event{
			ID: fmt.Sprint(i), Source: "urn:test:desk", Type: domain.TypeReceived, Subject: fmt.Sprintf("H37.13-260105-%04d", i),
			At: time.Now().AddDate(0, 0, -20*(i%3)), Backdated: i%3 > 0,
			Data: &domain.Received{Intake: domain.Intake{Province: "H37", Agency: "H37.13", Procedure: "1.000001", Channel: domain.InPerson}},
		}
		r := o.engine.Submit(t.Context(), []domain.Parsed{{Event: e}})[0]
		if r.Status != domain.Accepted {
			t.Fatalf("%s: %v", r.Status, r.Error)
		}
		if err := o.runner.Wait(t.Context(), r.Position); err != nil {
			t.Fatal(err)
		}
	}
}

// says is all that the projections say.
func (o *site) says(t *testing.T) (s *projections.Snapshot) {
	t.Helper()
	position := o.engine.Position()
	for {
		s, err := o.runner.Snapshot()
		if err != nil {
			t.Fatal(err)
		}
		if s.Position >= position {
			s.Parts = s.Parts[:len(s.Parts)-1] // the outbox: how far it is published is another matter
			return s
		}
	}
}

// isProven waits for the proof of the snapshot that the engine began with.
func (o *site) isProven(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for o.keeping.state() == underWay {
		if err := pauseFor(ctx); err != nil {
			t.Fatal("the snapshot is not proven", err)
		}
	}
}

func pauseFor(ctx context.Context) error {
	select {
	case <-time.After(5 * time.Millisecond):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// began returns the position of the snapshot that the engine began with.
func (o *site) began() uint64 { return o.keeping.began }

func manual(o *Options) { o.ManualClock = true }

func TestAnEngineBeginsWithItsSnapshot(t *testing.T) {
	dir := t.TempDir()
	o := mustOpen(t, dir, manual)
	o.receiveSome(t, 0, 30)
	if err := o.RaiseDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	before := o.says(t)
	if err := o.Stop(); err != nil {
		t.Fatal(err)
	}
	o = mustOpen(t, dir, manual)
	if diff := cmp.Diff(before, o.says(t)); diff != "" || o.began() != before.Position {
		t.Errorf("began at %d of %d:\n%s", o.began(), before.Position, diff)
	}
	if s := o.runner.Status(); s.Records != before.Position {
		t.Errorf("%+v", s)
	}
	o.receiveSome(t, 30, 40)
	o.isProven(t)
	if o.keeping.state() != proven {
		t.Errorf("the snapshot is %s", o.keeping.state())
	}
	grown := o.says(t)
	if err := o.Stop(); err != nil {
		t.Fatal(err)
	}
	whole := mustOpen(t, dir, func(o *Options) { o.ManualClock, o.SnapshotEvery = true, -1 })
	if diff := cmp.Diff(grown, whole.says(t)); diff != "" || whole.began() != 0 {
		t.Errorf("began at %d, the whole log says otherwise:\n%s", whole.began(), diff)
	}
}

func TestASnapshotThatIsNotUsed(t *testing.T) {
	path := func(dir string) string { return filepath.Join(dir, "snapshots", "snapshot") }
	for name, test := range map[string]struct {
		spoil  func(t *testing.T, dir string)
		change func(*Options)
		reason string
	}{
		"another build": {func(*testing.T, string) {}, func(o *Options) { o.Version = "v2" }, "another build"},
		"cut off": {func(t *testing.T, dir string) {
			if err := os.Truncate(path(dir), 1000); err != nil {
				t.Fatal(err)
			}
		}, nil, "damaged"},
		"a bit changed": {func(t *testing.T, dir string) {
			b, err := os.ReadFile(path(dir))
			if err != nil {
				t.Fatal(err)
			}
			b[len(b)/2] ^= 1
			if err := os.WriteFile(path(dir), b, 0o600); err != nil {
				t.Fatal(err)
			}
		}, nil, "damaged"},
		"of another log": {func(t *testing.T, dir string) {
			other := t.TempDir()
			o := mustOpen(t, other, manual)
			o.receiveSome(t, 0, 2)
			if err := o.Stop(); err != nil {
				t.Fatal(err)
			}
			if err := os.Rename(path(other), path(dir)); err != nil {
				t.Fatal(err)
			}
		}, nil, "another log"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			o := mustOpen(t, dir, manual)
			o.receiveSome(t, 0, 5)
			before := o.says(t)
			if err := o.Stop(); err != nil {
				t.Fatal(err)
			}
			test.spoil(t, dir)
			o = mustOpen(t, dir, func(o *Options) {
				o.ManualClock = true
				if test.change != nil {
					test.change(o)
				}
			})
			if diff := cmp.Diff(before, o.says(t)); diff != "" || o.began() != 0 || !o.logged.has(test.reason) {
				t.Errorf("began at %d, said why: %t\n%s", o.began(), o.logged.has(test.reason), diff)
			}
		})
	}
}

// A snapshot that knows more than the log shows that the log lost its end.
func TestASnapshotAheadOfTheLog(t *testing.T) {
	dir := t.TempDir()
	o := mustOpen(t, dir, manual)
	o.receiveSome(t, 0, 5)
	if err := o.Stop(); err != nil {
		t.Fatal(err)
	}
	h, s, err := SnapshotDir(dir).Read()
	if err != nil {
		t.Fatal(err)
	}
	s.Position += 3
	if _, err := SnapshotDir(dir).Write(s, h.Build, h.Taken); err != nil {
		t.Fatal(err)
	}
	_, err = openSite(t, dir, manual)
	corrupt, is := errors.AsType[*eventstore.CorruptError](err)
	if !is || corrupt.Position != s.Position-2 {
		t.Errorf("got %v", err)
	}
}

// A snapshot that is whole and says something wrong is found out by the proof, and
// what the log says takes its place.
func TestAWrongSnapshotIsReplaced(t *testing.T) {
	dir := t.TempDir()
	o := mustOpen(t, dir, manual)
	o.receiveSome(t, 0, 5)
	right := o.says(t)
	code := domain.Code("H37.13-260105-0003")
	subject, _ := o.table.Subject(code)
	said := domain.Event{Type: domain.TypeWithdrawn, Subject: string(code), At: time.Now(), RecordedAt: time.Now(), Data: &domain.Withdrawn{}}
	if err := o.table.Apply(eventstore.Commit{Subject: subject, Events: []domain.Event{said}}); err != nil { // nobody reads
		t.Fatal(err)
	}
	if err := o.Stop(); err != nil {
		t.Fatal(err)
	}
	o = mustOpen(t, dir, manual)
	o.isProven(t)
	if diff := cmp.Diff(right, o.says(t)); diff != "" {
		t.Error(diff)
	}
	if !o.logged.has("the snapshot was wrong") || !o.logged.has("dossiers=1") || !o.logged.has(string(code)) {
		t.Error("it is not told what was wrong")
	}
	if n := o.keeping.differed.Load(); n != 1 || o.keeping.state() != replaced {
		t.Errorf("%d projections differed, the snapshot is %s", n, o.keeping.state())
	}
	if err := o.Stop(); err != nil {
		t.Fatal(err)
	}
	o = mustOpen(t, dir, manual)
	if diff := cmp.Diff(right, o.says(t)); diff != "" || o.began() == 0 {
		t.Errorf("began at %d\n%s", o.began(), diff)
	}
}
