package app

import (
	"context"
	"io"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/engine"
	"github.com/hoso-engine/dossier/cmd/internal/eventlog/export"
	"github.com/hoso-engine/dossier/cmd/internal/web"
)

// exporter makes files of what the engine knows.
type exporter struct{ engine *engine.Engine }

// Export implements [web.Exporter].
func (x exporter) Export(what string, get func(string) string, now time.Time, zone *time.Location, least uint64) (web.Download, error) {
	o, err := export.ParseOrder(what, get, now, zone)
	if err != nil {
		return web.Download{}, err
	}
	o.Least = least
	return web.Download{
		MediaType: o.MediaType(), Name: o.FileName(),
		Write: func(ctx context.Context, to io.Writer) error { return o.Write(ctx, to, x.engine, nil) },
	}, nil
}
