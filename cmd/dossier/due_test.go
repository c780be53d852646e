package main

import (
	"context"
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
	flags := serverFlags{Server: ts.Getenv("DOSSIER_URL"), Timeout: time.Second}
	var view register.View
	for range 200 { // its alert clock looks at the new calendar when it comes to it
		ts.Check(flags.ask(context.Background(), "get", codeRequest{Code: args[0]}, &view))
		if view.Due.Equal(due) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	ts.Fatalf("%s is due on %s, not on %s", args[0], view.Due, due)
}
