package domain

import (
	"net/url"
	"reflect"
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/hoso-engine/dossier/domain/internal/wire"
)

// stored is how the events of a type lie in the log.
type stored struct {
	typ    Type
	make   func() Data
	schema string // what follows on the type, up to the data's form
	data   wire.Form
}

// layouts are those of every type, dataLayouts the same by the struct of their data.
var (
	layouts     = storedForms()
	dataLayouts = byData(layouts)
)

func storedForms() map[Type]*stored {
	all := make(map[Type]*stored, len(forms))
	for t, f := range forms {
		all[t] = &stored{
			typ: t, make: f.make, data: wire.Of(reflect.TypeOf(f.make()).Elem()),
			schema: `,"datacontenttype":"application/json","dataschema":"` + string(t) + "/" + strconv.Itoa(f.version) + `"`,
		}
	}
	return all
}

func byData(layouts map[Type]*stored) map[reflect.Type]*stored {
	by := make(map[reflect.Type]*stored, len(layouts))
	for _, l := range layouts {
		by[reflect.TypeOf(l.make())] = l
	}
	return by
}

// layoutOf returns how an event with that data lies in the log; nil for no data.
func layoutOf(data Data) *stored { return dataLayouts[reflect.TypeOf(data)] }

// AppendJSON appends the event's wire form, see [CloudEvent]. previous is the hash
// that a commit's first event carries; empty for the others, and for an event
// that is not in the log. texts may hold the form of the data, which is used up then;
// they may be nil.
func (e *Event) AppendJSON(dst []byte, previous string, texts *Texts) ([]byte, error) {
	layout := layoutOf(e.Data)
	if layout == nil || layout.typ != e.Type {
		return dst, refuse(CodeInvalidField, "/data", "data is not that of %s", e.Type)
	}
	w := writer{dst: append(dst, `{"specversion":"1.0"`...)}
	w.text(`,"id":`, e.ID)
	w.text(`,"source":`, e.Source)
	w.text(`,"type":`, string(e.Type))
	w.text(`,"subject":`, e.Subject)
	w.time(`,"time":`, e.At)
	w.dst = append(w.dst, layout.schema...)
	w.given(`,"actor":`, e.Actor)
	w.given(`,"transaction":`, e.Transaction)
	if e.Backdated {
		w.dst = append(w.dst, `,"backdated":true`...)
	}
	if !e.RecordedAt.IsZero() {
		w.time(`,"recordedtime":`, e.RecordedAt)
	}
	if e.Sequence != 0 {
		w.dst = strconv.AppendInt(append(w.dst, `,"sequence":`...), int64(e.Sequence), 10)
	}
	w.given(`,"prevhash":`, previous)
	w.dst = append(w.dst, `,"data":`...)
	if text := texts.of(e); text != nil {
		w.dst = append(w.dst, text...)
	} else {
		w.keep(layout.data.Append(w.dst, e.Data))
	}
	w.dst = append(w.dst, '}')
	return w.dst, w.err
}

// MarshalJSON returns the event's wire form.
func (e Event) MarshalJSON() ([]byte, error) { return e.AppendJSON(nil, "", nil) }

// writer appends members and keeps the first error.
type writer struct {
	dst []byte
	err error
}

func (w *writer) text(label, value string) {
	w.keep(jsontext.AppendQuote(append(w.dst, label...), value))
}

// given appends a text that is not empty.
func (w *writer) given(label, value string) {
	if value != "" {
		w.text(label, value)
	}
}

func (w *writer) time(label string, at time.Time) {
	w.keep(wire.AppendTime(append(w.dst, label...), at))
}

func (w *writer) keep(dst []byte, err error) {
	w.dst = dst
	if w.err == nil {
		w.err = err
	}
}

// StoredReader reads events as [Event.AppendJSON] writes them, many times faster
// than by way of a [CloudEvent]. It is used by one goroutine at a time.
type StoredReader struct {
	in     wire.Input // kept here, since a new one would take memory every time
	source string     // the last that was found to be a URI reference
}

// NewStoredReader returns a reader.
func NewStoredReader() *StoredReader {
	return &StoredReader{in: wire.Input{Words: wire.NewWords()}}
}

