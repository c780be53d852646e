package eventstore

import (
	"bytes"
	"hash/maphash"
	"math"
	"math/bits"
	"strings"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/pack"
)

// Subjects numbers the subjects of a log in the order of first mention, from 0,
// and finds them again, by the whole subject and by its code, that is what its last
// token stands for ([domain.FromToken]). It holds each text once, in one arena, and
// no pointer for it: a subject of a dossier takes its code, two or three bytes for
// the rest (province and agency, which many have in common), 4 bytes for its place
// and 6 to 8 for being found.
//
// Its zero value is empty. One goroutine may add while nobody else looks; any
// number may look beside each other. All texts together may take 4 GiB.
type Subjects struct {
	stems map[string]uint64 // numbers of what comes before the last token
	stem  []string          // by number, with the '.' behind it
	text  []byte            // of every subject the number of its stem, and its code
	at    []uint32          // where the texts begin, by number

	// What was noted by Mind: those that fold a commit ask one after the other. Adding
	// alone looks here.
	lately string
	number int

	// The table of open addressing: a subject lies in the first slot that was
	// free, from that of its code's hash on. marks tell most of those that
	// are another's without a look at the text; 0 marks a free slot.
	seed  maphash.Seed
	marks []uint8
	slots []uint32
}

// Len returns how many subjects there are.
func (s *Subjects) Len() int { return len(s.at) }

// Add returns the number of a subject, the next one where it is new.
func (s *Subjects) Add(subject string) int {
	if subject == s.lately && subject != "" {
		return s.number
	}
	if n, known := s.Number(subject); known {
		return n
	}
	stem, token := split(subject)
	if _, known := s.stems[stem]; !known {
		s.stem = append(s.stem, strings.Clone(stem)) // it may be part of something large
		s.addStem(len(s.stem) - 1)
	}
	s.at = pack.Append(s.at, uint32(len(s.text)))
	number, code := s.stems[stem], domain.FromToken(token)
	var room [64]byte // of nearly every code
	p := pack.Writer(room[:0], nil)
	p.Uint(&number)
	p.Text(&code)
	if s.text = pack.Append(s.text, p.Bytes()...); len(s.text) > math.MaxUint32 {
		panic("eventstore: the subjects of the log take more than 4 GiB")
	}
	s.index()
	return s.Len() - 1
}

// Mind notes the number of a subject that [Subjects.Add] will be asked for, again and
// again.
func (s *Subjects) Mind(subject string, n int) { s.lately, s.number = subject, n }

// Number returns the number of a subject.
func (s *Subjects) Number(subject string) (n int, known bool) {
	stem, token := split(subject)
	wanted, known := s.stems[stem]
	if !known {
		return 0, false
	}
	var room [64]byte // of nearly every code
	return s.find(asCode(token, room[:0]), func(_ int, stem uint64) bool { return stem == wanted })
}

// asCode appends what a token stands for ([domain.FromToken]).
func asCode(token string, to []byte) []byte {
	begin := len(to)
	to = append(to, token...)
	for i := begin; i < len(to); i++ {
		if to[i] == '_' {
			to[i] = '.'
		}
	}
	return to
}

// Named returns the number of the first subject of a code that fits.
func (s *Subjects) Named(code string, fits func(n int) bool) (n int, known bool) {
	var room [64]byte
	return s.find(append(room[:0], code...), func(n int, _ uint64) bool { return fits(n) })
}

// Subject returns the subject of a number.
func (s *Subjects) Subject(n int) string {
	stem, code := s.read(n)
	return s.stem[stem] + domain.Code(code).Token()
}

// Code returns what the last token of the subject of a number stands for.
func (s *Subjects) Code(n int) string {
	_, code := s.read(n)
	return code
}

// Keep packs the subjects.
func (s *Subjects) Keep(p *pack.Pack) {
	pack.Slice(p, &s.stem)
	for i := range s.stem {
		p.Text(&s.stem[i])
	}
	p.Blob(&s.text)
	pack.Words(p, &s.at)
	if p.Reading() {
		s.restore(p)
	}
}

// restore checks what was read, and makes what is not packed.
func (s *Subjects) restore(p *pack.Pack) {
	s.stems, s.marks, s.slots = nil, nil, nil
	s.Mind("", 0)
	for i := range s.stem {
		s.stem[i] = strings.Clone(s.stem[i])
		s.addStem(i)
	}
	s.text = bytes.Clone(s.text) // else all that was read would stay with it
	for _, at := range s.at {
		r := pack.Reader(s.text[min(int(at), len(s.text)):], nil)
		var stem uint64
		var code string
		r.Uint(&stem)
		if r.Text(&code); r.Err() != nil || stem >= uint64(len(s.stem)) {
			p.Fail()
			break
		}
	}
	if len(s.stems) != len(s.stem) {
		p.Fail()
	}
	if p.Err() != nil {
		*s = Subjects{}
		return
	}
	s.rebuild(s.Len())
}

// split parts a subject before its last token.
func split(subject string) (stem, token string) {
	at := strings.LastIndexByte(subject, '.') + 1
	return subject[:at], subject[at:]
}

func (s *Subjects) addStem(n int) {
	if s.stems == nil {
		s.stems = make(map[string]uint64)
	}
	s.stems[s.stem[n]] = uint64(n)
}

// read returns the number of a subject's stem, and its code, which shares the memory
// of all texts: what was written there never changes.
func (s *Subjects) read(n int) (stem uint64, code string) {
	p := pack.Reader(s.text[s.at[n]:], nil)
	p.Uint(&stem)
	p.Text(&code)
	return stem, code
}

// find returns the first subject of a code that fits.
func (s *Subjects) find(code []byte, fits func(n int, stem uint64) bool) (n int, known bool) {
	if len(s.slots) == 0 {
		return 0, false
	}
	slot, mark := s.slot(maphash.Bytes(s.seed, code))
	for ; s.marks[slot] != 0; slot = s.after(slot) {
		if s.marks[slot] != mark {
			continue
		}
		n := int(s.slots[slot])
		if stem, other := s.read(n); other == string(code) && fits(n, stem) {
			return n, true
		}
	}
	return 0, false
}

// index puts the last subject into the table, in a larger one where it would be
// more than four fifths full: a search for one that is not there looks at a dozen
// marks then, which lie side by side.
func (s *Subjects) index() {
	if 5*s.Len() <= 4*len(s.slots) {
		s.put(s.Len() - 1)
		return
	}
	s.rebuild(s.Len() + s.Len()/8 + 16)
}

// rebuild makes the table anew for so many subjects, in their order: of those
// with the same code the first stays the first.
func (s *Subjects) rebuild(room int) {
	if len(s.slots) == 0 {
		s.seed = maphash.MakeSeed()
	}
	slots := room + room/4 + 1
	s.marks, s.slots = make([]uint8, slots), make([]uint32, slots)
	for n := range s.Len() {
		s.put(n)
	}
}

func (s *Subjects) put(n int) {
	slot, mark := s.slot(maphash.String(s.seed, s.Code(n)))
	for s.marks[slot] != 0 {
		slot = s.after(slot)
	}
	s.marks[slot], s.slots[slot] = mark, uint32(n)
}

// slot returns where the search for a hash begins, and its mark.
func (s *Subjects) slot(hash uint64) (slot int, mark uint8) {
	high, _ := bits.Mul64(hash, uint64(len(s.slots)))
	return int(high), uint8(hash) | 1
}

func (s *Subjects) after(slot int) int {
	if slot++; slot < len(s.slots) {
		return slot
	}
	return 0
}
