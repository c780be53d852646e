package natsapi_test

import (
	"context"

	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
)

func (e *engine) Behind(_ context.Context, q ontime.CellQuery, least uint64) (register.Page, error) {
	page := register.Page{Dossiers: []register.View{{Code: "H38.21-260105-0001"}}, Total: 1}
	return page, e.ask("behind %s of %q by %s, %s to %s, %d of them, from %d", q.Column, q.Row, q.By, q.From, q.To, q.Page.Limit, least)
}
