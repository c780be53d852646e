package inquirytest

import (
	"context"

	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
)

// Statistics implements [inquiry.Analyst].
func (e *Engine) Statistics(_ context.Context, q ontime.Query, least uint64) (ontime.Report, error) {
	return reportOf(q), e.ask("statistics %s to %s by %s from %d", q.From, q.To, q.By, least)
}

// reportOf has one row.
func reportOf(q ontime.Query) ontime.Report {
	row := ontime.Row{No: 1, Key: "Dược", Received: 3, Online: 2, Direct: 1, Resolved: 2, Early: 1, Late: 1, Pending: 1, InTime: 1}
	return ontime.Report{Form: ontime.Form, From: q.From, To: q.To, By: "field", Rows: []ontime.Row{row}, Total: row}
}

// Behind implements [inquiry.Analyst].
func (e *Engine) Behind(_ context.Context, q ontime.CellQuery, least uint64) (register.Page, error) {
	page := register.Page{Dossiers: []register.View{{Code: "H38.21-260105-0001"}}, Total: 1}
	return page, e.ask("behind %s of %q by %s, %s to %s, %d of them, from %d", q.Column, q.Row, q.By, q.From, q.To, q.Page.Limit, least)
}
