package eventstore

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/pack"
)

// subjects draws subjects of a few places and codes, so that many come twice, and
// codes in several places.
func subjects() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		stem := rapid.SampledFrom([]string{"dossier.H38.SYT.", "dossier.H38.SXD.", "registry.unit.", "alone", ""}).Draw(t, "stem")
		return stem + rapid.SampledFrom([]string{"", "a", "b", "co_de", "a_", fmt.Sprint("n", rapid.IntRange(0, 200).Draw(t, "n"))}).Draw(t, "token")
	})
}

// naive numbers subjects as [Subjects] does.
type naive struct {
	numbers map[string]int
	all     []string
}

func (n *naive) add(subject string) int {
	if number, known := n.numbers[subject]; known {
		return number
	}
	n.numbers[subject] = len(n.all)
	n.all = append(n.all, subject)
	return len(n.all) - 1
}

func (n *naive) named(code string, odd bool) (int, bool) {
	for i, subject := range n.all {
		if codeOf(subject) == code && (i%2 == 1 || !odd) {
			return i, true
		}
	}
	return 0, false
}

func codeOf(subject string) string {
	return domain.FromToken(subject[strings.LastIndexByte(subject, '.')+1:])
}

func TestSubjectsAreNumberedAsAMapDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, want := new(Subjects), &naive{numbers: make(map[string]int)}
		for _, subject := range rapid.SliceOfN(subjects(), 0, 300).Draw(t, "subjects") {
			if got, want := s.Add(subject), want.add(subject); got != want {
				t.Fatalf("%q has number %d, want %d", subject, got, want)
			} else if rapid.Bool().Draw(t, "seen") {
				s.Mind(subject, got)
			}
			if rapid.IntRange(0, 50).Draw(t, "keep") == 0 {
				s = kept(t, s)
			}
		}
		if s.Len() != len(want.all) {
			t.Fatalf("%d subjects, want %d", s.Len(), len(want.all))
		}
		for n, subject := range want.all {
			if s.Subject(n) != subject || s.Code(n) != codeOf(subject) {
				t.Fatalf("number %d is %q, %q, want %q", n, s.Subject(n), s.Code(n), subject)
			}
		}
		for range 20 {
			subject := subjects().Draw(t, "asked for")
			wanted, there := want.numbers[subject]
			if n, known := s.Number(subject); n != wanted || known != there {
				t.Fatalf("%q is number %d, %t, want %d, %t", subject, n, known, wanted, there)
			}
			code, odd := codeOf(subject), rapid.Bool().Draw(t, "odd numbers alone")
			wanted, there = want.named(code, odd)
			if n, known := s.Named(code, func(n int) bool { return n%2 == 1 || !odd }); n != wanted || known != there {
				t.Fatalf("code %q is number %d, %t, want %d, %t", code, n, known, wanted, there)
			}
		}
	})
}

// kept returns the subjects as they come back out of a pack.
func kept(t *rapid.T, s *Subjects) *Subjects {
	w := pack.Writer(nil, nil)
	s.Keep(&w)
	read := new(Subjects)
	r := pack.Reader(w.Bytes(), nil)
	read.Keep(&r)
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return read
}

func FuzzSubjects(f *testing.F) {
	var s Subjects
	for _, subject := range []string{"dossier.H38.SYT.a", "registry.unit.a", "dossier.H38.SYT.b"} {
		s.Add(subject)
	}
	w := pack.Writer(nil, nil)
	s.Keep(&w)
	f.Add(w.Bytes())
	f.Fuzz(func(t *testing.T, form []byte) {
		var s Subjects
		p := pack.Reader(form, nil)
		if s.Keep(&p); p.Close() != nil {
			return
		}
		for n := range s.Len() {
			if first, _ := s.Number(s.Subject(n)); first > n { // a stem that nobody wrote has no '.' behind it
				t.Errorf("subject %d is found at %d", n, first)
			}
		}
	})
}

// BenchmarkSubjects numbers a million dossiers and finds each again.
func BenchmarkSubjects(b *testing.B) {
	const dossiers = 1_000_000
	names := make([]string, dossiers)
	for i := range names {
		names[i] = fmt.Sprintf("dossier.H37.H37_%d.H37_%d-%06d-%04d", i%500, i%500, i/4000, i%4000)
	}
	for b.Loop() {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		var s Subjects
		for _, name := range names {
			s.Add(name)
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/dossiers, "B/subject")
		for i, name := range names {
			if n, _ := s.Number(name); n != i {
				b.Fatalf("%s is number %d, want %d", name, n, i)
			}
		}
	}
}

func TestWhatWasSeenIsForgottenWhenOthersAreRead(t *testing.T) {
	var s, other Subjects
	s.Add("dossier.H38.SYT.a")
	s.Mind("dossier.H38.SYT.b", s.Add("dossier.H38.SYT.b"))
	other.Add("dossier.H38.SYT.b")
	w := pack.Writer(nil, nil)
	other.Keep(&w)
	p := pack.Reader(w.Bytes(), nil)
	if s.Keep(&p); p.Close() != nil {
		t.Fatal(p.Err())
	}
	if n := s.Add("dossier.H38.SYT.b"); n != 0 {
		t.Errorf("it has number %d, want 0", n)
	}
}

// What is prefetched for a subject is what the search for it comes upon. Where another
// has the same mark, it is that of the other: once in a hundred.
func TestWhatIsPrefetchedIsWhatASearchComesUpon(t *testing.T) {
	const known, stem = 5000, 1
	var chain Chain
	chain.Subjects().Add("registry.unit.H38") // takes stem 0
	all := make([]Record, known)
	for n := range all {
		all[n].Subject = fmt.Sprintf("dossier.H38.SYT.a_%d", n)
		chain.Subjects().Add(all[n].Subject)
	}
	numbers, read := chain.Subjects().prefetch(all)
	found := 0
	for i, number := range numbers {
		if number == i+1 {
			found++
		}
	}
	if len(numbers) != known || found < known*9/10 {
		t.Errorf("of %d subjects %d are found, %d of them rightly", known, len(numbers), found)
	}
	if read < stem*known*9/10 {
		t.Errorf("of the texts %d is read", read)
	}
	if numbers, _ := chain.Subjects().prefetch([]Record{{Subject: "registry.unit.H38"}, {}}); len(numbers) == 0 || numbers[0] != 0 {
		t.Errorf("found are %v", numbers)
	}
}

// Of the ends of all subjects that are known something is read.
func TestTheEndsOfSubjectsArePrefetched(t *testing.T) {
	chain := Chain{hashes: make([]byte, len(Hash{})), sequences: []uint32{20}, positions: []uint32{300}}
	chain.hashes[0] = 1
	chain.Subjects().Add("dossier.H38.SYT.a")
	chain.Prefetch([]Record{{Subject: "dossier.H38.SYT.a"}, {Subject: "dossier.H38.SYT.a"}})
	if want := 2 * (1 + 20 + 300); chain.prefetched != want {
		t.Errorf("%d is read, want %d", chain.prefetched, want)
	}
	if chain.Subjects().Len() != 1 {
		t.Errorf("there are %d subjects", chain.Subjects().Len())
	}
}
