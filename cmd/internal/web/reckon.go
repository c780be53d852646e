package web

import "github.com/hoso-engine/dossier/cmd/internal/inquiry"

// mostProcedures is how many procedures a page holds at most.
const mostProcedures = 1000

// reckoning routes what the calendars, policies and procedures make of dates. A
// preview writes nothing, as all of them: it is a POST for what is in its body.
func (a *api) reckoning() {
	a.handle("GET /v1/calendar", a.asking(inquiry.Calendar(a.engine)))
	a.handle("GET /v1/calendar/due", a.asking(inquiry.Due(a.engine)))
	a.handle("GET /v1/calendar/measure", a.asking(inquiry.Measure(a.engine)))
	a.handle("POST /v1/calendar/preview", a.document(inquiry.PreviewCalendar(a.engine)))
	a.handle("GET /v1/procedures", a.asking(inquiry.Procedures(a.engine, mostProcedures)))
	a.handle("POST /v1/whatif", a.document(inquiry.WhatIf(a.engine)))
}
