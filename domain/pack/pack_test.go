package pack_test

import (
	"errors"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain/pack"
)

// sheet holds a value of every kind.
type sheet struct {
	Uint     uint64
	Uint32   uint32
	Uint16   uint16
	Int32    int32
	Int      int
	Int64    int64
	Byte     uint8
	Bool     bool
	Times    []time.Time
	Name     string
	Text     string
	Blob     []byte
	Shared   string
	SharedAt time.Time
	SharedIs bool
	After    time.Time
	Last     bool
	Shorts   []uint16
	Words    []int32
	Longs    []int64
}

func (s *sheet) pack(p *pack.Pack) {
	p.Uint(&s.Uint)
	p.Uint32(&s.Uint32)
	p.Uint16(&s.Uint16)
	p.Int32(&s.Int32)
	p.Int(&s.Int)
	p.Int64(&s.Int64)
	p.Byte(&s.Byte)
	p.Bool(&s.Bool)
	pack.Slice(p, &s.Times)
	for i := range s.Times {
		p.Time(&s.Times[i])
	}
	p.Name(&s.Name)
	p.Text(&s.Text)
	p.Blob(&s.Blob)
	p.Share()
	p.Name(&s.Shared)
	p.Time(&s.SharedAt)
	p.Bool(&s.SharedIs)
	p.EndShare()
	p.TimeIfAny(&s.After)
	p.Bool(&s.Last)
	pack.Shorts(p, &s.Shorts)
	pack.Words(p, &s.Words)
	pack.Longs(p, &s.Longs)
}

// instants draws the instants of about one dossier, and some that are far away.
func instants() *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time {
		if rapid.IntRange(0, 9).Draw(t, "zero") == 0 {
			return time.Time{}
		}
		unit := rapid.SampledFrom([]time.Duration{time.Minute, time.Second, time.Millisecond, time.Nanosecond}).Draw(t, "unit")
		at := time.Date(2026, 1, 15, 9, 30, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(-100_000, 100_000).Draw(t, "distance")) * unit)
		if rapid.IntRange(0, 9).Draw(t, "far") == 0 {
			at = at.AddDate(rapid.IntRange(-2025, 7900).Draw(t, "years"), 0, 0)
		}
		return at.In(rapid.SampledFrom([]*time.Location{time.UTC, time.FixedZone("", 7*3600), time.FixedZone("", -90*60)}).Draw(t, "zone"))
	})
}

func sheets() *rapid.Generator[sheet] {
	return rapid.Custom(func(t *rapid.T) sheet {
		words := rapid.SampledFrom([]string{"", "unit-1", "unit-2", "phòng Nội vụ"})
		return sheet{
			Uint: rapid.Uint64().Draw(t, "uint"), Uint32: rapid.Uint32().Draw(t, "uint32"),
			Uint16: rapid.Uint16().Draw(t, "uint16"), Int32: rapid.Int32().Draw(t, "int32"),
			Int: rapid.Int().Draw(t, "int"), Int64: rapid.Int64().Draw(t, "int64"),
			Byte: rapid.Byte().Draw(t, "byte"), Bool: rapid.Bool().Draw(t, "bool"),
			Times: rapid.SliceOfN(instants(), 0, 5).Draw(t, "times"),
			Name:  words.Draw(t, "name"), Text: rapid.String().Draw(t, "text"),
			Blob:   rapid.SliceOf(rapid.Byte()).Draw(t, "blob"),
			Shared: words.Draw(t, "shared"), SharedAt: instants().Draw(t, "shared at"), SharedIs: rapid.Bool().Draw(t, "shared is"), After: instants().Draw(t, "after"), Last: rapid.Bool().Draw(t, "last"),
			Shorts: rapid.SliceOf(rapid.Uint16()).Draw(t, "shorts"),
			Words:  rapid.SliceOf(rapid.Int32()).Draw(t, "words"), Longs: rapid.SliceOf(rapid.Int64()).Draw(t, "longs"),
		}
	})
}

// sameInstant compares what a pack keeps of an instant: it, and its offset.
var sameInstant = cmp.Comparer(func(a, b time.Time) bool {
	_, offset := a.Zone()
	_, other := b.Zone()
	return a.Equal(b) && offset == other
})

func TestWhatIsWrittenIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(sheets(), 1, 4).Draw(t, "sheets")
		var names, kept pack.Names
		var forms [][]byte
		for i := range all {
			w := pack.Writer([]byte("before"), &names)
			all[i].pack(&w)
			forms = append(forms, w.Bytes()[len("before"):])
		}
		w := pack.Writer(nil, nil)
		names.Pack(&w)
		p := pack.Reader(w.Bytes(), nil)
		kept.Pack(&p)
		if err := p.Close(); err != nil || kept.Len() != names.Len() {
			t.Fatalf("a dictionary of %d words comes back with %d: %v", names.Len(), kept.Len(), err)
		}
		var read sheet // the room of one is the next one's
		for i, form := range forms {
			r := pack.Reader(form, &kept)
			read.pack(&r)
			if err := r.Close(); err != nil {
				t.Fatalf("what was written can't be read: %v", err)
			}
			if diff := cmp.Diff(all[i], read, sameInstant, cmpopts.EquateEmpty()); diff != "" {
				t.Fatal(diff)
			}
		}
	})
}

