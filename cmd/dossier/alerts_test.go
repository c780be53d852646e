package main

import (
	"os"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/hoso-engine/dossier/projections/supervision"
)

// soon writes into a file of the script, in place of @NOW@, @SOON@ and @LATER@,
// the present, an instant in two seconds and one in a week; LATER is set too.
func soon(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: soon FILE")
	}
	at := func(from time.Duration) string { return time.Now().Add(from).Format(time.RFC3339) }
	ts.Setenv("LATER", at(7*24*time.Hour))
	text := strings.NewReplacer("@NOW@", at(0), "@SOON@", at(2*time.Second)).Replace(ts.ReadFile(args[0]))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o600))
}

// awaitAlert waits until an alert fires on the rung, and sets ALERT to its id.
func awaitAlert(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: await-alert RUNG")
	}
	var page supervision.Page
	if !poll(ts, "alerts", map[string]string{"rung": args[0]}, &page, func() bool { return len(page.Alerts) > 0 }) {
		ts.Fatalf("no alert fires on %s", args[0])
	}
	ts.Setenv("ALERT", page.Alerts[0].ID.String())
}
