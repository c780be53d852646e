package app

import "testing"

// running starts an engine that ends with the test, unless the test has it end
// before.
func running(t testing.TB, o Options) *App {
	t.Helper()
	a := New(o)
	if err := a.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, a) })
	return a
}

func stop(t testing.TB, a *App) {
	t.Helper()
	if err := a.Stop(); err != nil {
		t.Error(err)
	}
}
