package main

import (
	"context"
	"errors"

	"github.com/hoso-engine/dossier/domain"
)

type clockCmd struct {
	readFlags
	knownFlags
	whatIfFlags
	Code string `arg:"" optional:"" help:"Code of the dossier (mã hồ sơ); none to judge a period by other rules."`
	At   string `help:"Instant in RFC 3339; now where it is absent." placeholder:"INSTANT"`
}

// Help shows examples.
func (clockCmd) Help() string {
	return `Without a code: which verdicts on the dossiers of a period would differ under another policy, another
calendar or other limits. What is not given is as it is in force.

Examples:
  dossier clock H26.103.25.7-250908-0112 --at 2025-09-15T09:00:00+07:00
  dossier clock --policy other.json --from 2025-12-15 --to 2026-01-14`
}

// Run prints what a dossier's clocks show.
func (k *clockCmd) Run(ctx context.Context, out *console) error {
	switch {
	case k.Code == "" && k.At+k.KnownAt != "":
		return &usageError{errors.New("--at and --known-at need the code of a dossier")}
	case k.Code == "":
		return k.whatIf(ctx, &k.serverFlags, out)
	case k.given():
		return &usageError{errors.New("one dossier's clock knows --at only: the other flags judge a period, without a code")}
	}
	request := k.request(k.Code)
	request.At, request.KnownAt = k.At, k.KnownAt
	var view domain.ClockView
	if err := k.recall(ctx, k.KnownAt, "clock", request, &view); err != nil {
		return err
	}
	if out.JSON {
		return out.printJSON(view)
	}
	return printClock(out, &view)
}
