// Package eventlog reads the event logs of other systems and turns them into
// domain events: tables (CSV) and process logs (XES) through a mapping, and
// exported logs (NDJSON, one CloudEvent per line) as they are. [Import] sends
// what was read to an engine, which decides on it as on a desk's own events.
// Package national reads and writes the national forms, package export writes
// tables and process logs.
//
// # Use
//
//	mapping, err := eventlog.Load("deployments/mappings/receipt.json", "by-date")
//	items := eventlog.Read(file, eventlog.CSV, mapping)
//	report, err := eventlog.Import(ctx, eventlog.Options{}, items, connection)
//
// # The mapping file
//
// A mapping is data: a JSON object. Times are RFC 3339 where nothing else is
// said.
//
//	name       names the mapping; events have the source urn:import:<name>
//	note       for people
//	zone       IANA zone of instants without an offset; every instant is written in it
//	times      {layouts, dates_at}: layouts as in package time, or "rfc3339";
//	           dates_at is the time of day ("12:00") of a date without one
//	sources    how each format says it: {csv: ..., xes: ...}, see below
//	facts      reference facts published before the dossiers, by kind/id:
//	           {"data": {...}} or {"file": "../calendars/nl.json"}, beside the mapping
//	facts_at   when the facts took effect; they are marked as backdated
//	code       value: the dossier's code; the case id where it is absent
//	backdated  true marks every dossier event as backdated; stops of the clock
//	           need a policy whose tolerance reaches back to them all the same
//	case       rules, by name, that are asked once per case; a column has its
//	           first value in the case that is not empty
//	rows       rules, by name, that are asked once per row
//	unmapped   "report" (default): a row for which no rule holds is refused with
//	           the reason "unmapped"; "ignore": it is passed over
//	variants   by name: a JSON merge patch (RFC 7396) of this mapping. It says
//	           other things under the same ids: import one of them
//
// A source is {columns, optional, empty, delimiter, charset}. columns gives the
// mapping's own name of each column and the name in the log; the rules use the
// former; every source names the same columns, "" is one that it doesn't have.
// Every other column must be in the log, except those listed as optional.
// empty lists texts that stand for nothing. delimiter (CSV) is a comma, charset
// utf-8 (or iso-8859-1) where not said. Three columns mean something: case and
// time are needed; instance, where it is there, names a row within its case.
// In XES an event's attribute has its key as name, a trace's attribute its key
// after "case:"; nested attributes are passed over.
//
// A rule is {when, emit, at, actor, data}. It holds where every condition in
// when does, by column: {"equals": "x"}, {"one_of": [...]}, {"not_one_of": [...]},
// {"empty": false}, {"changed": true} (since the case's last row, by time, in
// which the column was not empty). Every rule that holds emits its event; one
// without emit says that the row is known and means nothing. at is a value, the
// column time where it is absent; a case rule must say it.
//
// A value is any JSON, in which an object with a member column or template is
// replaced by what the row says:
//
//	{"column": "channel"}        the column's text
//	{"template": "H26-{case}"}   columns set into a text; empty if one of them is
//	match                        a pattern whose first group is taken of the text
//	map                          replaces the text by JSON
//	otherwise                    the JSON where the text is empty or not in map
//	as                           text (default), number, instant, date (the local
//	                             date of an instant, at dates_at), or token: a text
//	                             that a subject can carry ("Group 1" is "group-1")
//
// A member whose value is empty is left out.
//
// # Identity and order
//
// An event's id is <case>/<instance or ordinal of the row>/<type>, that of a
// case rule <case>/case/<type>, that of a fact facts/<kind>/<id>; so a second
// import is answered with duplicates. The events of one case come in the order
// in which they took effect, after its submission and its receipt; what took
// effect at the same instant keeps the order of the log, with the case's own
// events last. What lies outside the case's course is sent all the same: the
// engine refuses it, and the report names the line.
package eventlog
