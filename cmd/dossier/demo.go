package main

import (
	"context"
	"errors"

	"github.com/hoso-engine/dossier/cmd/internal/demo"
)

type demoCmd struct {
	Once     bool    `help:"End after the report instead of serving on."`
	Speed    float64 `help:"Simulated days a second; 0 for as fast as possible." default:"6"`
	Seed     uint64  `help:"What the play is drawn from: the same seed, the same events." default:"1"`
	Months   int     `help:"How long it lasts, from 2025-06-02 on (1 to 18)." default:"10"`
	Dossiers int     `help:"How many dossiers are handed in." default:"1300"`
	Data     string  `help:"Keep the log in this directory; it must hold no dossiers. A temporary one, removed at the end, where it is absent." type:"path" placeholder:"DIR"`
	NATSPort int     `name:"nats-port" help:"Port of the embedded broker; -1 for any free one." default:"-1"`
	HTTP     string  `name:"http" help:"Address of the HTTP service; empty for none." default:"127.0.0.1:0"`
}

// Help shows examples.
func (demoCmd) Help() string {
	return `Everything in it is made up. Without --once it serves on, with the clock running from where the play ended, until it is interrupted.

Examples:
  dossier demo
  dossier demo --speed 1
  dossier demo --once --speed 0
  dossier demo --once --speed 0 --seed 7 --dossiers 5000 --json`
}

// Run plays the demonstration.
func (d *demoCmd) Run(ctx context.Context, out *console) error {
	err := demo.Run(ctx, demo.Options{
		Seed: d.Seed, Months: d.Months, Dossiers: d.Dossiers, Speed: d.Speed, Once: d.Once,
		Data: d.Data, NATSPort: d.NATSPort, HTTP: d.HTTP, Version: buildVersion(),
		Stdout: out.Stdout, Stderr: out.Stderr, JSON: out.JSON, Terminal: out.Terminal,
	})
	if errors.Is(err, demo.ErrUsage) {
		return &usageError{err}
	}
	return err
}
