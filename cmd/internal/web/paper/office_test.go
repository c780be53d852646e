package paper_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/hoso-engine/dossier/cmd/internal/web/paper"
	"github.com/hoso-engine/dossier/projections/ontime/forms"
)

func itoa(n int) string { return strconv.Itoa(n) }

var storedBesideFormula = regexp.MustCompile(`</f><v>[^<]*</v>`)

// LibreOffice is given the formulas without the values beside them, and comes to
// the report's figures.
func TestLibreOfficeCalculatesTheSame(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not installed")
	}
	for _, name := range []string{"II.06a", "on-time"} {
		dir := t.TempDir()
		sheet := samples()[name].Sheet(forms.Vietnamese)
		file := filepath.Join(dir, "form.xlsx")
		if err := os.WriteFile(file, withoutValues(t, write(t, paper.XLSX, &sheet)), 0o600); err != nil {
			t.Fatal(err)
		}
		convert := exec.CommandContext(t.Context(), office, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"),
			"--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", dir, file)
		if out, err := convert.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		converted, err := os.ReadFile(filepath.Join(dir, "form.csv"))
		if err != nil {
			t.Fatal(err)
		}
		records, err := csv.NewReader(bytes.NewReader(converted)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range append(sheet.Rows, sheet.Total) {
			for c := range sheet.Columns {
				got, want := records[firstRow(&sheet)-1+i][c], sheet.Language.Print(sheet.Columns[c].Kind, row[c])
				if plainNumber(got) != plainNumber(want) {
					t.Errorf("%s: row %d column %d is calculated as %s, the report says %s", name, i+1, c+1, got, want)
				}
			}
		}
	}
}

// plainNumber leaves out how a language sets thousands and per cents apart.
func plainNumber(s string) string {
	if !strings.ContainsAny(s, "0123456789") || strings.ContainsAny(s, "<=") {
		return s
	}
	return strings.NewReplacer(".", "", ",", "", " ", "", "%", "").Replace(s)
}

// withoutValues takes the values beside the formulas out of a workbook.
func withoutValues(t *testing.T, book []byte) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	taken := 0
	for _, f := range in.File {
		part, err := in.Open(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		taken += len(storedBesideFormula.FindAll(body, -1))
		to, err := w.Create(f.Name)
		if err == nil {
			_, err = to.Write(storedBesideFormula.ReplaceAll(body, []byte("</f>")))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil || taken == 0 {
		t.Fatalf("%d formulas, %v", taken, err)
	}
	return out.Bytes()
}
