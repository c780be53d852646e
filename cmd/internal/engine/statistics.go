package engine

import (
	"cmp"
	"context"

	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
)

// Behind returns a page of the dossiers that a number of a report counts.
func (e *Engine) Behind(ctx context.Context, q ontime.CellQuery, least uint64) (page register.Page, err error) {
	var refused error
	err = e.Runner.Read(ctx, least, func() {
		var counts *register.Matcher
		if counts, refused = ontime.Behind(e.Table.Columns(), q.Query, q.Cell); refused == nil {
			page = e.Table.ListOf(q.Page, counts)
		}
	})
	return page, cmp.Or(err, refused)
}
