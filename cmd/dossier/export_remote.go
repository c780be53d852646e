package main

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/pause"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections/register"
)

// remoteSource reads a running engine, for an export.
type remoteSource struct{ c *client }

// tries is how often an engine that is busy is asked, a second apart.
const tries = 10

// call asks the engine, again where it had too much in hand.
func (s remoteSource) call(ctx context.Context, endpoint string, words map[string]string, answer any) error {
	for try := 1; ; try++ {
		err := s.c.call(ctx, endpoint, words, answer)
		if busy := errors.Is(err, &domain.Error{Code: domain.CodeBusy}); !busy || try == tries {
			return err
		}
		if err := pause.For(ctx, time.Second); err != nil {
			return err
		}
	}
}

// remotePage is how many dossiers, or procedures, are asked for at a time: what
// one message carries for certain.
const remotePage = 200

// List returns a page. A query over the network has words: of the filter those
// are sent that the command line has flags for.
func (s remoteSource) List(ctx context.Context, q register.Query, least uint64) (page register.Page, err error) {
	err = s.call(ctx, "list", filled(s.words(&q, least)), &page)
	return page, err
}

func (s remoteSource) words(q *register.Query, least uint64) map[string]string {
	words := map[string]string{
		"province": q.Province, "agency": q.Agency, "unit": q.Unit, "officer": q.Officer,
		"procedure": q.Procedure, "field": q.Field, "channel": string(q.Channel), "q": q.Q,
		"sort": q.Sort, "limit": strconv.Itoa(min(q.Limit, remotePage)), "cursor": q.Cursor,
	}
	if len(q.State) > 0 {
		words["state"] = q.State[0].String()
		for _, state := range q.State[1:] {
			words["state"] += "," + state.String()
		}
	}
	for i, standing := range q.Standing {
		if i > 0 {
			words["standing"] += ","
		}
		words["standing"] += standing.String()
	}
	if !q.DueBefore.IsZero() {
		words["due_before"] = q.DueBefore.Format("2006-01-02T15:04:05.000Z07:00")
	}
	if least > 0 {
		words["min_position"] = strconv.FormatUint(least, 10)
	}
	return words
}

// Commits returns the history of a dossier.
func (s remoteSource) Commits(ctx context.Context, code string, least uint64) ([]eventstore.Commit, error) {
	var answer struct {
		Commits []struct {
			Position uint64              `json:"position"`
			Events   []domain.CloudEvent `json:"events"`
		} `json:"commits"`
	}
	words := map[string]string{"code": code}
	if least > 0 {
		words["min_position"] = strconv.FormatUint(least, 10)
	}
	if err := s.call(ctx, "commits", words, &answer); err != nil {
		return nil, err
	}
	commits := make([]eventstore.Commit, len(answer.Commits))
	for i, c := range answer.Commits {
		commits[i].Position = c.Position
		for j := range c.Events {
			e, err := c.Events[j].Event()
			if err != nil {
				return nil, err
			}
			commits[i].Events = append(commits[i].Events, e)
		}
	}
	return commits, nil
}

// Procedures returns a page of the procedures.
func (s remoteSource) Procedures(ctx context.Context, after string, most int, _ uint64) (page domain.ProcedurePage, err error) {
	err = s.call(ctx, "procedures", filled(map[string]string{"after": after, "limit": strconv.Itoa(min(most, remotePage))}), &page)
	return page, err
}
