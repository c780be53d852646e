// Package web is the engine's HTTP interface.
//
// # Wire form
//
//	POST /v1/events              events, see below
//	GET  /v1/dossiers            one page of the list, and the cursor of the next
//	GET  /v1/dossiers/{code}     one dossier
//	GET  /v1/dossiers/{code}/history   {"code","events":[CloudEvents as the log keeps them]}
//	GET  /v1/dossiers/{code}/clock     what its clocks show at ?at=, or now
//	GET  /v1/statistics          form II.06a, the on-time rates, percentiles and ages:
//	                             ?from=&to=&by=&as_of=&late_by=&policy= and the list's filters
//	GET  /v1/statistics/dossiers  one page of the list behind a number, see below
//	GET  /v1/statistics/diff     how a report differs, as known at ?known_at= and ?against=, or by ?policy=
//	                             and ?against_policy=: which figures, which dossiers; JSON or CSV
//	GET  /v1/countings           the counting policies (?name=), every version of each
//	GET  /v1/reports/{form}      II.06a, on-time, late-list, so-theo-doi or phieu-kiem-soat
//	                             (?code=&at=), see below
//	GET  /v1/export/{what}       dossiers or events as a file, streamed: ?format= csv, ndjson, parquet,
//	                             xes, ocel or national, the list's filters, ?from=&to=&type=
//	GET  /v1/scorecards          the scorecards that there are
//	GET  /v1/scorecards/{name}   the scores of a period, as JSON or CSV; ?by=agency or unit ranks
//	GET  /v1/statistics/{analysis}  where the time went: dwell, waits, lateness, officers or
//	                             outlook, as JSON or CSV; see package flow for their parameters
//	GET  /v1/calendar            a calendar (?id=) as it is in force
//	GET  /v1/calendar/due        what a desk prints on a receipt: ?received= and ?limit= or
//	                             ?procedure=&channel=&case=, by the rules of ?agency=
//	GET  /v1/calendar/measure    the working time between ?from= and ?to=
//	POST /v1/calendar/preview    {"calendar":{...}}: what publishing it would move; writes nothing
//	GET  /v1/procedures          procedures by code, a page of them: ?after=&limit=
//	POST /v1/whatif              {"from","to","policy","calendar","procedures"}: which verdicts
//	                             would differ; writes nothing
//	GET  /v1/alerts              the alerts that fire, a page of them: ?receiver=&agency=&rung=&level=...
//	GET  /v1/alerts/why          ?code=&receiver=: the life of a dossier's alerts, and why the
//	                             receiver was, or was not, told of each
//	POST /v1/alerts/{id}/ack     {"actor","until","note"}: acknowledges an alert
//	POST /v1/alerts/{id}/snooze  {"actor","date","note"}: until the opening of a working day
//	GET  /v1/silences            those in force or to come; all with ?ended=true
//	POST /v1/silences            {"id","agency",...,"author","reason","until"}
//	POST /v1/silences/preview    the same: which alerts it would mute; writes nothing
//	POST /v1/silences/{id}/end   {"actor","reason"}
//	GET  /v1/alerts/stream       alerts as they come, as server-sent events, see below
//	GET  /v1/schemas             the event types
//	GET  /v1/schemas/{type}      the JSON Schema of one
//	GET  /metrics /healthz /readyz
//
// Every query takes min_position, the seq of a result that its answer must
// include; it waits for it, and fails with the code not-yet-visible if that takes
// too long. A parameter that is not known, or given twice, is refused: a mistyped
// filter must not widen a list.
//
// # The past
//
// Dossiers, their history and clock, lists, statistics and the lists behind them,
// forms, scores, analyses of time and alerts take known_at, an instant or a date meaning
// its end: they are answered as they would have been then, by what had been
// recorded by then, with the calendars, counting policies and names of then; the
// answer carries known_at in the header Dossier-Known-At, and is otherwise the one
// of then, to the last byte. What is not given is as it was then too: a report
// without as_of counts up to known_at, or to the end of its period. as_of may lie
// after known_at, as it may lie after today: what was not known yet is not in it.
// The whole log is read for the first question about an instant: it may take two
// minutes instead of seconds.
//
// # Events
//
// The content type says what the body holds:
//
//	application/cloudevents+json        one event
//	application/cloudevents-batch+json  an array of events
//	application/json                    either
//	application/x-ndjson                one event a line, as many as there are
//
// One event is answered with its result: 201 and its Location when it was
// accepted now, 200 when it had been before, a problem when it is refused. An
// array is answered with 200 and {"results":[...]}, one for each event. A stream
// is answered with a stream: one line for each event that is not blank, in their
// order, as soon as it is decided; a line that can't be read has a refused
// result. In a stream the lines of one transaction follow each other; they are
// decided when a line of another one, a blank line or the end has come.
//
// # Forms
//
// format is json, csv, xlsx or html; without it the header Accept decides. lang is
// vi, which it is without a word, or en; JSON is the same in both. A page comes
// with a policy that allows its own style and nothing else; the other files come
// to be kept, under a name that says the form and the period.
//
// # Figures and lists
//
// by names a breakdown, or up to four, separated by commas, which are crossed. A
// report of more than 100,000 rows is refused as too-large, before it is counted
// to its end. Every number of a report has its list: the report's member cells is the query
// string that asks for it, with &row= the member cell of the number's row (none
// is the total) and &column= the number's name in the row's JSON, such as
// resolved_late, stopped or overdue_3_5:
//
//	/v1/statistics/dossiers?{cells}&row={cell}&column=resolved_late
//
// The list has as many dossiers as the number says. sort, limit and cursor are
// those of /v1/dossiers.
//
// # Alerts
//
// The stream sends events named alert, their data as in the stream ALERTS, and
// heartbeat: no alert between two heartbeats means that nothing happened. The id
// of an event is the sequence in ALERTS up to which the reader was told; a reader
// that was cut off resumes behind it with Last-Event-ID, or after=. Without
// either the stream begins with what comes next. province, agency, unit, rung and
// receiver narrow it. A stream at rest sends a comment every 15 seconds.
//
// # Errors
//
// Problems of RFC 9457, application/problem+json:
//
//	{"type":"urn:dossier:problem:unknown-dossier","title":"Unknown dossier","status":404,
//	 "detail":"...","code":"unknown-dossier","field":"..."}
//
// code is stable; field is a JSON pointer into the event, or a parameter's name.
package web

