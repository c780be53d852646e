package paper_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hoso-engine/dossier/cmd/internal/web/paper"
	"github.com/hoso-engine/dossier/projections/ontime/forms"
)

var rewrite = flag.Bool("rewrite", false, "write the golden files anew")

// Run with -rewrite to write the files of testdata anew, and read the
// difference.
func TestGoldenForms(t *testing.T) {
	for name, form := range samples() {
		for _, l := range []forms.Language{forms.Vietnamese, forms.English} {
			for _, format := range []paper.Format{paper.CSV, paper.HTML} {
				file := filepath.Join("testdata", name+"."+string(l)+"."+string(format))
				sheet := form.Sheet(l)
				got := write(t, format, &sheet)
				if *rewrite {
					if err := os.WriteFile(file, got, 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); diff != "" {
					t.Errorf("%s: %s", file, diff)
				}
			}
		}
	}
}

// write returns the sheet as a file.
func write(t interface{ Fatal(...any) }, format paper.Format, s *forms.Sheet) []byte {
	var file bytes.Buffer
	if err := paper.Write(&file, format, s); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}
