// Package export writes dossiers and their events in the forms in which analysts
// and auditors read them: tables (CSV, NDJSON, Parquet), event logs of process
// mining (XES, OCEL 2.0) and the national forms.
//
// # Forms
//
//	csv       UTF-8 with a byte order mark, so that a spreadsheet reads it; a header;
//	          instants RFC 3339; a text that would be taken for a formula begins with '
//	ndjson    one JSON object per line
//	parquet   typed columns, instants in UTC to the millisecond, zstd
//	xes       IEEE 1849-2016: a trace per dossier, an event per event; concept:name is
//	          the step that a transfer begins, else the event's type; see xes.go
//	ocel      OCEL 2.0 JSON: objects of the types dossier, procedure, agency, unit and
//	          officer; see ocel.go
//	national  DongBoHoSoMC, or CapNhatTienDoHoSoMC for events
//
// The rows of dossiers are those of the list ([register.View]), column by column
// under the same names. The rows of events are [Event]s: dossier by dossier, in
// the order of the dossier's code, each dossier's in the log's order. XES, OCEL
// and the national forms are of dossiers and events alike: the filter chooses the
// dossiers, the period and the types choose events.
//
// # What is not in them
//
// Personal data: of an applicant nothing but the opaque reference is written,
// whatever the log holds. Reference facts: dossier replay has them.
//
// # Memory
//
// An export is streamed: it holds a page of the list, the histories of a few
// dossiers, and of Parquet one row group, however many dossiers there are. A
// dossier that changes meanwhile is exported as it is when its turn comes.
package export
