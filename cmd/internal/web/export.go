package web

import (
	"context"
	"io"
	"mime"
	"net/http"
	"time"
)

// Download is a file that is written while it is sent.
type Download struct {
	MediaType, Name string
	Write           func(context.Context, io.Writer) error
}

// Exporter makes files of the dossiers and of their events.
type Exporter interface {
	// Export reads what is wanted from the words of the query, dates in the zone,
	// of "dossiers" or "events". Its errors are refusals. least is the position
	// that the file must show.
	Export(what string, get func(name string) string, now time.Time, zone *time.Location, least uint64) (Download, error)
}

// export streams a file. One that has begun can't be taken back: a failure cuts
// the connection, so that nobody takes half a file for a whole one.
func (a *api) export(w http.ResponseWriter, r *http.Request) error {
	p, err := parametersOf(r)
	if err != nil {
		return err
	}
	least, err := p.Position()
	if err != nil {
		return err
	}
	d, err := a.Exporter.Export(r.PathValue("what"), p.Get, a.Now(), a.engine.Zone(), least)
	if err != nil {
		return err
	}
	if err := p.Mistyped(); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	defer a.atClosing(ctx, cancel)()
	w.Header().Set("Content-Type", d.MediaType)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": d.Name}))
	err = d.Write(ctx, sending{w})
	if err != nil && ctx.Err() != nil {
		return gone(err) // nobody waits for it, or the server ends
	}
	if err != nil {
		w.Header().Del("Content-Disposition") // where nothing was sent yet a problem is
	}
	return err
}

// sending is a connection whose failures are the client's.
type sending struct{ w http.ResponseWriter }

func (s sending) Write(b []byte) (int, error) {
	n, err := s.w.Write(b)
	return n, gone(err)
}
