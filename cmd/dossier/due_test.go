package main

import (
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/hoso-engine/dossier/projections/register"
)

// awaitDue waits until a dossier has the due that the engine sets by itself.
func awaitDue(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: await-due CODE DUE")
	}
	due, err := time.Parse(time.RFC3339, args[1])
	ts.Check(err)
	var view register.View // its alert clock looks at the new calendar when it comes to it
	if !poll(ts, "get", codeRequest{Code: args[0]}, &view, func() bool { return view.Due.Equal(due) }) {
		ts.Fatalf("%s is due on %s, not on %s", args[0], view.Due, due)
	}
}
