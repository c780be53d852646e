// Package procedurefile reads administrative procedures and their time limits
// from tables (CSV) and makes the events that publish or amend them.
//
// # The mapping file
//
// Which column says what is data, a JSON object:
//
//	name         of the mapping; events have the source urn:import:<name>
//	note         for people
//	procedures   {columns, authorities, separator}: columns gives the table's name of
//	             code, name and field, and of authority, service_level and decision
//	             where it has them; authorities translates the words of authority,
//	             several of which may stand in a cell, apart by the separator
//	limits       {columns, channels, units, no_deadline}: columns gives the table's
//	             name of code, channel, value and unit, and of case where it has one;
//	             channels and units translate their words; no_deadline gives the words
//	             of unit that say no limit, each with what that means
//
// # What becomes of a limit
//
// Each line of the table of limits is loaded, or repeats an earlier one, or says
// that there is no deadline, or is refused with a reason: [Line]. Where the table
// names no cases, a channel's first limit holds for dossiers that name none, and
// each further one is a case named as the limit is written ("30day").
//
// # Identity
//
// The id of an event is <code>/<version>/<hash of the form>: an import can be run
// again. A procedure that is in force as the table says it is left alone; one
// that differs is amended: what the table doesn't speak of (steps, stop, ...)
// stays as it is in force.
package procedurefile