func TestInstantsNearEachOtherAreShort(t *testing.T) {
	at := time.Date(2026, 1, 15, 9, 30, 15, 0, time.FixedZone("", 7*3600))
	var names pack.Names
	w := pack.Writer(nil, &names)
	before := 0
	for _, test := range []struct {
		at   time.Time
		want int
	}{
		{at, 7}, // seconds since 1970, and the zone
		{at.Add(10 * time.Second), 1},
		{at.Add(20 * time.Minute), 2},
		{at.Add(20 * time.Hour), 3},
		{at.AddDate(0, 0, 8).Truncate(time.Minute), 3},
		{at.AddDate(0, 0, 9).Truncate(time.Minute), 2},
		{time.Time{}, 1},
	} {
		w.Time(&test.at)
		if got := len(w.Bytes()) - before; got > test.want {
			t.Errorf("%s takes %d bytes, want at most %d", test.at, got, test.want)
		}
		before = len(w.Bytes())
	}
}

func TestTextsAndBlobsShareTheMemoryTheyWereReadFrom(t *testing.T) {
	text, blob := "nội dung", []byte("bytes")
	w := pack.Writer(nil, nil)
	w.Text(&text)
	w.Blob(&blob)
	form := w.Bytes()
	if n := testing.AllocsPerRun(10, func() {
		r := pack.Reader(form, nil)
		r.Text(&text)
		r.Blob(&blob)
	}); n != 0 {
		t.Errorf("reading allocates %v times", n)
	}
	before := form[len(form)-1]
	if blob = append(blob, 'x'); form[len(form)-1] != before || text != "nội dung" {
		t.Error("a blob grows over what follows it")
	}
}

func TestMalformedBytes(t *testing.T) {
	var names pack.Names
	for name, read := range map[string]func(p *pack.Pack){
		"nothing there":     func(p *pack.Pack) { p.Byte(new(uint8)) },
		"an endless number": func(p *pack.Pack) { p.Uint(new(uint64)) },
		"a number too wide": func(p *pack.Pack) { p.Uint32(new(uint32)) },
		"wider than signed": func(p *pack.Pack) { p.Int32(new(int32)) },
		"wider than 16":     func(p *pack.Pack) { p.Uint16(new(uint16)) },
		"an unknown name":   func(p *pack.Pack) { p.Name(new(string)) },
		"an unknown part":   func(p *pack.Pack) { p.Share(); p.Bool(new(bool)); p.EndShare() },
		"a text too long":   func(p *pack.Pack) { p.Text(new(string)) },
		"a list too long":   func(p *pack.Pack) { pack.Slice(p, new([]time.Time)) },
		"a block too long":  func(p *pack.Pack) { pack.Longs(p, new([]int64)) },
	} {
		bytes := []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}
		if name == "nothing there" {
			bytes = nil
		}
		if name == "an endless number" {
			bytes = bytes[:5]
		}
		p := pack.Reader(bytes, &names)
		read(&p)
		if !errors.Is(p.Err(), pack.ErrMalformed) || p.Left() != 0 {
			t.Errorf("%s: %v, %d bytes are left", name, p.Err(), p.Left())
		}
		after := uint64(math.MaxUint64)
		if p.Uint(&after); after != 0 {
			t.Errorf("%s: %d is read after it", name, after)
		}
	}
	p := pack.Reader([]byte{1}, &names)
	if err := p.Close(); !errors.Is(err, pack.ErrMalformed) {
		t.Errorf("what is left over: %v", err)
	}
}

func TestAZoneThatNoClockHas(t *testing.T) {
	for ahead, ok := range map[int]bool{7 * 3600: true, -12 * 3600: true, 1 << 20: false, math.MinInt: false} {
		p := pack.Writer(nil, nil)
		pack.Slice(&p, new([]string))
		pack.Slice(&p, &[]int{ahead})
		p.Int(&ahead)
		r := pack.Reader(p.Bytes(), nil)
		var names pack.Names
		if names.Pack(&r); (r.Close() == nil) != ok {
			t.Errorf("%d seconds: %v", ahead, r.Err())
		}
	}
}

func FuzzRead(f *testing.F) {
	var names pack.Names
	full := sheet{
		Int: -5, Bool: true, Times: []time.Time{time.UnixMilli(1_768_444_215_123).In(time.FixedZone("", 7*3600))},
		Name: "unit-1", Text: "text", Blob: []byte{1}, Shared: "unit-2", Words: []int32{1, -2}, Longs: []int64{3},
	}
	w := pack.Writer(nil, &names)
	full.pack(&w)
	f.Add(w.Bytes())
	words := pack.Writer(nil, nil)
	names.Pack(&words)
	f.Add(words.Bytes())
	f.Fuzz(func(t *testing.T, form []byte) {
		var read, again sheet
		r := pack.Reader(form, &names)
		read.pack(&r)
		if n := cap(read.Times) + cap(read.Words) + cap(read.Longs); n > 8*len(form)+64 {
			t.Errorf("%d bytes make room for %d values", len(form), n)
		}
		if r.Close() == nil {
			known := names
			w := pack.Writer(nil, &known)
			read.pack(&w)
			r := pack.Reader(w.Bytes(), &known)
			if again.pack(&r); r.Close() != nil {
				t.Errorf("what was read can't be written and read: %v", r.Err())
			}
		}
		var dictionary pack.Names
		p := pack.Reader(form, nil)
		dictionary.Pack(&p)
	})
}

// BenchmarkBlocks packs a column of a million numbers.
func BenchmarkBlocks(b *testing.B) {
	column := make([]int64, 1<<20)
	w := pack.Writer(make([]byte, 0, 9<<20), nil)
	pack.Longs(&w, &column)
	form := w.Bytes()
	b.Run("write", func(b *testing.B) {
		b.SetBytes(int64(len(form)))
		for b.Loop() {
			w := pack.Writer(form[:0], nil)
			pack.Longs(&w, &column)
		}
	})
	b.Run("read", func(b *testing.B) {
		b.SetBytes(int64(len(form)))
		for b.Loop() {
			r := pack.Reader(form, nil)
			pack.Longs(&r, &column)
		}
	})
}
