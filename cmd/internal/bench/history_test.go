package bench

import (
	"log/slog"
	"testing"

	"github.com/hoso-engine/dossier/cmd/internal/app"
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
	t.Logf("%+v", h)
}
