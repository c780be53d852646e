package calendar_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// TestSpecRefused changes one thing in a valid spec; the error must name it.
func TestSpecRefused(t *testing.T) {
	const valid = `"id": "x", "version": 1, "zone": "Asia/Ho_Chi_Minh", "sessions": {"mon": [{"from": "07:00", "to": "11:30"}]}`
	for change, want := range map[string]string{
		`"id": ""`:                "id: is empty",
		`"version": 0`:            "version: 0 is below 1",
		`"zone": ""`:              `zone: "" is no IANA zone name`,
		`"zone": "Local"`:         `zone: "Local" is no IANA zone name`,
		`"zone": "Asia/Huế"`:      "zone: unknown time zone Asia/Huế",
		`"sessions": {}`:          "sessions: no weekday is worked",
		`"sessions": {"mon": []}`: "sessions: no weekday is worked",
		`"sessions": {"monday": [{"from": "07:00", "to": "11:30"}]}`:                                    "sessions.monday: is neither mon",
		`"sessions": {"mon": [{"from": "07:00", "to": "11:30"}, {"from": "11:00", "to": "17:00"}]}`:     "sessions.mon[1]: 11:00 begins before 11:30 ended",
		`"sessions": {"default": [{"from": "13:30", "to": "17:00"}, {"from": "07:00", "to": "11:30"}]}`: "sessions.default[1]: 07:00 begins before 17:00 ended",
		`"sessions": {"tue": [{"from": "11:30", "to": "07:00"}]}`:                                       "sessions.tue[0]: 11:30-07:00 ends before it begins",
		`"sessions": {"tue": [{"from": "07:00", "to": "07:00"}]}`:                                       "sessions.tue[0]: 07:00-07:00 ends before it begins, or at once",
		`"days_off": ["2025-09-02", "2025-09-01", "2025-09-02"]`:                                        "days_off[2]: 2025-09-02 is already listed as days_off[0]",
		`"days_off": ["2025-09-02"], "extra_working_days": ["2025-09-02"]`:                              "extra_working_days[0]: 2025-09-02 is already listed as days_off[0]",
		`"days_off": [""]`:           "days_off[0]: is no date",
		`"days_off": ["0205-09-02"]`: "days_off[0]: 0205-09-02 is outside the years 1900-2199",
		`"closures": [{"from": "2025-09-02", "to": "2025-09-01"}]`: "closures[0]: 2025-09-01 is before 2025-09-02",
		`"closures": [{"from": "2025-09-02"}]`:                     "closures[0].to: is no date",
		`"closures": [{"from": "2025-09-02", "to": "9999-12-31"}]`: "closures[0].to: 9999-12-31 is outside the years 1900-2199",
	} {
		var spec calendar.Spec
		if err := json.Unmarshal([]byte("{"+valid+"}"), &spec); err != nil {
			t.Fatal(err)
		}
		spec.Sessions = nil // or the map would keep what the change leaves out
		if !strings.Contains(change, `"sessions"`) {
			change += `, "sessions": {"mon": [{"from": "07:00", "to": "11:30"}]}`
		}
		if err := json.Unmarshal([]byte("{"+change+"}"), &spec); err != nil {
			t.Fatalf("%s: %v", change, err)
		}
		c, err := calendar.New(spec)
		if err == nil || c != nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", change, err, want)
		}
	}
}

func TestSpecRefusesAllAtOnce(t *testing.T) {
	_, err := calendar.New(calendar.Spec{Zone: "UTC", Sessions: map[string][]calendar.Session{
		"mon": {{From: -1, To: 10}, {From: 20, To: 24*60 + 1}},
	}})
	if err == nil {
		t.Fatal("not refused")
	}
	for _, want := range []string{"id: ", "version: ", "sessions.mon[0]: ", "sessions.mon[1]: 00:20-24:01 is outside"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%v\ndoes not say %q", err, want)
		}
	}
}

// TestSpecForm holds the stored form: names never change.
func TestSpecForm(t *testing.T) {
	const stored = `{"id":"x","version":3,"zone":"UTC","sessions":{"default":[{"from":"07:00","to":"24:00"}],"sat":[]},` +
		`"days_off":["2025-09-02"],"extra_working_days":["2025-09-06"],` +
		`"closures":[{"from":"2025-09-08","to":"2025-09-09","reason":"flood"}],` +
		`"confirmed_until":"2025-12-31","note":"n","source":"s"}`
	var spec calendar.Spec
	if err := json.Unmarshal([]byte(stored), &spec); err != nil {
		t.Fatal(err)
	}
	c := calendarOf(t, spec)
	got, err := json.Marshal(c.Spec())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(stored, string(got)); diff != "" {
		t.Errorf("stored form (-want +got):\n%s", diff)
	}
	if c.ID() != "x" || c.Version() != 3 || c.Location().String() != "UTC" || c.WorkdayLength().Hours() != 17 {
		t.Errorf("made %s %d %s %s", c.ID(), c.Version(), c.Location(), c.WorkdayLength())
	}
}

func TestSpecWithoutOptions(t *testing.T) {
	spec := calendar.Spec{ID: "x", Version: 1, Zone: "UTC", Sessions: map[string][]calendar.Session{"sun": {{From: 60, To: 120}}}}
	got, err := json.Marshal(calendarOf(t, spec).Spec())
	want := `{"id":"x","version":1,"zone":"UTC","sessions":{"sun":[{"from":"01:00","to":"02:00"}]}}`
	if err != nil || string(got) != want {
		t.Errorf("%s, %v; want %s", got, err, want)
	}
}

func TestRulesForm(t *testing.T) {
	for text, rules := range map[string]calendar.Rules{
		`{"count":"day-count","roll":"forward"}`:            {},
		`{"count":"clock","roll":"none","cut_off":"16:30"}`: {Count: calendar.ClockCount, Roll: calendar.RollNone, CutOff: 16*60 + 30},
	} {
		got, err := json.Marshal(rules)
		if err != nil || string(got) != text {
			t.Errorf("%+v is stored as %s, %v; want %s", rules, got, err, text)
		}
		var read calendar.Rules
		if err := json.Unmarshal([]byte(text), &read); err != nil || read != rules {
			t.Errorf("%s reads %+v, %v", text, read, err)
		}
	}
	for _, text := range []string{`{"count":"hours"}`, `{"count":""}`, `{"roll":"back"}`, `{"cut_off":"25:00"}`} {
		var rules calendar.Rules
		if err := json.Unmarshal([]byte(text), &rules); err == nil {
			t.Errorf("%s reads %+v", text, rules)
		}
	}
}
