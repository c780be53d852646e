// Package deployments carries the data files that the binary ships: calendars,
// policies and mappings of other systems' event logs. They are data; a province
// changes them by events, never by a new binary.
package deployments

import "embed"

// Files holds calendars/*.json, mappings/*.json, policies/*.json (how dues are
// set) and policies/counting/*.json (how dossiers are counted).
//
//go:embed calendars/*.json mappings/*.json policies/*.json policies/counting/*.json
var Files embed.FS
