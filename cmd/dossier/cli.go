package main

import (
	"context"
	"errors"

	"github.com/alecthomas/kong"
)

// cli is the command line.
type cli struct {
	JSON bool `help:"Print JSON for programs."`

	Serve      serveCmd      `cmd:"" help:"Run the engine until it is interrupted."`
	Demo       demoCmd       `cmd:"" help:"Play ten months of a provincial health department, then print its reports."`
	Submit     submitCmd     `cmd:"" help:"Submit events from a file or standard input."`
	Import     importCmd     `cmd:"" help:"Import an event log: NDJSON CloudEvents, CSV and XES through a mapping, or the national forms."`
	Export     exportCmd     `cmd:"" help:"Export dossiers or events: CSV, NDJSON, Parquet, XES, OCEL or the national forms."`
	Get        getCmd        `cmd:"" help:"Show one dossier."`
	History    historyCmd    `cmd:"" help:"Show a dossier's events, as the log keeps them."`
	Clock      clockCmd      `cmd:"" help:"Show a dossier's clocks, or judge a period by other rules."`
	List       listCmd       `cmd:"" help:"List dossiers."`
	Calendar   calendarCmd   `cmd:"" help:"Calendars: show, check, change; the due of a receipt, working time."`
	Procedures proceduresCmd `cmd:"" help:"Procedures and their time limits: import, show."`
	Counting   countingCmd   `cmd:"" help:"Counting policies: show, publish."`
	Report     reportCmd     `cmd:"" help:"Print or write a form: II.06a, on-time, late-list, the register, a control sheet."`
	Statistics statisticsCmd `cmd:"" help:"Print the figures of a period, crossed as wanted, or the dossiers behind one of them."`
	Diff       diffCmd       `cmd:"" help:"Compare two readings of a report, and name the dossiers that made the difference."`
	Scorecard  scorecardCmd  `cmd:"" help:"Score by a scorecard, list them, or check a file of your own."`
	Flow       flowCmd       `cmd:"" help:"Show where the time went, who waited on whom, what made dossiers late."`
	Alerts     alertsCmd     `cmd:"" help:"Alerts: list, acknowledge, snooze, silence, and why somebody was told or not."`
	Notices    noticesCmd    `cmd:"" help:"What receivers of alerts were told outside: why, what was given up; send it again."`
	Watch      watchCmd      `cmd:"" help:"Show alerts as they come."`
	Bench      benchCmd      `cmd:"" help:"Measure the engine on this machine beside the bare broker."`
	Verify     verifyCmd     `cmd:"" help:"Walk the whole log and name the first hole, edit or re-used sequence."`
	Snapshot   snapshotCmd   `cmd:"" help:"Show and check the snapshot that the engine would begin with."`
	Replay     replayCmd     `cmd:"" help:"Print the log as NDJSON, one CloudEvent per line."`
	Schema     schemaCmd     `cmd:"" help:"Print the JSON Schema of an event type, or list the types."`
	Version    versionCmd    `cmd:"" help:"Print the version."`
}

// usageError is a command line that can't be understood.
type usageError struct{ err error }

func (u *usageError) Error() string { return u.err.Error() }
func (u *usageError) Unwrap() error { return u.err }

// helpShown ends the parsing after --help.
type helpShown struct{}

// run parses the command line and runs the subcommand.
func run(ctx context.Context, args []string, out *console) (err error) {
	defer func() {
		if r := recover(); r != nil {
			if _, help := r.(helpShown); !help {
				panic(r)
			}
			err = nil
		}
	}()
	var c cli
	parser, err := kong.New(&c,
		kong.Name("dossier"),
		kong.Description("The dossier engine of a one-stop shop: every receipt, transfer, deadline and return is an event; every figure can be proved."),
		kong.Writers(out.Stdout, out.Stderr),
		kong.Exit(func(int) { panic(helpShown{}) }), // kong has no other way to stop after --help
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Vars{"version": buildVersion()},
	)
	if err != nil {
		return err
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		return &usageError{err}
	}
	out.JSON = c.JSON
	parsed.BindTo(ctx, (*context.Context)(nil))
	parsed.Bind(out)
	err = parsed.Run()
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		return nil // the user ended it
	}
	return err
}
