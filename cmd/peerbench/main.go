// Command peerbench compares the engine with others that do the same work, both
// sides in one run, in turn:
//
//	submit   desks' events into this engine, and into event stores
//	replay   everything back out of them
//	reports  the same questions to the engine's columns and to databases
//
// Peers only keep or fold what the engine decides on and keeps; each table says
// what its rows did and how durable it was. README.md says how to read it.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // rules are counted in the offices' zones, whatever the machine knows

	"github.com/alecthomas/kong"
)

// cli is the command line.
type cli struct {
	JSON bool   `help:"Print JSON for programs."`
	Save string `help:"Write the JSON to a file besides." type:"path" placeholder:"FILE"`

	Submit  submitCmd  `cmd:"" help:"Desks submit dossiers: events per second and how long each takes, durable when it is answered."`
	Replay  replayCmd  `cmd:"" help:"Everything is read back: this engine builds all its projections, the others count."`
	Reports reportsCmd `cmd:"" help:"Statistics over a table of dossiers: the engine's columns, DuckDB, PostgreSQL."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "peerbench:", err)
		os.Exit(1)
	}
}

// run runs one command line, prints the comparison to out, and tells progress
// what it does meanwhile.
func run(ctx context.Context, args []string, out, progress io.Writer) error {
	var c cli
	parser, err := kong.New(&c, kong.Name("peerbench"), kong.Description("Compares the dossier engine with others in one run."),
		kong.Vars{"tmp": os.TempDir()})
	if err != nil {
		return err
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		return err
	}
	parsed.BindTo(ctx, (*context.Context)(nil))
	parsed.Bind(&output{to: out, progress: progress, json: c.JSON, save: c.Save})
	return parsed.Run()
}
