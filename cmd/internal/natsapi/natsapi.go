// Package natsapi is the engine's NATS service: what desk software talks to.
//
// # Wire form
//
// A micro service named dossiers (discovery, version and statistics on $SRV.>)
// with one endpoint for each question. Requests and answers are JSON.
//
//	dossiers.v1.submit      one CloudEvent, or an array of them
//	                        -> {"results":[{"id","code","status","seq","sequence","due","error"}]}
//	dossiers.v1.get         {"code"}        -> the dossier
//	dossiers.v1.history     {"code"}        -> {"code","events":[CloudEvents as the log keeps them]}
//	dossiers.v1.commits     {"code"}        -> {"code","commits":[{"position","events":[...]}]}, the same with positions
//	dossiers.v1.clock       {"code","at"}   -> what its clocks show at the instant; now where at is absent
//	dossiers.v1.list        {"state",...}   -> one page and the cursor of the next
//	dossiers.v1.statistics  {"from","to","by","as_of","late_by","policy",...} -> a report;
//	                        by may cross breakdowns: "field,channel"; more than 100,000
//	                        rows are refused as too-large
//	dossiers.v1.behind      the same, and {"row","column"} -> one page of the list behind a
//	                        number: row is the member cell of its row (none: the total),
//	                        column its name there, such as resolved_late
//	dossiers.v1.report      {"form":"II.06a"|"on-time"|"late-list"|"so-theo-doi","from","to",...}
//	                        {"form":"phieu-kiem-soat","code","at"}
//	dossiers.v1.diff        {"from","to","by","known_at","against","as_of","against_as_of",
//	                        "policy","against_policy","limit",...} -> how two readings of a report differ
//	dossiers.v1.countings   {"name"}        -> the counting policies, every version of each
//	dossiers.v1.scorecards  nothing         -> the scorecards that there are
//	dossiers.v1.scorecard   {"name","from","to","by",...} -> the scores of a period; by agency or unit ranks
//	dossiers.v1.flow        {"analysis":"dwell"|"waits"|"lateness"|"officers"|"outlook","from","to",...}
//	                        -> where the time went; see package flow
//	dossiers.v1.calendar    {"id"}          -> a calendar as it is in force; the default one where id is absent
//	dossiers.v1.due         {"received","limit"|"procedure","channel","case","agency"}
//	                        -> what a desk prints on the receipt
//	dossiers.v1.measure     {"from","to","agency"} -> the working time between
//	dossiers.v1.procedures  {"after","limit"} -> procedures by code, a page of them
//	dossiers.v1.preview     {"calendar":{...}} -> what publishing it would move; writes nothing
//	dossiers.v1.whatif      {"from","to","policy":{...},"calendar":{...},"procedures":[...]}
//	                        -> which verdicts would differ; writes nothing
//	dossiers.v1.alerts      {"receiver","agency","rung","level",...} -> the alerts that fire, a page of them
//	dossiers.v1.why         {"code","receiver"} -> the life of a dossier's alerts, and why the
//	                        receiver was, or was not, told of each
//	dossiers.v1.acknowledge {"alert","actor","until","note"} -> the result of the event
//	dossiers.v1.snooze      {"alert","actor","date","note"} -> the same, until the opening of a working day
//	dossiers.v1.silences    {"ended"}       -> those in force or to come, or all
//	dossiers.v1.silence     {"id","agency",...,"author","reason","until"} -> the result of the event
//	dossiers.v1.silence_preview the same    -> which alerts it would mute; writes nothing
//	dossiers.v1.silence_end {"id","actor","reason"} -> the result of the event
//	dossiers.v1.notices     {"question":"why","receiver","alert"} -> why a receiver was told of an alert
//	                        outside, or was not; "dead" -> the messages that were given up;
//	                        {"question":"resend","notice"} -> one of them is sent again
//	dossiers.v1.health      nothing         -> {"ready","reason","position","version"}
//
// The parameters of a query are those of the HTTP interface, as members of an
// object whose values are strings or numbers. An unknown name is refused. Every
// query takes min_position, the seq of a result that its answer must include; it
// waits for it, and fails with the code not-yet-visible if that takes too long.
//
// get, history, commits, clock, list, statistics, behind, report, scorecard,
// flow, alerts, why and silences take known_at, an instant or a date meaning its end: they are answered as
// they would have been then, by what had been recorded by then. The first question about an instant reads the whole
// log and may take two minutes: wait for it.
//
// An event that is refused has its error in its result. A request that fails as
// a whole is answered with the headers of the micro protocol and the error as
// body:
//
//	Nats-Service-Error-Code: 422
//	Nats-Service-Error: invalid-code
//	{"code":"invalid-code","message":"...","field":"code"}
//
// The number is what HTTP would say. An error 503 has the header Retry-After
// too, in seconds.
//
// # Order
//
// Events about one dossier that come over one connection are decided, and
// answered, in the order in which they were sent, even where the desk does not
// wait in between; requests about different dossiers run side by side. That
// holds for one engine: where several share a cluster, a desk that does not wait
// sends what belongs together as one batch.
//
// # Load
//
// What is in hand is bounded, by number and by bytes, for submits and queries
// apart. Beyond it a request is answered with the error busy; nothing of it was
// decided, and sending it again is safe, as it always is.
package natsapi
