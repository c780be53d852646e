package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"

	"github.com/hoso-engine/dossier/cmd/internal/app"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
)

type replayCmd struct {
	engineFlags
	From     uint64        `name:"from-position" aliases:"from" help:"First position." default:"1"`
	To       uint64        `name:"to-position" aliases:"to" help:"Last position; the end of the log where it is absent."`
	Since    string        `help:"What the engine learned on or after this date or instant."`
	Until    string        `help:"What it learned on or before it."`
	Subject  string        `help:"Code of a dossier, or id of a reference fact."`
	Province string        `help:"Dossiers of this province."`
	Agency   string        `help:"Dossiers of this agency, that owns the promise."`
	Type     []domain.Type `help:"Events of these types, separated by commas." placeholder:"TYPE"`
	Speed    float64       `help:"Print the events as the engine learned them, so many times faster; 0 for as fast as can be." default:"0"`
}

// Help shows examples.
func (replayCmd) Help() string {
	return `Prints the log as NDJSON, one CloudEvent per line, in the log's order: every figure can be computed from it by
other means. The engine must be stopped, unless it uses a cluster (--nats); or replay a copy of its data directory.
What a running engine knows of dossiers is to be had with "dossier export --events".

It is the log itself, with all that desks said of applicants: for who may read the data directory. An export has the
opaque reference alone.

Examples:
  dossier replay --data /var/lib/dossier > log.ndjson
  dossier replay --data copy --from-position 1000 --to-position 2000 --type dossier.completed
  dossier replay --data copy --agency H37.13 --since 2026-09-01 --until 2026-09-30
  dossier replay --data copy --since 2026-09-01 --speed 3600      # an hour in a second`
}

// errEnough ends a walk before the log does.
var errEnough = errors.New("enough")

// Run prints the events.
func (r *replayCmd) Run(ctx context.Context, out *console) error {
	chosen, err := r.choice()
	if err != nil {
		return err
	}
	if r.LogLevel == "info" {
		r.LogLevel = "warn" // the broker's start is not what an analyst asked for
	}
	lines := bufio.NewWriterSize(out.Stdout, 1<<20)
	pace := &pace{speed: r.Speed, before: lines.Flush}
	after := max(r.From, 1) - 1
	err = app.WalkAfter(ctx, r.options(out), after, out.progress("đọc / reading"), func(record eventstore.Record, c eventstore.Commit) error {
		if r.To > 0 && record.Position > r.To {
			return errEnough
		}
		events := chosen.of(record.Subject, c.Events)
		if len(events) == 0 {
			return nil
		}
		if err := pace.wait(ctx, events[0].RecordedAt); err != nil {
			return err
		}
		return writeEvents(lines, events)
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return errors.Join(err, lines.Flush())
}

func writeEvents(lines *bufio.Writer, events []domain.Event) error {
	for _, e := range events {
		b, err := e.MarshalJSON()
		if err != nil {
			return err
		}
		if _, err := lines.Write(append(b, '\n')); err != nil {
			return err
		}
	}
	return nil
}

// choice reads what is to be replayed.
func (r *replayCmd) choice() (*choice, error) {
	for _, t := range r.Type {
		if !t.Known() {
			return nil, &usageError{fmt.Errorf("--type %q is not a type of event: \"dossier schema\" lists them", t)}
		}
	}
	if r.Speed < 0 {
		return nil, &usageError{fmt.Errorf("--speed %g is less than 0", r.Speed)}
	}
	if r.To > 0 && r.To < r.From {
		return nil, &usageError{fmt.Errorf("--to-position %d lies before --from-position %d", r.To, r.From)}
	}
	return newChoice(r)
}
