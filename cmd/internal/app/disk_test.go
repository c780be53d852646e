package app

import (
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore/embedded/embeddedtest"
	"github.com/hoso-engine/dossier/projections/register"
)

// An engine whose disk has less room than it must have refuses at once and says
// why, knows repeats all the same, answers every query, and takes events again
// when there is room.
func TestDisk_tooLittleRoom(t *testing.T) {
	dir := t.TempDir()
	const none, everything = -1, 1 << 62
	a := startWith(t, dir, none)
	first := receiveOne(t, a, 1, time.Minute)
	if first.Status != domain.Accepted {
		t.Fatalf("with room: %+v", first)
	}
	stop(t, a)
	a = startWith(t, dir, everything)
	embeddedtest.WaitFor(t, "the full disk in the readiness", func() bool {
		err := a.engine.Ready()
		return err != nil && strings.Contains(err.Error(), "the disk is full")
	})
	last := receiveOne(t, a, 2, time.Minute)
	if last.Error == nil || last.Error.Code != domain.CodeUnavailable || !strings.Contains(last.Error.Message, "the disk is full") {
		t.Errorf("without room: %+v", last)
	}
	if again := receiveOne(t, a, 1, time.Minute); again.Status != domain.Duplicated || again.Position != first.Position {
		t.Errorf("a repeat without room: %+v", again)
	}
	page, err := a.engine.List(t.Context(), register.Query{}, first.Position)
	if err != nil || page.Total != 1 {
		t.Errorf("the list holds %d dossiers (%v), want the one that was taken", page.Total, err)
	}
	stop(t, a)
	a = startWith(t, dir, none)
	if r := receiveOne(t, a, 2, time.Minute); r.Status != domain.Accepted || a.engine.Ready() != nil {
		t.Errorf("with room again: %+v, %v", r, a.engine.Ready())
	}
}

func startWith(t *testing.T, dir string, minFree int64) *App {
	t.Helper()
	return running(t, Options{Data: dir, NATSOff: true, MinFree: minFree})
}

// startOn starts an engine, as a service does, on a file system that is full
// before the engine takes notice.
func startOn(t *testing.T, dir string) *App {
	t.Helper()
	return running(t, Options{
		Data: dir, NATSOff: true, MinFree: -1, Sync: "2s",
		Logger: slog.New(slog.DiscardHandler), lookAtBroker: 50 * time.Millisecond,
	})
}

// fill submits receipts until one is refused, and returns how many were taken.
func fill(t *testing.T, a *App) (taken int, last domain.Result) {
	t.Helper()
	for last = receiveOne(t, a, taken, time.Minute); last.Status == domain.Accepted; last = receiveOne(t, a, taken, time.Minute) {
		taken++
	}
	return taken, last
}

// A broker that met a write error is started anew when its disk has room, and
// not before; until then everything that was acknowledged is served.
func TestDisk_writeError(t *testing.T) {
	dir, enlarge := smallDisk(t)
	a := startOn(t, dir)
	taken, last := fill(t, a)
	if taken < 10 || last.Error == nil || last.Error.Code != domain.CodeUnavailable {
		t.Fatalf("after %d receipts: %+v, want unavailable", taken, last)
	}
	embeddedtest.WaitFor(t, "the write error in the readiness", func() bool {
		err := a.engine.Ready()
		return err != nil && strings.Contains(err.Error(), "no space left on device")
	})
	if page, err := a.engine.List(t.Context(), register.Query{}, 0); err != nil || page.Total != taken {
		t.Errorf("%d dossiers are listed (%v), want %d", page.Total, err, taken)
	}
	select {
	case err := <-a.tasks.failed:
		t.Fatalf("the engine starts anew on a full disk: %v", err)
	default:
	}
	enlarge()
	if err := a.Wait(t.Context()); !errors.Is(err, errStartAnew) {
		t.Fatalf("the engine ended with %v, want a start anew", err)
	}
	stop(t, a)
	anew := startOn(t, dir)
	if page, err := anew.engine.List(t.Context(), register.Query{}, 0); err != nil || page.Total < taken {
		t.Errorf("after the start %d dossiers are listed (%v), %d were acknowledged", page.Total, err, taken)
	}
	if r := receiveOne(t, anew, taken, time.Minute); r.Status != domain.Accepted && r.Status != domain.Duplicated {
		t.Errorf("what was refused and is sent again: %+v", r)
	}
}
