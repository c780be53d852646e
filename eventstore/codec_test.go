package eventstore

import (
	"fmt"
	"reflect"
	"strconv"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

// naiveEncode writes a commit by way of package json alone.
func naiveEncode(c Commit) ([]byte, error) {
	wire := make([]domain.CloudEvent, len(c.Events))
	for i, e := range c.Events {
		data, err := json.Marshal(e.Data, json.Deterministic(true))
		if err != nil {
			return nil, err
		}
		wire[i] = domain.CloudEvent{
			SpecVersion: "1.0", ID: e.ID, Source: e.Source, Type: e.Type, Subject: e.Subject,
			Time: e.At.Format(time.RFC3339Nano), DataContentType: "application/json",
			DataSchema: string(e.Type) + "/" + strconv.Itoa(e.Type.Version()),
			Actor:      e.Actor, Transaction: e.Transaction, Backdated: e.Backdated,
			Sequence: e.Sequence, Data: data,
		}
		if !e.RecordedAt.IsZero() {
			wire[i].RecordedTime = e.RecordedAt.Format(time.RFC3339Nano)
		}
	}
	wire[0].PrevHash = c.Previous
	return json.Marshal(wire)
}

// TestEncodeIsNaive writes any events, whether or not they could be accepted, and
// compares each byte with what package json writes.
func TestEncodeIsNaive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := Commit{Subject: "s", Previous: drawText(t), Events: make([]domain.Event, rapid.IntRange(1, 3).Draw(t, "events"))}
		for i := range c.Events {
			c.Events[i] = drawEvent(t)
		}
		want, wrong := naiveEncode(c)
		got, err := Encode(c)
		if (err == nil) != (wrong == nil) {
			t.Fatalf("error %v, package json says %v", err, wrong)
		}
		if err == nil && string(got) != string(want) {
			t.Fatalf("written\n%s\npackage json writes\n%s", got, want)
		}
		if err == nil {
			checkDecode(t, got)
		}
	})
}

// checkDecode compares what is read, or refused, with what package json reads.
func checkDecode(t rapid.TB, body []byte) {
	t.Helper()
	r := Record{Position: 7, Subject: "s", Body: body}
	want, wrong := decode(r)
	got, err := Decode(r)
	if fmt.Sprint(err) != fmt.Sprint(wrong) || !reflect.DeepEqual(got, want) {
		t.Fatalf("read %+v, %v\npackage json reads %+v, %v\nof %s", got, err, want, wrong, body)
	}
}

// drawEvent returns an event of any type with any values.
func drawEvent(t *rapid.T) domain.Event {
	e := domain.Event{
		ID: drawText(t), Source: drawText(t), Type: rapid.SampledFrom(domain.Types()).Draw(t, "type"), Subject: drawText(t),
		At: drawTime(t), Actor: drawText(t), Transaction: drawText(t), Backdated: rapid.Bool().Draw(t, "backdated"),
		RecordedAt: drawTime(t), Sequence: rapid.Int().Draw(t, "sequence"),
	}
	e.Data = e.Type.NewData()
	fill(t, reflect.ValueOf(e.Data).Elem())
	return e
}

func drawText(t *rapid.T) string {
	return rapid.OneOf(
		rapid.Just(""), rapid.String(), rapid.SampledFrom([]string{"H37.13", "Hồ sơ", "a\"b", `\`, "\x00", "\u2028<&>", "\xff", "online", "1.0", "urn:x:y"}),
	).Draw(t, "text")
}

func drawTime(t *rapid.T) time.Time {
	if rapid.IntRange(0, 3).Draw(t, "none") == 0 {
		return time.Time{}
	}
	zone := time.FixedZone("", rapid.SampledFrom([]int{0, 7 * 3600, -5*3600 - 1800, 25200 + 400}).Draw(t, "zone"))
	return time.UnixMilli(rapid.Int64Range(0, 1<<42).Draw(t, "instant")).In(zone)
}

// fill sets the fields of a struct, or leaves them as they are.
func fill(t *rapid.T, v reflect.Value) {
	switch into := v.Addr().Interface().(type) {
	case *time.Time:
		*into = drawTime(t)
		return
	case *calendar.Limit:
		*into, _ = calendar.ParseLimit(rapid.SampledFrom([]string{"", "0workday", "5workday", "0.5workday", "8.25workhour", "10000day", "3month"}).Draw(t, "limit"))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(drawText(t))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "bool"))
	case reflect.Int, reflect.Int64:
		v.SetInt(rapid.SampledFrom([]int64{0, 1, -1, 42, 1<<62 - 1, -1 << 63}).Draw(t, "int"))
	case reflect.Pointer:
		if rapid.Bool().Draw(t, "given") {
			v.Set(reflect.New(v.Type().Elem()))
			fill(t, v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(t, v.Field(i))
			}
		}
	default: // slices, maps and figures are package json's own
	}
}

// TestGoldenIsPlain reads every stored form of today the fast way.
func TestGoldenIsPlain(t *testing.T) {
	for _, name := range goldens(t) {
		body := "[" + compactFile(t, name) + "]"
		checkDecode(t, []byte(body))
		if _, _, ok := domain.NewStoredReader().Read([]byte(body)); !ok {
			t.Errorf("%s is read by package json", name)
		}
	}
}

// FuzzScan feeds both ways of reading any body: they agree on what it holds, and
// on what is wrong with it.
func FuzzScan(f *testing.F) {
	var all string
	for _, name := range goldens(f) {
		one := compactFile(f, name)
		f.Add([]byte("[" + one + "]"))
		all += "," + one
	}
	f.Add([]byte("[" + all[1:] + "]"))
	f.Add([]byte("]"))
	f.Fuzz(func(t *testing.T, body []byte) { checkDecode(t, body) })
}

// body is a typical commit: a receipt, and the due that follows from it.
func body(b *testing.B) []byte {
	b.Helper()
	first, second := compactFile(b, "testdata/golden/dossier.received.v1.json"), compactFile(b, "testdata/golden/deadline.set.v1.json")
	return fmt.Appendf(nil, "[%s,%s]", first, second)
}

func BenchmarkDecode(b *testing.B) {
	r := Record{Position: 1, Subject: "s", Body: body(b)}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Decode(r); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecodeNaive(b *testing.B) {
	r := Record{Position: 1, Subject: "s", Body: body(b)}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := decode(r); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	c, err := Decode(Record{Position: 1, Subject: "s", Body: body(b)})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Encode(c); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncodeNaive(b *testing.B) {
	c, err := Decode(Record{Position: 1, Subject: "s", Body: body(b)})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := naiveEncode(c); err != nil {
			b.Fatal(err)
		}
	}
}
