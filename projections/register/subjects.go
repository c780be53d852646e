package register

import (
	"hash/maphash"
	"strings"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/pack"
)

// subjects numbers the subjects of the log as they come, and finds them by
// subject and by code. Of most the text is kept once, as the code: the subject is
// a prefix that thousands share, and the code's token. It takes some 35 bytes a
// subject with a code of 24.
type subjects struct {
	texts []byte   // of each: the number of its prefix, and the code
	at    []uint32 // by number: the place in texts

	// slots is an open table over the codes: one more than a number, or 0. It is
	// searched from the code's hash on, so that of equal codes the one that came
	// first is found first.
	slots []uint32
	seed  maphash.Seed

	prefixes pack.Names
	odd      map[string]uint32 // subjects that are not a prefix and the code's token
	odds     map[uint32]string // the same, by number
}

// oddPrefix is what a text has in place of the prefix of an odd subject.
const oddPrefix = ""

func newSubjects() *subjects {
	return &subjects{
		slots: make([]uint32, 8), seed: maphash.MakeSeed(),
		odd: make(map[string]uint32), odds: make(map[uint32]string),
	}
}

// Len returns how many there are: all numbers are below it.
func (s *subjects) Len() int { return len(s.at) }

// Code returns the code of that number.
func (s *subjects) Code(number int) domain.Code {
	_, code := s.read(number)
	return code
}

// Subject returns the subject of that number.
func (s *subjects) Subject(number int) string {
	prefix, code := s.read(number)
	if prefix == oddPrefix {
		return s.odds[uint32(number)]
	}
	return prefix + code.Token()
}

// read returns the prefix and the code of a number. They share the memory of
// texts, of which what was written never changes.
func (s *subjects) read(number int) (prefix string, code domain.Code) {
	p := pack.Reader(s.texts[s.at[number]:], &s.prefixes)
	p.Name(&prefix)
	p.Text((*string)(&code))
	return prefix, code
}

// ByCode returns the number of a code; of the subject that came first, should
// there be several.
func (s *subjects) ByCode(code domain.Code) (number int, known bool) {
	for slot := s.slot(code); s.slots[slot] != 0; slot = s.after(slot) {
		if n := int(s.slots[slot] - 1); s.Code(n) == code {
			return n, true
		}
	}
	return 0, false
}

// BySubject returns the number of a subject.
func (s *subjects) BySubject(subject string) (number int, known bool) {
	prefix, token := split(subject)
	return s.find(prefix, domain.Code(domain.FromToken(token)), subject)
}

// Number returns the number of a subject, a new one where it did not come
// before. The code is that of its first event.
func (s *subjects) Number(subject string, code domain.Code) (number int, isNew bool) {
	prefix, token := split(subject)
	if n, known := s.find(prefix, domain.Code(domain.FromToken(token)), subject); known {
		return n, false
	}
	if code.Token() != token || domain.FromToken(token) != string(code) || prefix == oddPrefix {
		prefix = oddPrefix
		s.odd[subject], s.odds[uint32(s.Len())] = uint32(s.Len()), subject
	}
	return s.add(prefix, code), true
}

// find returns the number of a subject. The code is that of its token.
func (s *subjects) find(prefix string, code domain.Code, subject string) (number int, known bool) {
	if n, is := s.odd[subject]; is {
		return int(n), true
	}
	for slot := s.slot(code); s.slots[slot] != 0; slot = s.after(slot) {
		n := int(s.slots[slot] - 1)
		if p, c := s.read(n); c == code && p == prefix && p != oddPrefix {
			return n, true
		}
	}
	return 0, false
}

// split cuts a subject after its last point.
func split(subject string) (prefix, token string) {
	cut := strings.LastIndexByte(subject, '.') + 1
	return subject[:cut], subject[cut:]
}

// add adds a text.
func (s *subjects) add(prefix string, code domain.Code) (number int) {
	number = s.Len()
	s.at = append(s.at, uint32(len(s.texts)))
	p := pack.Writer(s.texts, &s.prefixes)
	p.Name(&prefix)
	p.Text((*string)(&code))
	s.texts = p.Bytes()
	if 8*(number+1) > 7*len(s.slots) {
		s.grow()
	} else {
		s.enter(number, code)
	}
	return number
}

// grow doubles the table, and enters all in their order.
func (s *subjects) grow() {
	s.slots = make([]uint32, 2*len(s.slots))
	for n := range s.at {
		s.enter(n, s.Code(n))
	}
}

func (s *subjects) enter(number int, code domain.Code) {
	slot := s.slot(code)
	for s.slots[slot] != 0 {
		slot = s.after(slot)
	}
	s.slots[slot] = uint32(number + 1)
}

// slot returns where the search for a code begins.
func (s *subjects) slot(code domain.Code) int {
	return int(maphash.String(s.seed, string(code)) & uint64(len(s.slots)-1))
}

func (s *subjects) after(slot int) int { return (slot + 1) & (len(s.slots) - 1) }
