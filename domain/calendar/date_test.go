package calendar_test

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain/calendar"
)

func TestDateForms(t *testing.T) {
	for text, n := range map[string]calendar.Date{
		"0001-01-01": calendar.MinDate,
		"1900-01-01": 693596, // the first and the last that can be listed
		"1970-01-01": 719163,
		"2199-12-31": 803168,
		"9999-12-31": calendar.MaxDate,
	} {
		if d := date(t, text); d != n || d.String() != text {
			t.Errorf("%s is number %d and prints %s", text, d, d)
		}
	}
	for _, text := range []string{"", "2025-9-8", "2025-02-29", "2025-13-01", "0000-01-01", "10000-01-01", "2025/09/08", "2025-09-08T00:00", " 2025-09-08", "-001-01-01"} {
		if d, err := calendar.ParseDate(text); err == nil || d != 0 {
			t.Errorf("%q is taken as %s", text, d)
		}
	}
}

func TestDateText(t *testing.T) {
	var form struct {
		D, None, Omit calendar.Date
		Of            map[calendar.Date]int
	}
	const text = `{"D":"2025-09-08","None":"","Omit":"","Of":{"2025-09-09":1}}`
	if err := json.Unmarshal([]byte(text), &form); err != nil {
		t.Fatal(err)
	}
	if got, err := json.Marshal(form); err != nil || string(got) != text {
		t.Errorf("%s, %v; want %s", got, err, text)
	}
	if _, err := json.Marshal(calendar.MaxDate + 1); err == nil {
		t.Error("a date in the year 10000 was written")
	}
}

// TestDateAgreesWithPackageTime compares with the civil dates of package time.
func TestDateAgreesWithPackageTime(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := calendar.Date(rapid.Int32Range(int32(calendar.MinDate), int32(calendar.MaxDate)).Draw(r, "date"))
		y, m, day := d.Civil()
		at := time.Date(y, m, day, 23, 59, 59, 999999999, time.UTC)
		if calendar.DateFrom(y, m, day) != d || calendar.DateOf(at, time.UTC) != d || d.Weekday() != at.Weekday() {
			r.Fatalf("%s: %s %s", d, at, d.Weekday())
		}
		n := rapid.IntRange(-800, 800).Draw(r, "n")
		if e := d.AddDays(n); !e.IsZero() && (e.Sub(d) != n || e.String() != at.AddDate(0, 0, n).Format(time.DateOnly)) {
			r.Fatalf("%s %+d days = %s", d, n, e)
		}
		if e := d.AddMonths(n); !e.IsZero() {
			ey, em, ed := e.Civil()
			if ey*12+int(em) != y*12+int(m)+n || ed > day || ed < day && e.AddDays(1).AddMonths(0).String()[8:] != "01" {
				r.Fatalf("%s %+d months = %s", d, n, e)
			}
		}
	})
}

func TestDateEdges(t *testing.T) {
	for name, d := range map[string]calendar.Date{
		"a day after the last":     calendar.MaxDate.AddDays(1),
		"a day before the first":   calendar.MinDate.AddDays(-1),
		"far after":                calendar.MaxDate.AddDays(1 << 40),
		"a month after the last":   calendar.MaxDate.AddMonths(1),
		"a month before the first": calendar.MinDate.AddMonths(-1),
		"months of no date":        calendar.Date(0).AddMonths(1),
		"days of no date":          calendar.Date(0).AddDays(1),
		"the year 10000":           calendar.DateFrom(10000, 1, 1),
		"the year 1<<60":           calendar.DateFrom(1<<60, 1, 1),
		"an instant of long after": calendar.DateOf(time.Unix(1<<55, 0), time.UTC),
	} {
		if !d.IsZero() {
			t.Errorf("%s is %s", name, d)
		}
	}
	if d := calendar.DateFrom(2025, 4, 31); d != date(t, "2025-05-01") {
		t.Errorf("31 April is %s", d)
	}
}

func TestDateOrder(t *testing.T) {
	a, b := date(t, "2025-12-31"), date(t, "2026-01-01")
	if !a.Before(b) || a.After(b) || b.Before(a) || !b.After(a) || a.Before(a) || a.After(a) {
		t.Error("before and after are mixed up")
	}
	if a.Compare(b) != -1 || b.Compare(a) != 1 || a.Compare(a) != 0 || b.Sub(a) != 1 || a.Sub(b) != -1 {
		t.Error("the order is wrong")
	}
}

// TestDateOfZone: the same instant is on two dates.
func TestDateOfZone(t *testing.T) {
	at := time.Date(2025, 9, 8, 17, 0, 0, 0, time.UTC)
	vn := deployed(t, "vn").Location()
	if d := calendar.DateOf(at, vn); d != date(t, "2025-09-09") {
		t.Errorf("17:00 UTC in Vietnam is on %s", d)
	}
	if d := calendar.DateOf(at.Add(-1), vn); d != date(t, "2025-09-08") {
		t.Errorf("just before 17:00 UTC in Vietnam is on %s", d)
	}
}

func TestTimeOfDay(t *testing.T) {
	for text, want := range map[string]calendar.TimeOfDay{"00:00": 0, "07:05": 425, "23:59": 1439, "24:00": 1440} {
		if got, err := calendar.ParseTimeOfDay(text); err != nil || got != want || got.String() != text {
			t.Errorf("%s is %s, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "7:00", "07:60", "24:01", "25:00", "07.00", "0a:00", "07:0a", "-7:00", "007:00"} {
		if got, err := calendar.ParseTimeOfDay(text); err == nil {
			t.Errorf("%q is taken as %s", text, got)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{"2025-09-08", "0001-01-01", "9999-12-31", "2024-02-29", "2023-02-29", "0000-00-00", "2025-9-8"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := calendar.ParseDate(s)
		if (err == nil) == d.IsZero() {
			t.Errorf("%q is %s, %v", s, d, err)
		}
		if err == nil && d.String() != s {
			t.Errorf("%q prints %q", s, d)
		}
	})
}
