package export

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"io"
	"maps"
	"os"
	"slices"

	"github.com/hoso-engine/dossier/domain"
)

// ocelWriter writes the events as they come. The dossiers, which are objects,
// wait in a file of their own, since an object that an event speaks of must be
// there even where the dossier has changed meanwhile; the objects that dossiers
// share, as many as the organisation has, wait in memory.
type ocelWriter struct {
	to      *bufio.Writer
	spool   *os.File
	waiting *bufio.Writer // to spool
	shared  map[string]string
	events  int
	objects int
}

// writeOCEL writes events, with the dossier, its procedure and agency, and the
// unit and officer that hold it, as objects.
func writeOCEL(ctx context.Context, to io.Writer, src Source, o *Order, m *meter) (err error) {
	spool, err := os.CreateTemp("", "ocel-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, spool.Close(), os.Remove(spool.Name())) }()
	w := &ocelWriter{
		to: bufio.NewWriterSize(to, 1<<16), spool: spool, waiting: bufio.NewWriterSize(spool, 1<<16),
		shared: make(map[string]string),
	}
	if err := w.types(); err != nil {
		return err
	}
	for h, err := range histories(ctx, src, o) {
		if err != nil {
			return err
		}
		if err := w.dossier(&h, o); err != nil {
			return err
		}
		m.passed(&h)
	}
	return w.end()
}

// types begins the log with what it has events and objects of.
func (w *ocelWriter) types() error {
	var events []ocelType
	for _, t := range domain.Types() {
		if t.Kind() == domain.KindDossier {
			events = append(events, ocelType{string(t), eventAttributes})
		}
	}
	objects := []ocelType{{"dossier", dossierAttributes}}
	for _, name := range []string{"agency", "officer", "procedure", "unit"} {
		objects = append(objects, ocelType{name, nameAttributes})
	}
	for _, part := range []struct {
		before string
		value  any
	}{{`{"eventTypes":`, events}, {",\n\"objectTypes\":", objects}} {
		b, err := marshal(part.value)
		if err != nil {
			return err
		}
		_, _ = w.to.WriteString(part.before) // Flush tells the error
		_, _ = w.to.Write(b)
	}
	_, err := w.to.WriteString(",\n\"events\":[")
	return err
}

// dossier writes a dossier's events, and puts it by.
func (w *ocelWriter) dossier(h *history, o *Order) error {
	begun := false
	err := h.events(o, func(e *domain.Event, row *Event) error {
		begun = true
		return put(w.to, &w.events, w.event(e, row))
	})
	if err != nil || !begun {
		return err
	}
	return put(w.waiting, &w.objects, w.object(h))
}

// put writes an element of an array.
func put(to *bufio.Writer, before *int, element any) error {
	b, err := marshal(element)
	if err != nil {
		return err
	}
	separator := ",\n"
	if *before == 0 {
		separator = "\n"
	}
	*before++
	if _, err := to.WriteString(separator); err != nil {
		return err
	}
	_, err = to.Write(b)
	return err
}

// end writes the objects.
func (w *ocelWriter) end() error {
	_, err := w.to.WriteString("\n],\n\"objects\":[")
	if err := errors.Join(err, w.waiting.Flush()); err != nil {
		return err
	}
	if _, err := w.spool.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if _, err := io.Copy(w.to, w.spool); err != nil {
		return err
	}
	for _, id := range slices.SortedFunc(maps.Keys(w.shared), cmp.Compare) {
		kind := w.shared[id]
		err := put(w.to, &w.objects, ocelObject{
			ID: id, Type: kind, Relations: []ocelRelation{},
			Attributes: values("1970-01-01T00:00:00Z", []string{"name", id[len(kind)+1:]}),
		})
		if err != nil {
			return err
		}
	}
	_, _ = w.to.WriteString("\n]}\n")
	return w.to.Flush()
}
