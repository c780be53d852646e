package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/hoso-engine/dossier/cmd/internal/app"
	"github.com/hoso-engine/dossier/eventstore"
)

type verifyCmd struct {
	engineFlags
}

// Help shows examples.
func (verifyCmd) Help() string {
	return `Reads every record, and checks that no position is missing, that every dossier's events are numbered
without gaps, that every commit names the hash of the one before, and that the log reaches as far as was
acknowledged. It trusts neither the broker nor the disk. The engine must be stopped, unless it uses a cluster.

Examples:
  dossier verify --data /var/lib/dossier
  dossier verify --nats nats://a:4222 --nats-creds engine.creds --json`
}

// verified is what verify found.
type verified struct {
	Clean    bool   `json:"clean"`
	Records  uint64 `json:"records"`
	Events   uint64 `json:"events"`
	Subjects int    `json:"subjects"`
	Position uint64 `json:"position,omitzero"` // the first that is wrong
	Subject  string `json:"subject,omitzero"`
	Reason   string `json:"reason,omitzero"`
}

// Run walks the log.
func (v *verifyCmd) Run(ctx context.Context, out *console) error {
	o := v.options(out)
	if v.LogLevel == "info" {
		o.Logger = nil // the broker's start is not what an auditor asked for
	}
	chain, err := app.Verify(ctx, o, out.progress("kiểm tra / verifying"))
	found := verified{Clean: err == nil, Records: chain.Position(), Events: chain.Events(), Subjects: chain.Subjects().Len()}
	if corrupt, ok := errors.AsType[*eventstore.CorruptError](err); ok {
		found.Position, found.Subject, found.Reason = corrupt.Position, corrupt.Subject, corrupt.Reason
	} else if err != nil {
		return err
	}
	if err := printVerified(out, found); err != nil {
		return err
	}
	if !found.Clean {
		return errSilent
	}
	return nil
}

func printVerified(out *console, v verified) error {
	if out.JSON {
		return out.printJSON(v)
	}
	if v.Clean {
		out.printf("Sổ nguyên vẹn / the log is whole: %d records, %d events, %d dossiers and reference facts\n", v.Records, v.Events, v.Subjects)
		return nil
	}
	where := ""
	if v.Subject != "" {
		where = fmt.Sprintf(" (%s)", v.Subject)
	}
	out.printf("Sổ KHÔNG nguyên vẹn / the log is NOT whole: position %d%s: %s\n", v.Position, where, v.Reason)
	return nil
}
