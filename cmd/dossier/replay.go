package main

import (
	"bufio"
	"context"
	"errors"

	"github.com/hoso-engine/dossier/cmd/internal/app"
	"github.com/hoso-engine/dossier/eventstore"
)

type replayCmd struct {
	engineFlags
	From uint64 `help:"First position." default:"1"`
	To   uint64 `help:"Last position; the end of the log where it is absent."`
}

// Help shows examples.
func (replayCmd) Help() string {
	return `Prints the log as NDJSON, one CloudEvent per line, in the log's order: every figure can be computed from it by
other means. The engine must be stopped, unless it uses a cluster; or replay a copy of its data directory.

Examples:
  dossier replay --data /var/lib/dossier > log.ndjson
  dossier replay --data copy --from 1000 --to 2000 | grep dossier.completed`
}

// errEnough ends a walk before the log does.
var errEnough = errors.New("enough")

// Run prints the events.
func (r *replayCmd) Run(ctx context.Context, out *console) error {
	o := r.options(out)
	if r.LogLevel == "info" {
		o.Logger = nil // the broker's start is not what an analyst asked for
	}
	lines := bufio.NewWriterSize(out.Stdout, 1<<20)
	err := app.Walk(ctx, o, out.progress("đọc / reading"), func(record eventstore.Record, c eventstore.Commit) error {
		if r.To > 0 && record.Position > r.To {
			return errEnough
		}
		if record.Position < r.From {
			return nil
		}
		return writeEvents(lines, c)
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return errors.Join(err, lines.Flush())
}

func writeEvents(lines *bufio.Writer, c eventstore.Commit) error {
	for _, e := range c.Events {
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
