package main

import (
	"context"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// poll asks the script's engine until the answer is as wanted; false where it is not
// within ten seconds.
func poll(ts *testscript.TestScript, endpoint string, request, answer any, wanted func() bool) bool {
	flags := serverFlags{Server: ts.Getenv("DOSSIER_URL"), Timeout: time.Second}
	for range 200 {
		ts.Check(flags.ask(context.Background(), endpoint, request, answer))
		if wanted() {
			return true
		}
		time.Sleep(50 * time.Millisecond)
	}
	return false
}
