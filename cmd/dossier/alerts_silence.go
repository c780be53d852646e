package main

import (
	"context"
	"errors"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/supervision"
)

type alertsSilenceCmd struct {
	Set  silenceSetCmd  `cmd:"" help:"Mute alerts until an end."`
	List silenceListCmd `cmd:"" help:"List the silences in force and to come."`
	End  silenceEndCmd  `cmd:"" help:"End a silence before its time."`
}

type silenceSetCmd struct {
	serverFlags
	matcherFlags
	All     bool   `help:"Mute every alert: the system is paused."`
	ID      string `help:"Id of the silence; a new one where it is absent."`
	Author  string `required:"" help:"Opaque reference of who answers for it."`
	Reason  string `required:"" help:"Why."`
	From    string `help:"When it begins (RFC 3339); now where it is absent."`
	Until   string `required:"" help:"When it ends (RFC 3339), 31 days after its beginning at most."`
	Preview bool   `help:"Only show which alerts it would mute now."`
}

// Help shows examples.
func (silenceSetCmd) Help() string {
	return `Examples:
  dossier alerts silence set --agency H37.13 --rung half --author gd-1 --reason 'đợt cao điểm' --until 2026-02-28T17:00:00+07:00 --preview
  dossier alerts silence set --all --author cvp-1 --reason 'bảo trì' --until 2026-02-21T07:00:00+07:00`
}

// Run sets a silence, or shows what it would mute.
func (s *silenceSetCmd) Run(ctx context.Context, out *console) error {
	until, errUntil := instantFlag("until", s.Until)
	from, errFrom := instantFlag("from", s.From)
	if err := errors.Join(errUntil, errFrom); err != nil {
		return &usageError{err}
	}
	request := domain.SilenceRequest{ID: s.ID, From: from, SilenceSet: domain.SilenceSet{
		Matcher: s.matcher(), All: s.All, Author: s.Author, Reason: s.Reason, Until: until,
	}}
	if !s.Preview {
		return s.do(ctx, out, "silence", request)
	}
	var page supervision.Page
	if err := s.ask(ctx, "silence_preview", request, &page); err != nil {
		return err
	}
	if out.JSON {
		return out.printJSON(page)
	}
	return printAlerts(out, page)
}

type silenceListCmd struct {
	readFlags
	knownFlags
	Ended bool `help:"Those that have ended too."`
}

// Run prints the silences.
func (s *silenceListCmd) Run(ctx context.Context, out *console) error {
	var answer struct {
		Silences []domain.Silence `json:"silences"`
	}
	request := map[string]any{"ended": s.Ended, "min_position": s.position(), "known_at": s.KnownAt}
	if err := s.recall(ctx, s.KnownAt, "silences", request, &answer); err != nil {
		return err
	}
	if out.JSON {
		return out.printJSON(answer)
	}
	s.printKnown(out)
	rows := [][]string{{"TẮT BÁO", "TỪ", "ĐẾN", "NGƯỜI ĐẶT", "LÝ DO"}}
	for _, s := range answer.Silences {
		rows = append(rows, []string{s.ID, s.Begins().Format(time.RFC3339), s.Ends().Format(time.RFC3339), s.Author, s.Reason})
	}
	return out.table(rows)
}

type silenceEndCmd struct {
	serverFlags
	ID     string `arg:"" help:"Id of the silence."`
	Actor  string `required:"" help:"Opaque reference of who ends it."`
	Reason string `help:"Why."`
}

// Run ends a silence.
func (s *silenceEndCmd) Run(ctx context.Context, out *console) error {
	return s.do(ctx, out, "silence_end", domain.SilenceEnd{ID: s.ID, Actor: s.Actor, Reason: s.Reason})
}
