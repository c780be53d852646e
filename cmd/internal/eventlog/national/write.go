package national

import (
	"bufio"
	"io"

	"github.com/go-json-experiment/json"
)

// Writer writes one of the two forms, record by record: an envelope as the
// portal takes it, without the session, which is the sender's.
type Writer struct {
	to    *bufio.Writer
	begun bool
}

// NewWriter begins a file of the service.
func NewWriter(to io.Writer, service string) (*Writer, error) {
	w := &Writer{to: bufio.NewWriterSize(to, 1<<16)}
	_, err := w.to.WriteString(`{"service":"` + service + `","isUpdating":"1","data":[`)
	return w, err
}

// Write adds a record or a step.
func (w *Writer) Write(record any) error {
	b, err := json.Marshal(record)
	if err != nil {
		return err
	}
	separator := ",\n"
	if !w.begun {
		separator, w.begun = "\n", true
	}
	if _, err := w.to.WriteString(separator); err != nil {
		return err
	}
	_, err = w.to.Write(b)
	return err
}

// Close ends the file; what lies below stays open.
func (w *Writer) Close() error {
	if _, err := w.to.WriteString("\n]}\n"); err != nil {
		return err
	}
	return w.to.Flush()
}
