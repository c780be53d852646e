package bench

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/app"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
)

// Most messages ask for no answer: that one of them was refused shows at the next
// that does.
func TestARefusedRecordIsNoticed(t *testing.T) {
	o := options(t)
	err := o.onFresh(t.Context(), o.Data, app.Options{Sync: Lazily}, func(a *app.App) error {
		publish := func(tails ...*tail) error { return publishBeside(t, a, tails) }
		if err := publish(new(tail), new(tail), new(tail)); err != nil {
			t.Error(err)
		}
		if err := publish(new(tail), &tail{position: 7}, new(tail)); err == nil || !strings.Contains(err.Error(), "lies at 2, not 3") {
			t.Errorf("a refused record in the middle: %v", err)
		}
		if err := publish(new(tail), &tail{position: 7}); err == nil || !strings.Contains(err.Error(), "raw.1") {
			t.Errorf("a refused record at the end: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// publishBeside publishes a record behind each of the tails to an empty stream.
func publishBeside(t *testing.T, a *app.App, tails []*tail) error {
	t.Helper()
	r, err := openRaw(t.Context(), a.Conn())
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := r.remove(t.Context()); err != nil {
			t.Error(err)
		}
	}()
	b, err := newBulk(a.Conn())
	if err != nil {
		t.Fatal(err)
	}
	lines := make(chan line, len(tails))
	for i, after := range tails {
		code := strconv.Itoa(i)
		resumed := domain.Event{ID: code, Source: source, Type: domain.TypeResumed, Subject: code, At: time.Unix(0, 0), Data: &domain.Resumed{}}
		lines <- line{eventstore.Commit{Position: uint64(i) + 1, Subject: "raw." + code, Events: []domain.Event{resumed}}, after}
	}
	close(lines)
	return b.publishAll(t.Context(), lines)
}
