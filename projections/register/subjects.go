package register

import (
	"cmp"
	"maps"
	"slices"
	"sort"
	"strings"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/pack"
	"github.com/hoso-engine/dossier/eventstore"
)

// subjects tells which subjects of the log are the table's rows. The texts stand
// where all subjects of the log have their numbers; ordinals leave out those of the
// reference facts.
type subjects struct {
	log   *eventstore.Subjects // dossiers and reference facts, in the order of the log
	met   int                  // of log's numbers: those below were looked at
	facts []uint32             // numbers that are no dossier's, ascending

	// odd are the codes that don't belong to their subject, by ordinal: none in a
	// log that the engine wrote.
	odd map[uint32]domain.Code
}

func newSubjects() *subjects {
	return &subjects{log: new(eventstore.Subjects), odd: make(map[uint32]domain.Code)}
}

// Len returns how many rows there are: all ordinals are below it.
func (s *subjects) Len() int { return s.met - len(s.facts) }

// Code returns the code of a row. It takes no memory of its own.
func (s *subjects) Code(ordinal int) domain.Code {
	if code, is := s.odd[uint32(ordinal)]; is {
		return code
	}
	return domain.Code(s.log.Code(s.number(ordinal)))
}

// Subject returns the subject of a row.
func (s *subjects) Subject(ordinal int) string { return s.log.Subject(s.number(ordinal)) }

// ByCode returns the row of a code; the first, should there be several.
func (s *subjects) ByCode(code domain.Code) (ordinal int, known bool) {
	n, known := s.log.Named(string(code), func(n int) bool {
		ordinal, is := s.ordinal(n)
		return is && s.odd[uint32(ordinal)] == ""
	})
	ordinal, _ = s.ordinal(n)
	for odd, other := range s.odd {
		if other == code && (!known || int(odd) < ordinal) {
			ordinal, known = int(odd), true
		}
	}
	if !known {
		return 0, false
	}
	return ordinal, true
}

// BySubject returns the row of a subject.
func (s *subjects) BySubject(subject string) (ordinal int, known bool) {
	if n, known := s.log.Number(subject); known {
		return s.ordinal(n)
	}
	return 0, false
}

// Number returns the row of a subject, a new one where it did not come before. The
// code is that of its first event.
func (s *subjects) Number(subject string, code domain.Code) (ordinal int, isNew bool) {
	n := s.log.Add(subject)
	if n < s.met {
		ordinal, _ = s.ordinal(n)
		return ordinal, false
	}
	s.met = n + 1
	ordinal, _ = s.ordinal(n)
	if s.log.Code(n) != string(code) {
		s.odd[uint32(ordinal)] = code
	}
	return ordinal, true
}

// pass notes a subject that is no dossier's.
func (s *subjects) pass(subject string) {
	if n := s.log.Add(subject); n >= s.met {
		s.met = n + 1
		s.facts = append(s.facts, uint32(n))
	}
}

// ordinal returns the row of a subject's number.
func (s *subjects) ordinal(n int) (ordinal int, is bool) {
	before, fact := slices.BinarySearch(s.facts, uint32(n))
	if fact || n >= s.met {
		return 0, false
	}
	return n - before, true
}

// number returns the number of a row's subject.
func (s *subjects) number(ordinal int) int {
	return ordinal + sort.Search(len(s.facts), func(i int) bool { return int(s.facts[i])-i > ordinal })
}

// keep packs which subjects are rows; the subjects themselves are kept with the
// chain that gave them their numbers.
func (s *subjects) keep(p *pack.Pack) {
	p.Int(&s.met)
	pack.Words(p, &s.facts)
	odd := slices.SortedFunc(maps.Keys(s.odd), cmp.Compare[uint32])
	pack.Words(p, &odd)
	for _, ordinal := range odd {
		code := string(s.odd[ordinal])
		if p.Text(&code); p.Reading() {
			s.odd[ordinal] = domain.Code(strings.Clone(code))
		}
	}
}
