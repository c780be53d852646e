package national

import (
	"crypto/sha256"
	"encoding/hex"
	"reflect"
	"regexp"
	"strings"

	"github.com/hoso-engine/dossier/domain"
)

// drop counts what was forgotten of a form's fields.
func (g *gathering) drop(form reflect.Value) {
	for i := range form.NumField() {
		if said, ok := form.Field(i).Interface().(Forgotten); ok && bool(said) {
			name, _, _ := strings.Cut(form.Type().Field(i).Tag.Get("json"), ",")
			g.summary.Dropped[name]++
		}
	}
}

// telling is what a text about papers and steps has no need of: an address, or a
// number as long as that of a telephone or an identity.
var telling = regexp.MustCompile(`@|(?:\d[ .-]?){9,}`)

// keepText drops a text that may say who somebody is.
func (g *gathering) keepText(text *Text, name string) {
	if telling.MatchString(string(*text)) {
		*text = ""
		g.summary.Dropped[name]++
	}
}

// refer makes a reference of an officer's name; a reference stays as it is.
func (g *gathering) refer(officer *Text) {
	name := string(*officer)
	if name == "" {
		return
	}
	if _, err := domain.Token(name); err == nil && strings.ContainsAny(name, "0123456789-") {
		return
	}
	*officer = Text(reference(name))
	g.summary.Officers++
}

// reference returns what stands for a name: the same for the same name, whatever
// its case and spaces.
func reference(name string) string {
	sum := sha256.Sum256([]byte(strings.ToLower(strings.Join(strings.Fields(name), " "))))
	return "cb-" + hex.EncodeToString(sum[:6])
}
