package main

import (
	"context"
	"fmt"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

type historyCmd struct {
	readFlags
	knownFlags
	Code string `arg:"" help:"Code of the dossier (mã hồ sơ)."`
}

// Help shows an example.
func (historyCmd) Help() string { return "Example:\n  dossier history H26.103.25.7-250908-0112 --json" }

// Run prints a dossier's events.
func (h *historyCmd) Run(ctx context.Context, out *console) error {
	request := h.request(h.Code)
	request.KnownAt = h.KnownAt
	var answer struct {
		Events []domain.CloudEvent `json:"events"`
	}
	if err := h.recall(ctx, h.KnownAt, "history", request, &answer); err != nil {
		return err
	}
	if out.JSON {
		return out.printJSON(answer)
	}
	rows := [][]string{{"#", "TIME", "TYPE", "ACTOR", "DATA"}}
	for _, e := range answer.Events {
		rows = append(rows, []string{fmt.Sprint(e.Sequence), clockTime(e.Time), string(e.Type), e.Actor, string(e.Data)})
	}
	return out.table(rows)
}

// clockTime prints an instant for a column.
func clockTime(s string) string {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return s
	}
	return t.Format("2006-01-02 15:04:05")
}
