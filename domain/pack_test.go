package domain

import (
	"fmt"
	"reflect"
	"testing"
	"time"
	"unsafe"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/domain/pack"
)

// asPacked compares dossiers by all that a pack keeps, instants with their
// offset.
var asPacked = cmp.Options{
	everything, cmpopts.EquateEmpty(),
	cmp.FilterPath(func(p cmp.Path) bool {
		name := p.Last().String()
		return name == ".Code" || name == ".said"
	}, cmp.Ignore()),
	cmpopts.IgnoreFields(Applicant{}, "Name", "Identity", "Phone", "Email", "Address"),
	cmp.Transformer("offset", func(t time.Time) string { return t.Format(time.RFC3339Nano) }),
}

// packed packs a dossier.
func packed(d *Dossier, names *pack.Names) []byte {
	p := pack.Writer(nil, names)
	d.Pack(&p)
	return p.Bytes()
}

// unpack reads a packed dossier.
func unpack(t rapid.TB, form []byte, names *pack.Names, into *Dossier) {
	t.Helper()
	p := pack.Reader(form, names)
	into.Pack(&p)
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
}

// A field that Pack forgets fails here: every field of a dossier holds something,
// and comes back.
func TestEveryFieldIsPacked(t *testing.T) {
	var d, read Dossier
	new(filler).fill(reflect.ValueOf(&d).Elem())
	d.said = nil
	var names pack.Names
	form := packed(&d, &names)
	unpack(t, form, &names, &read)
	if diff := cmp.Diff(d, read, asPacked); diff != "" {
		t.Errorf("packed (-) and unpacked (+): %s", diff)
	}
	if read.Applicant.Name != "" || read.Code != "" {
		t.Errorf("the pack holds the code %q and the applicant's name %q", read.Code, read.Applicant.Name)
	}
	unpack(t, packed(new(Dossier), &names), &names, &read)
	if diff := cmp.Diff(Dossier{}, read, asPacked); diff != "" {
		t.Errorf("something stays of what was read before: %s", diff)
	}
}

// Who writes a pack changes nothing: with -race the copy tells.
func TestADossierIsReadWhileItIsPacked(t *testing.T) {
	var d Dossier
	new(filler).fill(reflect.ValueOf(&d).Elem())
	form := make(chan []byte)
	go func() { form <- packed(&d, new(pack.Names)) }()
	clone := d.Clone()
	if diff := cmp.Diff(<-form, packed(clone, new(pack.Names))); diff != "" {
		t.Error(diff)
	}
}

// filler gives every field another value.
type filler int

func (f *filler) fill(v reflect.Value) {
	*f++
	n := int(*f)
	if !v.CanSet() { // unexported
		v = reflect.NewAt(v.Type(), unsafe.Pointer(v.UnsafeAddr())).Elem()
	}
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(time.UnixMilli(int64(1_700_000_000_001 * n)).In(time.FixedZone("", 3600*(n%5)))))
		return
	case calendar.Limit:
		limit, err := calendar.LimitOf(n, calendar.Unit(1+n%4))
		if err != nil {
			panic(err)
		}
		v.Set(reflect.ValueOf(limit))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		f.fill(v.Index(0))
		f.fill(v.Index(1))
	case reflect.Array:
		for i := range v.Len() {
			f.fill(v.Index(i))
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem())
	case reflect.String:
		v.SetString(fmt.Sprint("text ", n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int32:
		v.SetInt(int64(n))
	case reflect.Uint8:
		v.SetUint(uint64(1 + n%4))
	default:
		panic("no value for a " + v.Type().String())
	}
}

// A view that keeps dossiers packed folds the log to the same ones.
func TestAFoldOfPackedDossiers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		var names pack.Names
		var plain, scratch Dossier
		form := packed(&plain, &names)
		data := Data(&Received{Intake: someIntake(testProcedure)})
		for range rapid.IntRange(1, 20).Draw(t, "events") {
			w.now = w.now.Add(time.Duration(rapid.IntRange(0, 6_000_000).Draw(t, "milliseconds")) * 60 * time.Millisecond)
			e := w.event(data)
			e.At = w.now.Add(-time.Duration(rapid.IntRange(0, 200).Draw(t, "hours ago")) * time.Hour)
			e.Backdated = true
			events, _ := w.decide(e)
			unpack(t, form, &names, &scratch)
			for _, e := range events {
				stored := asStored(t, e)
				plain.Reflect(stored)
				scratch.Reflect(stored)
			}
			form = packed(&scratch, &names)
			var read Dossier
			unpack(t, form, &names, &read)
			if diff := cmp.Diff(plain, read, asPacked); diff != "" {
				t.Fatalf("after %s the plain fold (-) and the packed one (+): %s", e.Type, diff)
			}
			data = drawData(t, w.dossier)
		}
	})
}

// asStored returns the event as the log gives it back.
func asStored(t rapid.TB, e Event) Event {
	t.Helper()
	if e.ID == "" {
		e.ID = "engine"
	}
	body, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	var ce CloudEvent
	if err := json.Unmarshal(body, &ce); err != nil {
		t.Fatal(err)
	}
	stored, err := ce.Event()
	if err != nil {
		t.Fatal(err)
	}
	return stored
}

// FuzzUnpack reads bytes that nobody packed.
func FuzzUnpack(f *testing.F) {
	var names pack.Names
	var full Dossier
	new(filler).fill(reflect.ValueOf(&full).Elem())
	f.Add(packed(&full, &names))
	f.Add(packed(typical(), &names))
	f.Fuzz(func(t *testing.T, form []byte) {
		var d Dossier
		p := pack.Reader(form, &names)
		if d.Pack(&p); p.Err() != nil {
			return
		}
		if d.State.String() == "" || d.NationalStatus() > 10 {
			t.Errorf("state %d", d.State)
		}
		var again Dossier
		unpack(t, packed(&d, &names), &names, &again)
	})
}

