package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

type submitCmd struct {
	serverFlags
	File string `arg:"" optional:"" help:"A CloudEvent or a JSON array of them; standard input where it is - or absent." default:"-"`
}

// Help shows examples.
func (submitCmd) Help() string {
	return `Prints one result per event. Exit code 1 if any was refused. A repeat of an accepted event is no failure.

Examples:
  dossier submit receipt.json
  generate-events | dossier submit --json`
}

// Run submits and prints the results.
func (s *submitCmd) Run(ctx context.Context, out *console) error {
	body, err := readInput(s.File, out.Stdin)
	if err != nil {
		return err
	}
	c, err := s.connect()
	if err != nil {
		return err
	}
	defer c.close()
	return c.tell(ctx, out, body)
}

// tell submits and prints the results.
func (c *client) tell(ctx context.Context, out *console, body []byte) error {
	results, err := c.submit(ctx, body)
	if err != nil {
		return err
	}
	return printResults(out, results)
}

func readInput(name string, stdin io.Reader) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(stdin)
	}
	return os.ReadFile(name)
}

// printResults prints the results and fails if any event was refused.
func printResults(out *console, results []domain.Result) error {
	refused := 0
	for _, r := range results {
		if r.Status == domain.Declined {
			refused++
		}
		if !out.JSON {
			out.printf("%s\n", resultLine(r))
		}
	}
	if out.JSON {
		if err := out.printJSON(results); err != nil {
			return err
		}
	}
	if refused > 0 {
		fmt.Fprintf(out.Stderr, "dossier: %d of %d events were refused\n", refused, len(results))
		return errSilent
	}
	return nil
}

func resultLine(r domain.Result) string {
	line := fmt.Sprintf("%-9s %s  %s", r.Status, r.Code, r.ID)
	switch {
	case r.Error != nil:
		line += fmt.Sprintf("  %s: %s", r.Error.Code, r.Error.Message)
	case !r.Due.IsZero():
		line += "  hạn giải quyết / due " + r.Due.Format(time.RFC3339)
	}
	return line
}
