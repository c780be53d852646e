package natsapi

import (
	"context"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// commits is the answer of dossiers.v1.commits: the history with the positions
// of the commits that it was written in.
type commits struct {
	Code    string   `json:"code"`
	Commits []commit `json:"commits"`
}

type commit struct {
	Position uint64         `json:"position"`
	Events   []domain.Event `json:"events"`
}

func (s *Service) commits(p *parameters, k Knowledge, _ time.Time) (query, error) {
	code, err := p.code()
	return func(ctx context.Context, least uint64) (any, error) {
		all, err := k.Commits(ctx, code, least)
		answer := commits{Code: code, Commits: make([]commit, len(all))}
		for i, c := range all {
			answer.Commits[i] = commit{Position: c.Position, Events: c.Events}
		}
		return answer, err
	}, err
}