// typical is a dossier of eight events: received, its due set, three transfers,
// completed, returned, its fee paid.
func typical() *Dossier {
	at := local("2026-01-12T09:31:07").In(time.FixedZone("", 7*3600))
	after := func(d time.Duration) time.Time { return at.Add(d) }
	refs := ProcedureRef{ID: "1.004194", Version: 3, Field: "Hộ tịch", ServiceLevel: LevelFull}
	d := &Dossier{Code: testCode}
	for i, e := range []Event{
		{At: at, Data: &Received{Intake: Intake{
			Province: "H26", Agency: "H26.103", Procedure: refs.ID, Field: refs.Field, ServiceLevel: refs.ServiceLevel, Channel: Online,
			Desk: "H26.103.1", Unit: "H26.103.2", Officer: "cb-0142", Content: "Đăng ký khai sinh", Sets: 1,
			Applicant: &Applicant{Ref: "nd-1f04c1a2b3c4", Name: "Nguyễn Văn A", Phone: "0900000000"},
		}}},
		{At: at, RecordedAt: after(2345 * time.Millisecond).UTC(), Data: &DeadlineSet{
			Clock: DossierClock, Revision: 1, Cause: CauseReceived, Limit: limit("5workday"), Start: at, From: at,
			Due: local("2026-01-19T17:00").In(at.Location()), EarlyBefore: local("2026-01-19").In(at.Location()), Breach: local("2026-01-20").In(at.Location()),
			Verdict: ByDate, Stop: Resume, Zone: "Asia/Ho_Chi_Minh",
			Procedure: refs, Calendar: VersionRef{"vn", 12}, Policy: VersionRef{"vn", 2},
		}},
		{At: after(41*time.Minute + 3*time.Second), Data: &Transferred{ToUnit: "H26.103.3", ToOfficer: "cb-0077", Step: "thẩm định"}},
		{At: after(26 * time.Hour), Data: &Transferred{ToUnit: "H26.103.3", ToOfficer: "cb-0078", Step: "trình ký"}},
		{At: after(50*time.Hour + 11*time.Second), Data: &Transferred{ToUnit: "H26.103.1", ToOfficer: "cb-0142", Step: "trả kết quả"}},
		{At: after(51 * time.Hour), Data: &Completed{Outcome: Granted, Electronic: true}},
		{At: after(75*time.Hour + 20*time.Minute), Data: &Returned{Method: Online}},
		{At: after(76 * time.Hour), Data: &FeePaid{Online: true, Amount: 8000}},
	} {
		e.Subject, e.Sequence = testCode, i+1
		d.Reflect(e)
	}
	return d
}

func TestATypicalDossierIsSmall(t *testing.T) {
	var names pack.Names
	if n := len(packed(typical(), &names)); n > 95 {
		t.Errorf("%d bytes", n)
	}
}

// BenchmarkPack packs a dossier as views do: after it was unpacked.
func BenchmarkPack(b *testing.B) {
	var names pack.Names
	d := new(Dossier)
	form := packed(typical(), &names)
	p := pack.Reader(form, &names)
	d.Pack(&p)
	b.Run("write", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			p := pack.Writer(form[:0], &names)
			d.Pack(&p)
		}
		b.ReportMetric(float64(len(form)), "bytes/dossier")
	})
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			p := pack.Reader(form, &names)
			d.Pack(&p)
		}
	})
}

// What is judged by date ends at a midnight, which takes a bit; others come back as
// they are.
func TestBoundsOfADay(t *testing.T) {
	fall, err := time.LoadLocation("Europe/Paris") // its clocks go back on 25 October
	if err != nil {
		t.Skip(err)
	}
	due := time.Date(2026, 1, 19, 17, 0, 0, 0, time.FixedZone("", 7*3600))
	day := func(y int, m time.Month, d int, loc *time.Location) time.Time {
		return time.Date(y, m, d, 0, 0, 0, 0, loc)
	}
	for name, test := range map[string]struct {
		due, early, breach time.Time
		bytes              int
	}{
		"by date":       {due, day(2026, 1, 19, due.Location()), day(2026, 1, 20, due.Location()), 1},
		"before 1970":   {due.AddDate(-80, 0, 0), day(1946, 1, 19, due.Location()), day(1946, 1, 20, due.Location()), 1},
		"nothing":       {bytes: 1},
		"by the moment": {due: due, breach: due, bytes: 9},
		"another day":   {due, day(2026, 1, 18, due.Location()), day(2026, 1, 20, due.Location()), 12},
		"another zone":  {due, day(2026, 1, 19, due.Location()).UTC(), day(2026, 1, 20, due.Location()), 14},
		"a long day":    {day(2026, 10, 25, fall).Add(17 * time.Hour), day(2026, 10, 25, fall), day(2026, 10, 26, fall), 14},
	} {
		var names pack.Names
		w := pack.Writer(nil, &names)
		packDay(&w, test.due, &test.early, &test.breach)
		var early, breach time.Time
		r := pack.Reader(w.Bytes(), &names)
		if packDay(&r, test.due, &early, &breach); r.Close() != nil {
			t.Fatalf("%s: %v", name, r.Err())
		}
		if diff := cmp.Diff([]time.Time{test.early, test.breach}, []time.Time{early, breach}, asPacked); diff != "" {
			t.Errorf("%s: packed (-) and unpacked (+): %s", name, diff)
		}
		if n := len(w.Bytes()); n > test.bytes {
			t.Errorf("%s: %d bytes, not %d", name, n, test.bytes)
		}
	}
}
