package main

import (
	"runtime"
	"runtime/debug"
)

type versionCmd struct{}

// Help shows an example.
func (versionCmd) Help() string { return "Example:\n  dossier version --json" }

// Run prints the version.
func (versionCmd) Run(out *console) error {
	if out.JSON {
		return out.printJSON(map[string]string{"version": buildVersion(), "go": runtime.Version()})
	}
	out.printf("dossier %s (%s)\n", buildVersion(), runtime.Version())
	return nil
}

// buildVersion returns the module's version, or the commit that it was built
// from.
func buildVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return "0.0.0+" + s.Value[:min(len(s.Value), 12)]
		}
	}
	return "0.0.0"
}
