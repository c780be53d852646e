package demo

import (
	"context"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/pause"
)

// pace keeps simulated time in step with real time.
type pace struct {
	speed float64   // simulated days a second; 0: as fast as possible
	from  time.Time // simulated
	began time.Time // real
}

// await returns when the simulated instant has come, or with the context's
// error.
func (p *pace) await(ctx context.Context, at time.Time) error {
	if p.speed <= 0 {
		return ctx.Err()
	}
	days := at.Sub(p.from).Hours() / 24
	return pause.For(ctx, time.Until(p.began.Add(time.Duration(days/p.speed*float64(time.Second)))))
}