import (
	"cmp"
	"log/slog"
	"net/http"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry"
)

const (
	// submitWithin bounds the decision of one request, or of one piece of a
	// stream.
	submitWithin = time.Minute

	// readWithin bounds the arrival of a body that is no stream.
	readWithin = time.Minute

	// defaultMaxBody holds a whole day's batch.
	defaultMaxBody = 8 << 20
)

// Options are the interface's choices. The zero value of every field is a
// working default.
type Options struct {
	Version string
	// Logger receives failures, and a line for each request at level debug,
	// never with a query's text; nil discards them.
	Logger *slog.Logger
	// MaxBody limits the body of one event or batch, in bytes; of a stream it
	// limits one transaction. 0: 8 MiB.
	MaxBody int64
	// QueryWithin bounds a query's wait for its min_position. 0: 5 s.
	QueryWithin time.Duration
	// StreamIdle is how long a stream may stay silent. 0: 1 min.
	StreamIdle time.Duration
	// Closing is closed when the server begins to shut down: streams, which could
	// go on for ever, end. nil: they end with their requests' contexts.
	Closing <-chan struct{}
	// Alerts is what /v1/alerts/stream reads; nil: there is none.
	Alerts Alerts
	// Snapshot says in /readyz what is known of the snapshot that the engine began
	// with; empty for none. nil: nothing is said.
	Snapshot func() string
	// Metrics serves /metrics; nil: there is none.
	Metrics http.Handler
	// Exporter makes files; nil: there are none.
	Exporter Exporter
	// Now is the instant at which a report says it was made. nil: time.Now.
	Now func() time.Time
}

// api is the interface of one engine.
type api struct {
	engine inquiry.Engine
	Options
	mux  *http.ServeMux
	room *room
}

// New returns the engine's HTTP interface. Time-outs of connections are those of
// the server that it runs in.
func New(e inquiry.Engine, o Options) http.Handler {
	o.MaxBody = cmp.Or(o.MaxBody, defaultMaxBody)
	o.QueryWithin = cmp.Or(o.QueryWithin, 5*time.Second)
	o.StreamIdle = cmp.Or(o.StreamIdle, time.Minute)
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	o.Logger = o.Logger.With("component", "web")
	if o.Now == nil {
		o.Now = time.Now
	}
	a := &api{engine: e, Options: o, mux: http.NewServeMux(), room: newRoom(o.MaxBody)}
	a.routes()
	return a
}

func (a *api) routes() {
	a.handle("POST /v1/events", a.events)
	a.handle("GET /v1/dossiers", a.recalling(inquiry.List))
	a.handle("GET /v1/dossiers/{code}", a.about(inquiry.Dossier))
	a.handle("GET /v1/dossiers/{code}/history", a.about(inquiry.History))
	a.handle("GET /v1/dossiers/{code}/clock", a.about(inquiry.Clock))
	a.handle("GET /v1/statistics", a.recalling(inquiry.Statistics))
	a.handle("GET /v1/statistics/dossiers", a.recalling(inquiry.Behind))
	a.handle("GET /v1/statistics/diff", a.diff)
	a.handle("GET /v1/statistics/{analysis}", a.flow)
	a.handle("GET /v1/countings", a.asking(inquiry.Countings(a.engine)))
	a.handle("GET /v1/reports/{form}", a.report)
	a.reckoning()
	if a.Exporter != nil {
		a.handle("GET /v1/export/{what}", a.export)
	}
	a.scoring()
	a.supervision()
	a.handle("GET /v1/schemas", a.schemas)
	a.handle("GET /v1/schemas/{type}", a.schema)
	a.handle("GET /healthz", a.healthz)
	a.handle("GET /readyz", a.readyz)
	if a.Alerts != nil {
		a.handle("GET /v1/alerts/stream", a.alertStream)
	}
	if a.Metrics != nil {
		a.mux.Handle("GET /metrics", a.Metrics)
	}
}

// handle routes the pattern to a handler that returns its error instead of
// writing it.
func (a *api) handle(pattern string, h resource) {
	a.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			a.fail(w.(*response), r, err)
		}
	})
}

// ServeHTTP answers one request.
func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	began := time.Now()
	header := w.Header()
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	header.Set("Referrer-Policy", "no-referrer")
	res := &response{ResponseWriter: w}
	handler, route := a.mux.Handler(r)
	defer a.finish(res, r, route, began)
	if route == "" {
		a.fail(res, r, unrouted(handler, r))
		return
	}
	a.mux.ServeHTTP(res, r)
}

// finish logs the request, and answers it where the handler panicked. The route
// is logged, not the path, and no parameter: they may hold what people typed.
func (a *api) finish(res *response, r *http.Request, route string, began time.Time) {
	if p := recover(); p != nil {
		a.panicked(res, r, p)
	}
	a.Logger.Debug("request", "method", r.Method, "route", route, "status", res.status,
		"bytes", res.bytes, "took", time.Since(began))
}
