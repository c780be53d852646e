package paper_test

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/hoso-engine/dossier/cmd/internal/web/paper"
	"github.com/hoso-engine/dossier/projections/ontime/forms"
)

// The policy allows the style of the page as it is sent, and the page has
// nothing else that a policy of default-src 'none' would stop.
func TestPagesNeedNothingButTheirStyle(t *testing.T) {
	for name, form := range samples() {
		sheet := form.Sheet(forms.Vietnamese)
		page := string(write(t, paper.HTML, &sheet))
		_, rest, _ := strings.Cut(page, "<style>")
		style, _, _ := strings.Cut(rest, "</style>")
		sum := sha256.Sum256([]byte(style))
		if want := "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; paper.StylePolicy() != want {
			t.Errorf("%s: the policy allows %s, the style is %s", name, paper.StylePolicy(), want)
		}
		for _, never := range []string{"<script", " style=", " src=", "href=", "url(", "@import", "ZgotmplZ"} {
			if strings.Contains(page, never) {
				t.Errorf("%s has %s", name, never)
			}
		}
	}
}
