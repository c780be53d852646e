// Package deployments carries the data files that the binary ships: calendars,
// policies, scorecards, mappings of other systems' event logs and the texts of
// alerts. They are data; a province changes them by events or files of its own,
// never by a new binary.
package deployments

import "embed"

// Files holds calendars/*.json, mappings/*.json, messages/*.json, policies/*.json
// (how dues are set), policies/counting/*.json (how dossiers are counted) and
// scorecards/*.json.
//
//go:embed calendars/*.json mappings/*.json messages/*.json policies/*.json policies/counting/*.json scorecards/*.json
var Files embed.FS
