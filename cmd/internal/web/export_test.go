package web_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry/inquirytest"
	"github.com/hoso-engine/dossier/cmd/internal/web"
	"github.com/hoso-engine/dossier/domain"
)

// files makes a file of what it was asked for.
type files struct{ broken error }

func (f files) Export(what string, get func(string) string, _ time.Time, zone *time.Location, least uint64) (web.Download, error) {
	if what != "events" {
		return web.Download{}, &domain.Error{Code: domain.CodeUnknown, Field: "what", Message: "there is none"}
	}
	unit := get("unit")
	return web.Download{MediaType: "text/csv", Name: "events.csv", Write: func(_ context.Context, to io.Writer) error {
		_, err := io.WriteString(to, what+" of "+unit+" in "+zone.String())
		return errors.Join(err, f.broken)
	}}, nil
}

// TestExport: a file is sent as it is written, under its own name.
func TestExport(t *testing.T) {
	s := open(t, &inquirytest.Engine{}, web.Options{Exporter: files{}})
	res, body := s.get(t, "/v1/export/events?unit=nvy")
	if res.StatusCode != http.StatusOK || body != "events of nvy in "+new(inquirytest.Engine).Zone().String() ||
		res.Header.Get("Content-Type") != "text/csv" || res.Header.Get("Content-Disposition") != "attachment; filename=events.csv" {
		t.Errorf("%d %v %s", res.StatusCode, res.Header, body)
	}
	for path, status := range map[string]int{
		"/v1/export/cats":                    http.StatusNotFound,
		"/v1/export/events?colour=red":       http.StatusUnprocessableEntity,
		"/v1/export/events?min_position=top": http.StatusUnprocessableEntity,
		"/v1/export/events?unit=%zz":         http.StatusBadRequest,
	} {
		if res, body := s.get(t, path); res.StatusCode != status {
			t.Errorf("%s: %d %s", path, res.StatusCode, body)
		}
	}
}

// TestExportThatBreaksOff: a file that fails half way is cut off, so that nobody
// takes it for a whole one.
func TestExportThatBreaksOff(t *testing.T) {
	s := open(t, &inquirytest.Engine{}, web.Options{Exporter: files{broken: errors.New("the log is away")}})
	res, err := http.Get(s.URL + "/v1/export/events")
	if err != nil {
		return // not even the beginning arrived
	}
	defer res.Body.Close()
	if _, err := io.ReadAll(res.Body); err == nil {
		t.Error("half a file looks whole")
	}
}
