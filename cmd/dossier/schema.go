package main

import (
	"fmt"

	"github.com/hoso-engine/dossier/domain"
)

type schemaCmd struct {
	Type string `arg:"" optional:"" help:"Event type; the types are listed where it is absent."`
}

// Help shows an example.
func (schemaCmd) Help() string { return "Example:\n  dossier schema dossier.received" }

// Run prints a schema, or the types.
func (s *schemaCmd) Run(out *console) error {
	if s.Type == "" {
		for _, t := range domain.Types() {
			out.printf("%s\n", t)
		}
		return nil
	}
	schema, err := domain.Schema(domain.Type(s.Type))
	if err != nil {
		return &usageError{fmt.Errorf("type %q is not known", s.Type)}
	}
	out.printf("%s\n", schema)
	return nil
}
