package eventlog

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
)

// casePrefix stands before the keys of a trace's attributes.
const casePrefix = "case:"

// xesReader reads a process log.
type xesReader struct {
	m       *Mapping
	source  *source
	xml     *xml.Decoder
	known   *texts
	seen    map[string]bool // attributes that the log has, or says that it may have
	started bool            // the log element was there
}

// readXES yields the rows of the log's traces. After an error nothing follows.
func (m *Mapping) readXES(r io.Reader) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		s := m.sources[XES]
		x := &xesReader{m: m, source: s, xml: xml.NewDecoder(r), known: newTexts(s), seen: make(map[string]bool)}
		x.xml.CharsetReader = decoded
		if err := x.read(yield); err != nil && !errors.Is(err, errStopped) {
			line, _ := x.xml.InputPos()
			yield(row{}, fmt.Errorf("the log can't be read, line %d: %w", line, err))
		}
	}
}

// errStopped says that the caller wants no more rows.
var errStopped = errors.New("stopped")

// read takes the elements of the log.
func (x *xesReader) read(yield func(row, error) bool) error {
	for {
		token, err := x.xml.Token()
		if errors.Is(err, io.EOF) {
			return x.complete()
		}
		if err != nil {
			return err
		}
		element, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch element.Name.Local {
		case "log":
			x.started = true
		case "global":
			err = x.global(element)
		case "trace":
			err = x.trace(yield)
		default:
			err = x.xml.Skip()
		}
		if err != nil {
			return err
		}
	}
}

// global notes the attributes that the log says its traces or events have.
func (x *xesReader) global(element xml.StartElement) error {
	prefix := ""
	if attribute(element, "scope") == "trace" {
		prefix = casePrefix
	}
	return x.attributes(func(key, _ string) { x.seen[prefix+key] = true }, nil)
}

// complete checks, at the log's end, that it had every column.
func (x *xesReader) complete() error {
	if !x.started {
		return errors.New("it holds no log element")
	}
	if len(x.seen) == 0 { // a log without cases
		return nil
	}
	for _, name := range x.m.columns {
		if key := x.source.Columns[name]; key != "" && !x.seen[key] && !slices.Contains(x.source.Optional, name) {
			return x.source.missing(XES, name)
		}
	}
	return nil
}
