package wire

import (
	"testing"
	"time"
)

// FuzzInstant reads instants as package time does, where they are in RFC 3339.
func FuzzInstant(f *testing.F) {
	for _, text := range []string{
		"2026-05-31T17:00:00+07:00", "2026-05-28T17:00:00Z", "2026-05-28T23:59:59.123+07:00", "2026-02-28T00:00:00.001Z",
		"2026-02-29T17:00:00+07:00", "2026-13-01T17:00:00Z", "2026-12-00T17:00:00Z", "2026-12-01T24:00:00Z", "2026-12-01T23:60:00Z",
		"2026-12-01T23:00:60Z", "2026-12-01T23:00:00.12Z", "2026-12-01T23:00:00.1234Z", "2026-12-01T23:00:00+00:00", "2026-12-01T23:00:00+10:00",
		"2026-12-01T23:00:00-07:00", "2026-12-01T23:00:00+07:30", "2026-12-01T23:00:00,123Z", "2026-1a-01T23:00:00Z", "2026-12-01t23:00:00z",
		"2026-12-01T23:00:00", "2026-12-01T23:00:00.", "2026-12-01T23:00:00.123", "0000-01-01T00:00:00+09:00", "",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := usual([]byte(text))
		if !ok {
			return // left to package time
		}
		var want time.Time
		if !strict([]byte(text)) || want.UnmarshalText([]byte(text)) != nil {
			t.Fatalf("%q is taken for %v", text, got)
		}
		_, offset := got.Zone()
		if _, wanted := want.Zone(); !got.Equal(want) || offset != wanted {
			t.Errorf("%q is %v, not %v", text, got, want)
		}
	})
}

func TestTheUsualInstantsAreTaken(t *testing.T) {
	for _, text := range []string{"2026-05-28T17:00:00+07:00", "2026-05-01T07:59:59.123+07:00", "2026-12-28T10:00:00.5Z", "2026-12-28T10:00:00.500Z"} {
		var into time.Time
		in := Input{Rest: []byte(`"` + text + `"`)}
		if !in.Time(&into) {
			t.Errorf("%q is not read", text)
		}
		if _, is := usual([]byte(text)); is != (text != "2026-12-28T10:00:00.5Z") {
			t.Errorf("%q is taken: %v", text, is)
		}
	}
}
