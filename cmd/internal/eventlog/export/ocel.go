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
	"strconv"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// The structs of this file are OCEL 2.0 JSON (www.ocel-standard.org/2.0). Values
// are strings whatever their type, as its schema asks.
type (
	ocelType struct {
		Name       string          `json:"name"`
		Attributes []ocelAttribute `json:"attributes"`
	}
	ocelAttribute struct {
		Name string `json:"name"`
		Type string `json:"type"`
	}
	ocelValue struct {
		Name  string `json:"name"`
		Value string `json:"value"`
		Time  string `json:"time,omitzero"` // of an object's value
	}
	ocelRelation struct {
		Object    string `json:"objectId"`
		Qualifier string `json:"qualifier"`
	}
	ocelEvent struct {
		ID         string         `json:"id"`
		Type       string         `json:"type"`
		Time       string         `json:"time"`
		Attributes []ocelValue    `json:"attributes"`
		Relations  []ocelRelation `json:"relationships"`
	}
	ocelObject struct {
		ID         string         `json:"id"`
		Type       string         `json:"type"`
		Attributes []ocelValue    `json:"attributes"`
		Relations  []ocelRelation `json:"relationships"`
	}
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

// eventAttributes are what every event says; objects of a type say what
// dossierAttributes and nameAttributes list.
var (
	eventAttributes = []ocelAttribute{
		{"activity", "string"},
		{"actor", "string"},
		{"sequence", "integer"},
		{"position", "integer"},
		{"recordedtime", "time"},
		{"state", "string"},
		{"due", "time"},
		{"backdated", "boolean"},
		{"data", "string"},
	}
	dossierAttributes = []ocelAttribute{
		{"channel", "string"},
		{"field", "string"},
		{"state", "string"},
		{"standing", "string"},
		{"verdict", "string"},
		{"received", "time"},
		{"due", "time"},
		{"completed", "time"},
		{"returned", "time"},
	}
	nameAttributes = []ocelAttribute{{"name", "string"}}
)

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

// event makes an event. It is of the dossier, for its procedure, by the agency
// that owns the promise, and at the unit and officer that hold the dossier after
// it.
func (w *ocelWriter) event(e *domain.Event, row *Event) ocelEvent {
	backdated := ""
	if row.Backdated {
		backdated = "true"
	}
	return ocelEvent{
		ID: row.Code + "/" + strconv.Itoa(row.Sequence), Type: row.Type, Time: row.Time.Format(time.RFC3339Nano),
		Attributes: values("", []string{
			"activity", activity(e), "actor", row.Actor, "sequence", strconv.Itoa(row.Sequence),
			"position", strconv.FormatUint(row.Position, 10), "recordedtime", moment(row.RecordedTime),
			"state", row.State, "due", moment(row.Due), "backdated", backdated, "data", string(row.Data),
		}),
		Relations: slices.Concat(
			[]ocelRelation{{"dossier:" + row.Code, "of"}},
			w.relate("procedure", row.Procedure, "for"), w.relate("agency", row.Agency, "by"),
			w.relate("unit", row.Unit, "at"), w.relate("officer", row.Officer, "held by"),
		),
	}
}

// relate refers to a shared object, and remembers to write it.
func (w *ocelWriter) relate(kind, name, qualifier string) []ocelRelation {
	if name == "" {
		return nil
	}
	id := kind + ":" + name
	w.shared[id] = kind
	return []ocelRelation{{id, qualifier}}
}

// object makes the dossier as it is now.
func (w *ocelWriter) object(h *history) ocelObject {
	v := &h.View
	began := v.Submitted
	if began.IsZero() {
		began = v.Received
	}
	if began.IsZero() {
		began = v.Ended
	}
	return ocelObject{
		ID: "dossier:" + string(v.Code), Type: "dossier",
		Attributes: values(began.Format(time.RFC3339Nano), []string{
			"channel", string(v.Channel), "field", v.Field, "state", v.State.String(), "standing", v.Standing.String(),
			"verdict", v.Verdict.String(), "received", moment(v.Received), "due", moment(v.Due),
			"completed", moment(v.Completed), "returned", moment(v.Returned),
		}),
		Relations: slices.Concat([]ocelRelation{},
			w.relate("procedure", v.Procedure, "asks for"), w.relate("agency", v.Agency, "belongs to"),
			w.relate("unit", v.Unit, "lies at"), w.relate("officer", v.Officer, "lies with"),
		),
	}
}

// values makes the attributes of names and values, one after the other; empty
// ones are left out.
func values(at string, pairs []string) []ocelValue {
	list := []ocelValue{}
	for pair := range slices.Chunk(pairs, 2) {
		if pair[1] != "" {
			list = append(list, ocelValue{pair[0], pair[1], at})
		}
	}
	return list
}

// moment prints an instant; the zero time is empty.
func moment(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Format(time.RFC3339Nano)
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
