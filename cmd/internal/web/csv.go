package web

import (
	"bytes"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry"
)

// wantsCSV reads how figures that come as JSON or as CSV are wanted: the word
// format, or else what the header Accept likes better; JSON where it likes both
// alike.
func wantsCSV(r *http.Request, format string) (bool, error) {
	switch format {
	case "csv":
		return true, nil
	case "json":
		return false, nil
	case "":
		accept := strings.Join(r.Header.Values("Accept"), ",")
		return quality(accept, "text/csv") > quality(accept, "application/json"), nil
	}
	return false, inquiry.Invalid("format", "format %.40q is neither json nor csv", format)
}

// answerCSV sends figures as a file of that name. It is written whole before it
// is sent, so that a failure is not a file with its end missing.
func answerCSV(w http.ResponseWriter, name string, write func(io.Writer) error) error {
	var file bytes.Buffer
	if err := write(&file); err != nil {
		return err
	}
	header := w.Header()
	header.Set("Content-Type", "text/csv; charset=utf-8")
	header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name + ".csv"}))
	header.Set("Content-Length", strconv.Itoa(file.Len()))
	_, err := file.WriteTo(w)
	return gone(err)
}
