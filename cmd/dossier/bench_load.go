package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/bench"
)

type benchSubmitCmd struct {
	benchFlags
	Desks    []int       `help:"Desks that post at once, each one dossier after another; several numbers are measured in turn." default:"1,64"`
	Sync     []string    `help:"Durability: always, or an interval such as 2m; several are measured in turn." default:"always"`
	Via      []bench.Via `help:"How desks reach the engine: engine (in the process), nats, http." default:"engine"`
	Dossiers int         `help:"Dossiers in each run, about six submits each." default:"1000"`
	NATS     string      `name:"nats" help:"Measure the running engine at this NATS address." placeholder:"URL" xor:"running"`
	URL      string      `name:"url" help:"Measure the running engine at this HTTP address." placeholder:"URL" xor:"running"`
}

// Run measures and prints.
func (b *benchSubmitCmd) Run(ctx context.Context, out *console) error {
	for _, via := range b.Via {
		if via != bench.ViaEngine && via != bench.ViaNATS && via != bench.ViaHTTP {
			return &usageError{fmt.Errorf("--via %q is not engine, nats or http", via)}
		}
	}
	if b.Dossiers < 1 {
		return &usageError{fmt.Errorf("--dossiers %d is less than one", b.Dossiers)}
	}
	for _, desks := range b.Desks {
		if desks < 1 {
			return &usageError{fmt.Errorf("--desks %d is less than one", desks)}
		}
	}
	r, err := bench.Submit(ctx, bench.SubmitOptions{
		Options: b.options(out), Desks: b.Desks, Sync: b.Sync, Via: b.Via, Dossiers: b.Dossiers, NATS: b.NATS, HTTP: b.URL,
	})
	return b.print(out, r, err)
}

type benchImportCmd struct {
	benchFlags
	Dossiers int    `help:"Dossiers in the file, about eight events each." default:"10000"`
	Sync     string `help:"Durability: always, or an interval such as 2m." default:"always"`
}

// Run measures and prints.
func (b *benchImportCmd) Run(ctx context.Context, out *console) error {
	r, err := bench.Import(ctx, bench.ImportOptions{Options: b.options(out), Dossiers: b.Dossiers, Sync: b.Sync})
	return b.print(out, r, err)
}

type benchAlertsCmd struct {
	benchFlags
	Deadlines int    `help:"Deadlines that break." default:"100000"`
	Sync      string `help:"Durability: always, or an interval such as 2m." default:"2m"`
}

// Run measures and prints.
func (b *benchAlertsCmd) Run(ctx context.Context, out *console) error {
	if b.Deadlines < 1 {
		return &usageError{fmt.Errorf("--deadlines %d is less than one", b.Deadlines)}
	}
	r, err := bench.Alerts(ctx, bench.AlertOptions{Options: b.options(out), Deadlines: b.Deadlines, Sync: b.Sync})
	return b.print(out, r, err)
}

type benchDayCmd struct {
	benchFlags
	Dossiers int           `help:"Dossiers that are received, treated and returned on the day, about ten events each." default:"20000"`
	Peak     float64       `help:"Rate of the two peaks, times the mean." default:"10"`
	Speed    string        `help:"How many times as fast as the day of eight hours; max for as fast as can be." default:"60"`
	Sync     string        `help:"Durability: always, or an interval such as 2m." default:"always"`
	Rest     time.Duration `help:"How long the engine is watched before, when nothing happens." default:"10s"`
}

// Run measures and prints.
func (b *benchDayCmd) Run(ctx context.Context, out *console) error {
	speed := 0.
	if b.Speed != "max" {
		var err error
		if speed, err = strconv.ParseFloat(b.Speed, 64); err != nil || !(speed > 0) {
			return &usageError{fmt.Errorf("--speed %q is neither max nor a number above 0", b.Speed)}
		}
	}
	r, err := bench.Day(ctx, bench.DayOptions{
		Options: b.options(out), Dossiers: b.Dossiers, Peak: b.Peak, Speed: speed, Sync: b.Sync, Rest: b.Rest,
	})
	return b.print(out, r, err)
}

type benchGrowthCmd struct {
	benchFlags
	Sizes   []int  `help:"Dossiers in each log." default:"10000,100000,1000000"`
	Submits int    `help:"Dossiers that are submitted to each in a run." default:"500"`
	CSV     string `name:"csv" help:"Write the table to this file." type:"path" placeholder:"FILE"`
	SVG     string `name:"svg" help:"Draw the figures into this file." type:"path" placeholder:"FILE"`
}

// Run measures, prints and draws.
func (b *benchGrowthCmd) Run(ctx context.Context, out *console) error {
	if len(b.Sizes) == 0 || b.Submits < 1 {
		return &usageError{fmt.Errorf("--sizes and --submits name nothing to measure")}
	}
	r, err := bench.Growth(ctx, bench.GrowthOptions{Options: b.options(out), Sizes: b.Sizes, Submits: b.Submits})
	if err := b.print(out, r, err); err != nil {
		return err
	}
	for _, file := range []struct {
		name  string
		write func(io.Writer) error
	}{{b.CSV, r.Tables[0].WriteCSV}, {b.SVG, r.Tables[0].WriteSVG}} {
		if file.name == "" {
			continue
		}
		if err := writeTo(file.name, file.write); err != nil {
			return err
		}
	}
	return nil
}