// Read reads a JSON array of events and the hash that the first of them carries.
// Of a body that is not written as the engine writes it now, and of one with a
// wrong value, it reports false: it is to be read by way of [CloudEvent.Event],
// which understands every form and says what is wrong.
func (r *StoredReader) Read(body []byte) (events []Event, previous string, ok bool) {
	in := &r.in
	in.Rest, in.Said = body, false
	events = make([]Event, 0, 2) // what was said, and most often what follows from it
	// Whoever keeps the reader does not keep the body.
	defer func() { in.Rest = nil }()
	for more := in.Is("["); more; more = in.Is(",") {
		events = append(events, Event{})
		e := &events[len(events)-1]
		e.Subject = events[0].Subject // most likely
		hash, whole := r.event(in, e)
		if !whole {
			return nil, "", false
		}
		if len(events) == 1 {
			previous = hash
		}
	}
	return events, previous, len(events) > 0 && in.Is("]") && len(in.Rest) == 0
}

// ReadSaid reads one event of a dossier as [ParseEvent] does, but that it takes what
// the engine adds to an event, and events of the engine's own: an exported log holds
// them. Of an event that is not written as the engine writes it, and of one with a
// wrong value, it reports false, as of a reference fact: [ParseEvent] is to read it.
func (r *StoredReader) ReadSaid(body []byte) (e Event, ok bool) {
	in := &r.in
	in.Rest, in.Said = body, true
	defer func() { in.Rest = nil }() // as Read
	_, ok = r.event(in, &e)
	return e, ok && len(in.Rest) == 0 && e.Type.Kind() == KindDossier
}

// event reads one event, whose subject may be set to what it will most likely be,
// and the hash that it carries.
func (r *StoredReader) event(in *wire.Input, e *Event) (previous string, ok bool) {
	var typ, subject []byte
	named := in.Is(`{"specversion":"1.0","id":`) && in.Text(&e.ID) &&
		in.Is(`,"source":`) && in.Word(&e.Source) &&
		in.Is(`,"type":`) && in.Bytes(&typ) &&
		in.Is(`,"subject":`) && in.Bytes(&subject) &&
		in.Is(`,"time":`) && readTime(in, &e.At)
	if !named {
		return "", false
	}
	if e.Subject != string(subject) {
		e.Subject = string(subject)
	}
	layout := layouts[Type(typ)]
	if layout == nil || !in.Is(layout.schema) {
		return "", false
	}
	e.Type, e.Data = layout.typ, layout.make()
	if !readExtensions(in, e) || in.Is(`,"prevhash":`) && !in.Text(&previous) ||
		!in.Is(`,"data":`) || !layout.data.Read(in, e.Data) || !in.Is("}") {
		return "", false
	}
	return previous, r.sound(e) && e.check() == nil
}

// readExtensions reads the attributes that an event may have.
func readExtensions(in *wire.Input, e *Event) bool {
	ok := !in.Is(`,"actor":`) || in.Word(&e.Actor)
	ok = ok && (!in.Is(`,"transaction":`) || in.Text(&e.Transaction))
	e.Backdated = ok && in.Is(`,"backdated":true`)
	ok = ok && (!in.Is(`,"recordedtime":`) || readTime(in, &e.RecordedAt))
	return ok && (!in.Is(`,"sequence":`) || in.Number(&e.Sequence))
}

// readTime reads an instant as parseTime does.
func readTime(in *wire.Input, into *time.Time) bool {
	if !in.Time(into) || !within(*into) {
		return false
	}
	if into.Nanosecond()%int(time.Millisecond) != 0 {
		*into = into.Truncate(time.Millisecond)
	}
	return true
}

// sound checks the attributes as a CloudEvent's are checked.
func (r *StoredReader) sound(e *Event) bool {
	if max(len(e.ID), len(e.Source), len(e.Actor), len(e.Transaction)) > maxAttribute {
		return false
	}
	if e.Source == r.source || e.Source == EngineSource {
		return true
	}
	if _, err := url.Parse(e.Source); err != nil {
		return false
	}
	r.source = e.Source
	return true
}
