package eventstore

import (
	"encoding/binary"
	"hash/maphash"
	"math"
	"math/bits"
	"strings"

	"github.com/hoso-engine/dossier/domain/pack"
)

// Subjects numbers the subjects of a log in the order of first mention, from 0,
// and finds them again, by the whole subject and by its last token. It holds each
// text once, in one arena, and no pointer for it: a subject of a dossier takes
// its code, a byte or two for the rest (province and agency, which many have in
// common), 4 bytes for its place and 6 to 10 for being found.
//
// Its zero value is empty. One goroutine may add while nobody else looks; any
// number may look beside each other. All texts together may take 4 GiB.
type Subjects struct {
	stems map[string]uint64 // numbers of what comes before the last token
	stem  []string          // by number, with the '.' behind it
	text  []byte            // of every subject the number of its stem, as a varint, and its last token
	ends  []uint32          // where the texts end, by number

	// The table of open addressing: a subject lies in the first slot that was
	// free, from that of its last token's hash on. marks tell most of those that
	// are another's without a look at the text; 0 marks a free slot.
	seed  maphash.Seed
	marks []uint8
	slots []uint32
}

// Len returns how many subjects there are.
func (s *Subjects) Len() int { return len(s.ends) }

// Add returns the number of a subject, the next one where it is new.
func (s *Subjects) Add(subject string) int {
	if n, known := s.Number(subject); known {
		return n
	}
	stem, token := split(subject)
	if _, known := s.stems[stem]; !known {
		s.stem = append(s.stem, strings.Clone(stem)) // it may be part of something large
		s.addStem(len(s.stem) - 1)
	}
	s.text = append(binary.AppendUvarint(s.text, s.stems[stem]), token...)
	if len(s.text) > math.MaxUint32 {
		panic("eventstore: the subjects of the log take more than 4 GiB")
	}
	s.ends = append(s.ends, uint32(len(s.text)))
	s.index()
	return s.Len() - 1
}

// Number returns the number of a subject.
func (s *Subjects) Number(subject string) (n int, known bool) {
	stem, token := split(subject)
	wanted, known := s.stems[stem]
	if !known {
		return 0, false
	}
	return s.find(token, func(stem uint64) bool { return stem == wanted })
}

// Named returns the number of the first subject with that last token.
func (s *Subjects) Named(token string) (n int, known bool) {
	return s.find(token, func(uint64) bool { return true })
}

// Subject returns the subject of a number.
func (s *Subjects) Subject(n int) string {
	stem, token := s.at(n)
	return s.stem[stem] + string(token)
}

// Token returns the last token of the subject of a number.
func (s *Subjects) Token(n int) string {
	_, token := s.at(n)
	return string(token)
}

// Keep packs the subjects.
func (s *Subjects) Keep(p *pack.Pack) {
	pack.Slice(p, &s.stem)
	for i := range s.stem {
		p.Text(&s.stem[i])
	}
	p.Blob(&s.text)
	pack.Words(p, &s.ends)
	if p.Reading() {
		s.restore(p)
	}
}

// restore checks what was read, and makes what is not packed.
func (s *Subjects) restore(p *pack.Pack) {
	s.stems, s.marks, s.slots = nil, nil, nil
	for i := range s.stem {
		s.addStem(i)
	}
	from := uint32(0)
	for _, end := range s.ends {
		if from > end || int(end) > len(s.text) {
			p.Fail()
			break
		}
		if stem, size := binary.Uvarint(s.text[from:end]); size <= 0 || stem >= uint64(len(s.stem)) {
			p.Fail()
			break
		}
		from = end
	}
	if int(from) != len(s.text) || len(s.stems) != len(s.stem) {
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

// at returns the number of a subject's stem, and its last token.
func (s *Subjects) at(n int) (stem uint64, token []byte) {
	from := uint32(0)
	if n > 0 {
		from = s.ends[n-1]
	}
	text := s.text[from:s.ends[n]]
	stem, size := binary.Uvarint(text)
	return stem, text[size:]
}

// find returns the first subject with that last token whose stem fits.
func (s *Subjects) find(token string, fits func(stem uint64) bool) (n int, known bool) {
	if len(s.slots) == 0 {
		return 0, false
	}
	slot, mark := s.slot(maphash.String(s.seed, token))
	for ; s.marks[slot] != 0; slot = s.after(slot) {
		if s.marks[slot] != mark {
			continue
		}
		n := int(s.slots[slot])
		if stem, other := s.at(n); string(other) == token && fits(stem) {
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
	s.rebuild(s.Len() + s.Len()/2 + 16)
}

// rebuild makes the table anew for so many subjects, in their order: of those
// with the same last token the first stays the first.
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
	_, token := s.at(n)
	slot, mark := s.slot(maphash.Bytes(s.seed, token))
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
