package export

import (
	"context"
	"iter"

	"golang.org/x/sync/errgroup"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections/register"
)

// Source is what an export reads: an engine, in this process or over a network.
// Its methods are called concurrently. Positions are those that an answer must
// have reached.
type Source interface {
	List(ctx context.Context, q register.Query, least uint64) (register.Page, error)
	// Commits returns everything that was said about the dossier, in order.
	Commits(ctx context.Context, code string, least uint64) ([]eventstore.Commit, error)
	// Procedures returns those after the code, at most so many.
	Procedures(ctx context.Context, after string, most int, least uint64) (domain.ProcedurePage, error)
}

const (
	pageSize  = 1000 // dossiers of a page: the most that a list gives
	chunkSize = 64   // dossiers whose histories are held at a time
	lanes     = 8    // histories that are read at a time
)

// history is one dossier with everything that was said about it; without
// commits where an export is of dossiers alone.
type history struct {
	register.View
	commits []eventstore.Commit
	at      int // how many were before it
	total   int // how many there are, as far as is known
}

// dossiers yields every dossier that the order means, in the order of the codes.
func dossiers(ctx context.Context, src Source, o *Order) iter.Seq2[history, error] {
	return func(yield func(history, error) bool) {
		q := register.Query{Filter: o.Filter, Sort: "code", Limit: pageSize}
		for at := 0; ; {
			page, err := src.List(ctx, q, o.Least)
			if err != nil {
				yield(history{}, err)
				return
			}
			for _, view := range page.Dossiers {
				if !yield(history{View: view, at: at, total: page.Total}, nil) {
					return
				}
				at++
			}
			if q.Cursor = page.Next; q.Cursor == "" {
				return
			}
		}
	}
}

// histories yields them with what was said about each.
func histories(ctx context.Context, src Source, o *Order) iter.Seq2[history, error] {
	return func(yield func(history, error) bool) {
		var chunk []history
		flush := func() bool {
			err := fill(ctx, src, chunk)
			for _, h := range chunk {
				if err == nil && !yield(h, nil) {
					return false
				}
			}
			chunk = chunk[:0]
			return err == nil || yield(history{}, err)
		}
		for h, err := range dossiers(ctx, src, o) {
			if err != nil {
				yield(h, err)
				return
			}
			if chunk = append(chunk, h); len(chunk) == chunkSize && !flush() {
				return
			}
		}
		flush()
	}
}

// fill reads the histories of a few dossiers, several at a time.
func fill(ctx context.Context, src Source, chunk []history) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(lanes)
	for i := range chunk {
		group.Go(func() (err error) {
			chunk[i].commits, err = src.Commits(ctx, string(chunk[i].Code), 0)
			return err
		})
	}
	return group.Wait()
}
