package engine

import (
	"context"

	"github.com/hoso-engine/dossier/eventstore"
)

// Commits returns what was said about the dossier, commit by commit in order,
// each with its position in the log.
func (e *Engine) Commits(ctx context.Context, code string, min uint64) ([]eventstore.Commit, error) {
	subject, err := e.subjectOf(ctx, code, min)
	if err != nil {
		return nil, err
	}
	records, err := e.Store.Read(ctx, subject)
	if err != nil {
		return nil, e.translate(err)
	}
	commits := make([]eventstore.Commit, len(records))
	for i, r := range records {
		if commits[i], err = eventstore.Decode(r); err != nil {
			return nil, e.translate(err)
		}
	}
	return commits, nil
}
