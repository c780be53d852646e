// Command dossier is the dossier engine and everything that goes with it: the
// server, a demonstration, and the tools of desks, supervisors, analysts and
// auditors. Each subcommand has a file of its own.
//
// Exit codes: 0 done, 1 failed, 2 wrong usage.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // rules are counted in the offices' zones, whatever the machine knows

	"github.com/hoso-engine/dossier/domain"
)

const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() { os.Exit(dossier()) }

// dossier runs one command line and returns its exit code.
func dossier() int {
	spareCollector()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, os.Args[1:], newConsole(os.Stdin, os.Stdout, os.Stderr))
	return exitCode(err, os.Stderr)
}

// exitCode says what went wrong, once, and returns the code for it.
func exitCode(err error, stderr *os.File) int {
	var usage *usageError
	var refusal *domain.Error
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &usage):
		fmt.Fprintf(stderr, "dossier: %s\n", err)
		fmt.Fprintln(stderr, `See "dossier --help".`)
		return exitUsage
	case errors.Is(err, errSilent):
		return exitFailed
	case errors.As(err, &refusal) && refusal.Field != "":
		fmt.Fprintf(stderr, "dossier: %s (%s)\n", err, refusal.Field)
	default:
		fmt.Fprintf(stderr, "dossier: %s\n", err)
	}
	return exitFailed
}

// errSilent is a failure that was shown already.
var errSilent = errors.New("failed")
