package export

import (
	"context"
	"io"

	"github.com/hoso-engine/dossier/cmd/internal/eventlog/national"
	"github.com/hoso-engine/dossier/domain"
)

// writeNational writes DongBoHoSoMC, or for an order of events
// CapNhatTienDoHoSoMC. A period chooses among dossiers only: a step is what was
// left of an event.
func writeNational(ctx context.Context, to io.Writer, src Source, o *Order, m *meter) error {
	names, err := namesOf(ctx, src, o.Least)
	if err != nil {
		return err
	}
	service := national.ServiceDossiers
	if o.What == Events {
		service = national.ServiceSteps
	}
	w, err := national.NewWriter(to, service)
	if err != nil {
		return err
	}
	for h, err := range histories(ctx, src, o) {
		if err != nil {
			return err
		}
		if o.came(&h.View) {
			if err := writeDossier(w, &h, o, names); err != nil {
				return err
			}
		}
		m.passed(&h)
	}
	return w.Close()
}

func writeDossier(w *national.Writer, h *history, o *Order, names national.Names) error {
	var events []domain.Event
	for _, c := range h.commits {
		events = append(events, c.Events...)
	}
	record, steps := national.Render(events, names)
	if o.What == Dossiers {
		return w.Write(record)
	}
	for _, step := range steps {
		if err := w.Write(step); err != nil {
			return err
		}
	}
	return nil
}

// namesOf returns the names of the procedures and fields that are published.
func namesOf(ctx context.Context, src Source, least uint64) (national.Names, error) {
	names := national.Names{Procedures: make(map[string]string), Fields: make(map[string]string)}
	for after := ""; ; {
		page, err := src.Procedures(ctx, after, pageSize, least)
		if err != nil {
			return names, err
		}
		for i := range page.Procedures {
			p := &page.Procedures[i]
			names.Procedures[p.Code], names.Fields[p.Field] = p.Name, p.FieldName
		}
		if after = page.Next; after == "" {
			return names, nil
		}
	}
}
