package main

import (
	"context"
	"os"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
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
	flags := serverFlags{Server: ts.Getenv("DOSSIER_URL"), Timeout: time.Second}
	var page supervision.Page
	for range 200 {
		ts.Check(flags.ask(context.Background(), "alerts", map[string]string{"rung": args[0]}, &page))
		if len(page.Alerts) > 0 {
			ts.Setenv("ALERT", page.Alerts[0].ID.String())
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	b, err := json.Marshal(page)
	ts.Fatalf("no alert fires on %s: %s %v", args[0], b, err)
}
