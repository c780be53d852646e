package calendar_test

import (
	"encoding/json"
	"testing"

	"github.com/hoso-engine/dossier/domain/calendar"
)

func TestLimitForms(t *testing.T) {
	for text, form := range map[string]string{
		"5workday":      `{"value":5,"unit":"workday"}`,
		"0workday":      `{"value":0,"unit":"workday"}`,
		"0.5workday":    `{"value":0.5,"unit":"workday"}`,
		"10000workday":  `{"value":10000,"unit":"workday"}`,
		"8workhour":     `{"value":8,"unit":"workhour"}`,
		"0.01workhour":  `{"value":0.01,"unit":"workhour"}`,
		"12.25workhour": `{"value":12.25,"unit":"workhour"}`,
		"56day":         `{"value":56,"unit":"day"}`,
		"3month":        `{"value":3,"unit":"month"}`,
		"100month":      `{"value":100,"unit":"month"}`,
	} {
		l := limit(t, text)
		if l.String() != text || l.IsZero() {
			t.Errorf("%s prints %s", text, l)
		}
		got, err := json.Marshal(l)
		if err != nil || string(got) != form {
			t.Errorf("%s is stored as %s, %v; want %s", text, got, err, form)
		}
		var read calendar.Limit
		if err := json.Unmarshal([]byte(form), &read); err != nil || read != l {
			t.Errorf("%s reads %s, %v; want %s", form, read, err, text)
		}
	}
}

func TestLimitRefused(t *testing.T) {
	for _, text := range []string{
		"", "5", "workday", "5 workday", "5hour", "5Workday", "5workdays", "-1day", "+1day", "NaNday", "Infday", "1e1day",
		"05day", "5.0day", "5.day", ".5workday", "0.50workday", "0.25workday", "0.005workhour", "1.5day", "0.5month",
		"10000.5workday", "10001day", "99999999999999999999day", "1.2.3workhour", "1,5workday", "٣day", "5day ",
	} {
		if l, err := calendar.ParseLimit(text); err == nil || !l.IsZero() {
			t.Errorf("%q is taken as %s", text, l)
		}
	}
	for _, form := range []string{
		`{}`, `5`, `"5workday"`, `{"value":5}`, `{"unit":"day"}`, `{"value":"5","unit":"day"}`, `{"value":null,"unit":"day"}`,
		`{"value":1e1,"unit":"day"}`, `{"value":-1,"unit":"day"}`, `{"value":0.25,"unit":"workday"}`, `{"value":5,"unit":"hour"}`,
		`{"value":10001,"unit":"day"}`,
	} {
		var l calendar.Limit
		if err := json.Unmarshal([]byte(form), &l); err == nil || !l.IsZero() {
			t.Errorf("%s is taken as %s", form, l)
		}
	}
}

// TestLimitReadsTrailingZeros: other programs print 5 as 5.0, and the national
// portal has 120.000.
func TestLimitReadsTrailingZeros(t *testing.T) {
	for form, want := range map[string]string{
		`{"value":5.0,"unit":"workday"}`:             "5workday",
		`{"value":120.000,"unit":"day"}`:             "120day",
		`{"value":0.50,"unit":"workday","case":"x"}`: "0.5workday",
	} {
		var l calendar.Limit
		if err := json.Unmarshal([]byte(form), &l); err != nil || l.String() != want {
			t.Errorf("%s reads %s, %v; want %s", form, l, err, want)
		}
	}
}

func TestNoLimitIsNotZero(t *testing.T) {
	var none calendar.Limit
	if !none.IsZero() || calendar.SameDay.IsZero() || none == calendar.SameDay {
		t.Error("no limit and a limit of 0 are taken for each other")
	}
	if got := limit(t, "0workday"); got != calendar.SameDay {
		t.Errorf("0workday is %v, not SameDay", got)
	}
	form := struct {
		None calendar.Limit `json:"none"`
		Omit calendar.Limit `json:"omit,omitzero"`
		Same calendar.Limit `json:"same,omitzero"`
	}{Same: calendar.SameDay}
	got, err := json.Marshal(form)
	want := `{"none":null,"same":{"value":0,"unit":"workday"}}`
	if err != nil || string(got) != want {
		t.Errorf("%s, %v; want %s", got, err, want)
	}
	form.None = calendar.SameDay
	if err := json.Unmarshal(got, &form); err != nil || !form.None.IsZero() {
		t.Errorf("null reads %s, %v", form.None, err)
	}
}

func TestLimitOf(t *testing.T) {
	l, err := calendar.LimitOf(20, calendar.Workday)
	if err != nil || l != limit(t, "20workday") || l.Unit() != calendar.Workday || l.Value() != 20 {
		t.Errorf("20 workdays are %s, %v", l, err)
	}
	for _, n := range []int{-1, 10001} {
		if l, err := calendar.LimitOf(n, calendar.Day); err == nil {
			t.Errorf("%d days are %s", n, l)
		}
	}
	if l, err := calendar.LimitOf(1, 0); err == nil {
		t.Errorf("1 of nothing is %s", l)
	}
}

func FuzzParseLimit(f *testing.F) {
	for _, seed := range []string{"5workday", "0.5workday", "8workhour", "56day", "3month", "0workday", "1.25workhour", "05day", "1e3day", "10000day"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		l, err := calendar.ParseLimit(s)
		if err != nil {
			if !l.IsZero() {
				t.Errorf("%q is refused, yet gives %s", s, l)
			}
			return
		}
		if l.IsZero() || l.String() != s {
			t.Errorf("%q prints %q", s, l)
		}
		form, err := json.Marshal(l)
		var read calendar.Limit
		if err != nil || json.Unmarshal(form, &read) != nil || read != l {
			t.Errorf("%s is stored as %s, %v, and reads %s", l, form, err, read)
		}
	})
}

// TestLimitReadJSON: what ReadJSON takes is what was written, and means the same
// as UnmarshalJSON makes of it.
func TestLimitReadJSON(t *testing.T) {
	for _, text := range []string{
		"0workday", "0.5workday", "5workday", "10.5workday", "9999.5workday", "10000day", "3month", "0.01workhour", "8.25workhour", "10workhour", "100.1workhour",
	} {
		want, err := calendar.ParseLimit(text)
		if err != nil {
			t.Fatal(err)
		}
		var read calendar.Limit
		written, err := want.MarshalJSON()
		if err != nil || !read.ReadJSON(written) || read != want {
			t.Errorf("%s is read as %s, %v", written, read, err)
		}
	}
	for _, other := range []string{
		``, `null`, `{}`, `{"value":5}`, `{"value":5,"unit":"year"}`, `{"value":05,"unit":"day"}`, `{"value":5.0,"unit":"day"}`, `{"value":.5,"unit":"workday"}`,
		`{"value":5.,"unit":"day"}`, `{"value":0.25,"unit":"workday"}`, `{"value":10001,"unit":"day"}`, `{"value":1000000000000,"unit":"day"}`,
		`{"value":-1,"unit":"day"}`, `{"value":1e1,"unit":"day"}`, `{"value":0.123,"unit":"workhour"}`, `{"unit":"day","value":5}`, ` {"value":5,"unit":"day"}`,
		`{"value":5,"unit":"day"} `, `{"value":5,"unit":"day","unit":"day"}`, `{"value":5,"unit":""}`,
	} {
		if read := (calendar.Limit{}); read.ReadJSON([]byte(other)) {
			t.Errorf("%s is read as %s", other, read)
		}
	}
}
