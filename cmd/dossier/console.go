package main

import (
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// console is where a command reads from and writes to.
type console struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	JSON           bool // --json: print what a program can read
	Terminal       bool // somebody watches: show progress
}

func newConsole(stdin, stdout, stderr *os.File) *console {
	return &console{Stdin: stdin, Stdout: stdout, Stderr: stderr, Terminal: term.IsTerminal(int(stderr.Fd()))}
}

// printJSON prints a value as indented JSON.
func (c *console) printJSON(v any) error {
	if err := json.MarshalWrite(c.Stdout, v, jsontext.WithIndent("  "), json.Deterministic(true)); err != nil {
		return err
	}
	_, err := fmt.Fprintln(c.Stdout)
	return err
}

// printf prints a line for people.
func (c *console) printf(format string, args ...any) { fmt.Fprintf(c.Stdout, format, args...) }

// table prints rows in columns.
func (c *console) table(rows [][]string) error {
	w := tabwriter.NewWriter(c.Stdout, 0, 4, 2, ' ', 0)
	for _, row := range rows {
		for i, cell := range row {
			if i > 0 {
				fmt.Fprint(w, "\t")
			}
			fmt.Fprint(w, cell)
		}
		fmt.Fprintln(w)
	}
	return w.Flush()
}

// progress returns a function that shows how far long work has come; it shows
// nothing where nobody watches. Each call says how much is done, and of how much
// (-1: unknown).
func (c *console) progress(what string) func(done, total int64) {
	if !c.Terminal {
		return func(int64, int64) {}
	}
	bar := progressbar.NewOptions64(-1,
		progressbar.OptionSetWriter(c.Stderr), progressbar.OptionSetDescription(what),
		progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionClearOnFinish())
	return func(done, total int64) {
		if total > 0 && bar.GetMax64() != total {
			bar.ChangeMax64(total)
		}
		_ = bar.Set64(done)
		if total > 0 && done >= total {
			_ = bar.Finish()
		}
	}
}
