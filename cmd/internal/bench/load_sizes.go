package bench

import (
	"context"
	"sync/atomic"

	"github.com/hoso-engine/dossier/cmd/internal/app"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
)

// sampled is how many dossiers are looked at for the sizes of their commits.
const sampled = 200

// sizes plays some dossiers behind the first, and returns of each the sizes of
// its commits, in bytes.
func (l *load) sizes(ctx context.Context, a *app.App, first int) ([][]int, error) {
	var sizes [][]int
	for i := range min(first, sampled) {
		if err := l.play(ctx, first+i, inProcess(a), newLatencies()); err != nil {
			return nil, err
		}
		subject, err := eventstore.DossierSubject("H37", "H37.13", l.code(first+i))
		if err != nil {
			return nil, err
		}
		records, err := a.Engine().Store.Read(ctx, subject)
		if err != nil {
			return nil, err
		}
		var of []int
		for _, r := range records {
			of = append(of, len(r.Body))
		}
		sizes = append(sizes, of)
	}
	return sizes, nil
}

// counter counts the events that go through doors.
type counter struct{ atomic.Int64 }

func (c *counter) through(d door) door {
	return func(ctx context.Context, events []domain.Event) ([]domain.Result, error) {
		c.Add(int64(len(events)))
		return d(ctx, events)
	}
}
