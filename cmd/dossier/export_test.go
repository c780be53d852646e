package main

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"
)

// TestExportIsTheSameEverywhere: over HTTP from a running engine, over NATS, and
// from its directory when it is stopped, an export has the same bytes.
func TestExportIsTheSameEverywhere(t *testing.T) {
	dir := t.TempDir()
	data, log := filepath.Join(dir, "data"), filepath.Join(dir, "dossiers.json")
	const record = `{"MaHoSo":"H37.13-250908-0112","MaTTHC":"1","KenhThucHien":"2","ChuHoSo":"A","NgayNopHoSo":"20250908080000",` +
		`"NgayTiepNhan":"20250908093000","NgayHenTra":"20250922170000","TrangThaiHoSo":"9","NgayKetThucXuLy":"20250915100000"}`
	if err := os.WriteFile(log, []byte(record), 0o600); err != nil {
		t.Fatal(err)
	}
	runForTest(t, "import", "--data", data, "--format", "national", "--archive", log)
	p := serve(t, data)
	for _, format := range []string{"csv", "ndjson", "xes", "ocel", "national"} {
		offered := download(t, p.http+"/v1/export/events?state=completed&format="+format)
		if len(offered) < 100 {
			t.Errorf("%s: %q", format, offered)
		}
		if asked := runForTest(t, "export", "--server", p.nats, "--events", "--state", "completed", "--format", format); asked != offered {
			t.Errorf("%s over NATS is\n%s\nover HTTP\n%s", format, asked, offered)
		}
	}
	csv := download(t, p.http+"/v1/export/dossiers")
	p.kill()
	if stopped := runForTest(t, "export", "--data", data); stopped != csv {
		t.Errorf("the directory says\n%s\nthe engine said\n%s", stopped, csv)
	}
}

func download(t *testing.T, url string) string {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d, %v: %s", url, res.StatusCode, err, b)
	}
	return string(b)
}
