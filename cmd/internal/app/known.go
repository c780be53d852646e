package app

import (
	"context"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/natsapi"
	"github.com/hoso-engine/dossier/cmd/internal/web"
)

// webEngine and natsEngine are the engine as each interface asks it: what was
// known in the past is an engine too, and each names it in its own words.
type (
	webEngine  struct{ overseer }
	natsEngine struct{ overseer }
)

// KnownAt implements [web.Historian].
func (e webEngine) KnownAt(ctx context.Context, at time.Time, least uint64) (web.Knowledge, error) {
	return e.Engine.KnownAt(ctx, at, least)
}

// KnownAt implements [natsapi.Historian].
func (e natsEngine) KnownAt(ctx context.Context, at time.Time, least uint64) (natsapi.Knowledge, error) {
	return e.Engine.KnownAt(ctx, at, least)
}
