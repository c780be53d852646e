package natsapi_test

import (
	"context"

	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/ontime/forms"
)

func (e *engine) Form(_ context.Context, q forms.Query, least uint64) (forms.Form, error) {
	return forms.Report{Report: ontime.Report{Form: string(q.Name)}}, e.ask("form %s %s to %s of %s%s from %d", q.Name, q.From, q.To, q.Filter.Agency, q.Code, least)
}
