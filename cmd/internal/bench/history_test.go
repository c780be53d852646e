package bench

import (
	"crypto/sha256"
	"log/slog"
	"testing"

	"github.com/hoso-engine/dossier/cmd/internal/app"
	"github.com/hoso-engine/dossier/eventstore"
)

// options are those of the tests: one run on a directory of the test's.
func options(t testing.TB) Options {
	return Options{
		Data: t.TempDir(), Runs: 1, Seed: 1, Version: "test", Logger: slog.New(slog.DiscardHandler),
		Progress: func(string) func(done, total int64) { return func(int64, int64) {} },
	}
}

// What was published in bulk is the log that an engine would have written: the
// chain holds, the engine takes it, and knows what the history says.
func TestHistoryIsALogThatTheEngineTakes(t *testing.T) {
	o := options(t)
	h, err := o.history(t.Context(), o.Data, 300, 60)
	if err != nil {
		t.Fatal(err)
	}
	chain, err := app.Verify(t.Context(), app.Options{Data: h.dir, Sync: Lazily}, func(int64, int64) {})
	if err != nil {
		t.Fatal(err)
	}
	if chain.Position() != h.Records || chain.Events() != uint64(h.Events) {
		t.Errorf("%d records with %d events, not %+v", chain.Position(), chain.Events(), h)
	}
	if h.Dossiers != 300 || h.Open < 60 || h.Open > 80 {
		t.Errorf("%d dossiers, %d open, not 300 and some more than 60", h.Dossiers, h.Open)
	}
}

func TestOneSeedGivesOneLog(t *testing.T) {
	sum := func(seed uint64) [sha256.Size]byte {
		o := options(t)
		o.Seed = seed
		h, err := o.history(t.Context(), o.Data, 40, 8)
		if err != nil {
			t.Fatal(err)
		}
		hash := sha256.New()
		err = app.Walk(t.Context(), h.options(), func(int64, int64) {}, func(r eventstore.Record, _ eventstore.Commit) error {
			if r.Position <= 2 { // the engine's own calendar and policy, in either order
				return nil
			}
			_, err := hash.Write(append([]byte(r.Subject), r.Body...))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return [sha256.Size]byte(hash.Sum(nil))
	}
	first, again, other := sum(1), sum(1), sum(2)
	if first != again {
		t.Error("two logs of one seed differ")
	}
	if first == other {
		t.Error("two seeds give one log")
	}
}

// A log that is there is measured again as it is.
func TestALogIsBuiltOnce(t *testing.T) {
	o := options(t)
	first, err := o.history(t.Context(), o.Data, 20, 4)
	if err != nil {
		t.Fatal(err)
	}
	again, err := o.history(t.Context(), o.Data, 20, 4)
	if err != nil || again.Built != first.Built || again.dir != first.dir || !again.Ends.Equal(first.Ends) {
		t.Errorf("%+v, %v; not %+v", again, err, first)
	}
}
