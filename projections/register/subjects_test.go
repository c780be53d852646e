package register

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
)

// dumb is what subjects does, by two maps.
type dumb struct {
	numbers map[string]int
	first   map[domain.Code]int
	codes   []domain.Code
	texts   []string
}

func (d *dumb) number(subject string, code domain.Code) (int, bool) {
	if n, known := d.numbers[subject]; known {
		return n, false
	}
	n := len(d.codes)
	d.numbers[subject] = n
	if _, taken := d.first[code]; !taken {
		d.first[code] = n
	}
	d.codes, d.texts = append(d.codes, code), append(d.texts, subject)
	return n, true
}

// drawSubject draws a subject and a code: mostly of each other.
func drawSubject(t *rapid.T) (subject string, code domain.Code) {
	codes := rapid.Custom(func(t *rapid.T) domain.Code {
		return domain.Code(fmt.Sprintf("H26.%d-%d", rapid.IntRange(1, 3).Draw(t, "unit"), rapid.IntRange(0, 40).Draw(t, "ordinal")))
	})
	code = codes.Draw(t, "code")
	prefix := rapid.SampledFrom([]string{"dossier.H26.A.", "dossier.H26.B.", ""}).Draw(t, "prefix")
	subject = prefix + code.Token()
	switch rapid.IntRange(0, 9).Draw(t, "odd") {
	case 0:
		code = codes.Draw(t, "another code")
	case 1:
		subject = prefix + string(code)
	case 2:
		code = domain.Code(code.Token())
	}
	return subject, code
}

func TestSubjectsAreFoundAsByMaps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, plain := newSubjects(), &dumb{numbers: make(map[string]int), first: make(map[domain.Code]int)}
		for range rapid.IntRange(0, 200).Draw(t, "subjects") {
			if rapid.IntRange(0, 3).Draw(t, "fact") == 0 {
				s.pass(rapid.SampledFrom([]string{"registry.unit.H26_1-1", "registry.unit.a", "registry.calendar.vn"}).Draw(t, "fact"))
			}
			subject, code := drawSubject(t)
			want, wantNew := plain.number(subject, code)
			if got, isNew := s.Number(subject, code); got != want || isNew != wantNew {
				t.Fatalf("%s with %s is number %d (new: %t), want %d (%t)", subject, code, got, isNew, want, wantNew)
			}
			askedSubject, asked := drawSubject(t)
			number, there := plain.numbers[askedSubject]
			if got, is := s.BySubject(askedSubject); is != there || got != number {
				t.Fatalf("%s is number %d (known: %t), want %d (%t)", askedSubject, got, is, number, there)
			}
			first, known := plain.first[asked]
			if got, is := s.ByCode(asked); is != known || got != first {
				t.Fatalf("%s is number %d (known: %t), want %d (%t)", asked, got, is, first, known)
			}
		}
		if s.Len() != len(plain.codes) {
			t.Fatalf("there are %d, want %d", s.Len(), len(plain.codes))
		}
		for n, code := range plain.codes {
			if s.Code(n) != code || s.Subject(n) != plain.texts[n] {
				t.Fatalf("number %d is %s with %s, want %s with %s", n, s.Subject(n), s.Code(n), plain.texts[n], code)
			}
		}
	})
}
