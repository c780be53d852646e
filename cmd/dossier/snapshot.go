package main

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/hoso-engine/dossier/cmd/internal/app"
	"github.com/hoso-engine/dossier/cmd/internal/snapshots"
)

type snapshotCmd struct {
	Data string `help:"Directory of everything the engine keeps." default:"data" env:"DOSSIER_DATA" type:"path"`
}

// Help shows examples.
func (snapshotCmd) Help() string {
	return `Reads the snapshot from end to end and compares every part with its check sum. Whether it says what the log
says is proven by the engine itself, beside its work, after each start with one. The engine may run.

Examples:
  dossier snapshot --data /var/lib/dossier
  dossier snapshot --data /var/lib/dossier --json`
}

// snapshotFound is what the file of a snapshot was found to be.
type snapshotFound struct {
	Whole  bool   `json:"whole"`
	Reason string `json:"reason,omitzero"` // why it is not whole
	Bytes  int64  `json:"bytes,omitzero"`  // of its parts
	*snapshots.Header
}

// Run checks the snapshot.
func (s *snapshotCmd) Run(out *console) error {
	header, err := app.SnapshotDir(s.Data).Check()
	found := snapshotFound{Whole: err == nil, Header: header}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no snapshot in %s", s.Data)
	case errors.Is(err, snapshots.ErrDamaged):
		found.Reason = err.Error()
	case err != nil:
		return err
	}
	if header != nil {
		found.Bytes = header.Size()
	}
	if out.JSON {
		err = out.printJSON(found)
	} else {
		printSnapshot(out, found)
		err = nil
	}
	if err == nil && !found.Whole {
		return errSilent
	}
	return err
}

func printSnapshot(out *console, s snapshotFound) {
	if s.Header != nil {
		out.printf("Vị trí / position   %d\n", s.Position)
		out.printf("Lúc / taken         %s\n", s.Taken.Format("2006-01-02 15:04:05 -07:00"))
		out.printf("Bản / build         %s\n", s.Build)
		out.printf("Cỡ / bytes          %d\n", s.Bytes)
		for _, p := range s.Parts {
			out.printf("  %-12s %12d bytes, form %d\n", p.Name, p.Length, p.Form)
		}
	}
	if s.Whole {
		out.printf("Ảnh chụp nguyên vẹn / the snapshot is whole\n")
		return
	}
	out.printf("Ảnh chụp KHÔNG nguyên vẹn / the snapshot is NOT whole: %s\n", s.Reason)
}
