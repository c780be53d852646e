package national

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/hoso-engine/dossier/cmd/internal/eventlog"
)

// place is where a record stands.
type place struct {
	file string
	line int
}

// placed is one record of a file: a dossier, a step, or why it is neither.
type placed struct {
	place
	dossier *Record
	step    *Step
	err     error
}

// maxDepth is how deep records may lie in envelopes: an envelope in an array in
// an envelope is more than anyone sends.
const maxDepth = 4

// decoder reads the records of one file.
type decoder struct {
	file  string
	text  []byte
	seen  int64 // of the text, up to the line
	line  int
	found func(placed)
}

// decode reads a whole file and hands on its records. A file that is not JSON to
// its end is an error, after what was read.
func decode(name string, r io.Reader, found func(placed)) error {
	plain, err := eventlog.Plain(r)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	text, err := io.ReadAll(plain)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	d := &decoder{file: name, text: text, line: 1, found: found}
	values := jsontext.NewDecoder(bytes.NewReader(text))
	for {
		value, err := values.ReadValue()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s, line %d: %w", name, d.lineAt(values.InputOffset()), err)
		}
		d.walk(value, values.InputOffset()-int64(len(value)), 0)
	}
}

// walk hands on the records of a value, which begins at the offset.
func (d *decoder) walk(value jsontext.Value, offset int64, depth int) {
	switch kind := value.Kind(); {
	case depth < maxDepth && kind == '[':
		inner := jsontext.NewDecoder(bytes.NewReader(value))
		_, _ = inner.ReadToken() // the value was read as a whole: it has no error
		for inner.PeekKind() != ']' {
			element, _ := inner.ReadValue()
			d.walk(element, offset+inner.InputOffset()-int64(len(element)), depth+1)
		}
	case depth < maxDepth && kind == '{':
		if data, at := dataOf(jsontext.NewDecoder(bytes.NewReader(value))); data != nil {
			d.walk(data, offset+at, depth+1)
			return
		}
		d.record(value, offset)
	default:
		d.found(placed{place: d.place(offset), err: errors.New("the value is no record: an object stands in its place")})
	}
}

// dataOf returns an envelope's records and where they begin in it; none where the
// object is no envelope.
func dataOf(object *jsontext.Decoder) (jsontext.Value, int64) {
	_, _ = object.ReadToken()
	for object.PeekKind() != '}' {
		name, _ := object.ReadToken()
		is := name.String() == "data"
		value, _ := object.ReadValue()
		if is && (value.Kind() == '[' || value.Kind() == '{') {
			return bytes.Clone(value), object.InputOffset() - int64(len(value))
		}
	}
	return nil, 0
}

// record decodes a dossier or a step.
func (d *decoder) record(value jsontext.Value, offset int64) {
	p := placed{place: d.place(offset)}
	var mark struct {
		At jsontext.Value `json:"ThoiDiemXuLy"`
	}
	if err := json.Unmarshal(value, &mark); err == nil && mark.At != nil {
		p.step = new(Step)
		p.err = json.Unmarshal(value, p.step)
	} else {
		p.dossier = new(Record)
		p.err = json.Unmarshal(value, p.dossier)
	}
	if semantic, ok := errors.AsType[*json.SemanticError](p.err); ok {
		// The error's own text quotes the value, which may be anything.
		p.err = fmt.Errorf("%s can't be read", semantic.JSONPointer)
	}
	d.found(p)
}

// place returns the file and line of an offset, which never lies before the last
// one.
func (d *decoder) place(offset int64) place { return place{d.file, d.lineAt(offset)} }

func (d *decoder) lineAt(offset int64) int {
	offset = min(offset, int64(len(d.text)))
	if offset > d.seen {
		d.line += bytes.Count(d.text[d.seen:offset], []byte{'\n'})
		d.seen = offset
	}
	return d.line
}
