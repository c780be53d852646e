package calendarfile_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"github.com/hoso-engine/dossier/cmd/internal/calendarfile"
	"github.com/hoso-engine/dossier/domain/calendar"
)

// base is a calendar of two years, worked from Monday to Friday.
func base() calendar.Spec {
	return calendar.Spec{
		ID: "vn", Version: 3, Zone: "Asia/Ho_Chi_Minh",
		Sessions:         map[string][]calendar.Session{"default": {{From: 7 * 60, To: 11*60 + 30}, {From: 13*60 + 30, To: 17 * 60}}},
		DaysOff:          dates("2025-09-02", "2026-01-01"),
		ExtraWorkingDays: dates("2025-04-26"),
		ConfirmedUntil:   dates("2026-12-31")[0],
	}
}

func dates(texts ...string) []calendar.Date {
	all := make([]calendar.Date, len(texts))
	for i, text := range texts {
		var err error
		if all[i], err = calendar.ParseDate(text); err != nil {
			panic(err)
		}
	}
	return all
}

// ical writes a file with the events, each given by its lines.
func ical(events ...string) string {
	var b strings.Builder
	b.WriteString("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n")
	for i, lines := range events {
		fmt.Fprintf(&b, "BEGIN:VEVENT\r\nUID:%d\r\nDTSTAMP:20250101T000000Z\r\n%s\r\nEND:VEVENT\r\n", i, strings.ReplaceAll(lines, "|", "\r\n"))
	}
	return b.String() + "END:VCALENDAR\r\n"
}

func TestICal(t *testing.T) {
	for _, c := range []struct{ name, event, off, extra, notTaken string }{
		{"one day", "SUMMARY:Tết|DTSTART;VALUE=DATE:20260216|DTEND;VALUE=DATE:20260217", "[2026-02-16]", "[]", ""},
		{"no end", "SUMMARY:Tết|DTSTART;VALUE=DATE:20260216", "[2026-02-16]", "[]", ""},
		{"ends on its own date", "SUMMARY:Tết|DTSTART;VALUE=DATE:20260216|DTEND;VALUE=DATE:20260216", "[2026-02-16]", "[]", ""},
		{"unmarked date", "SUMMARY:Tết|DTSTART:20260216", "[2026-02-16]", "[]", ""},
		{"a week with its weekend", "SUMMARY:Tết|DTSTART;VALUE=DATE:20260214|DTEND;VALUE=DATE:20260223", "[2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-02-20]", "[]", ""},
		{"a duration", "SUMMARY:Tết|DTSTART;VALUE=DATE:20260216|DURATION:P2D", "[2026-02-16 2026-02-17]", "[]", ""},
		{"a folded line", "SUMMARY:Quốc|  khánh|DTSTART;VALUE=DATE:20260902", "[2026-09-02]", "[]", ""},
		{"làm bù", "SUMMARY:Ngày làm bù|DTSTART;VALUE=DATE:20260110", "[2026-01-01]", "[2026-01-10]", ""},
		{"decomposed", "SUMMARY:La\u0300m bu\u0300|DTSTART;VALUE=DATE:20260110", "[2026-01-01]", "[2026-01-10]", ""},
		{"working day in English", "SUMMARY:Working Day (swap)|DTSTART;VALUE=DATE:20260110", "[2026-01-01]", "[2026-01-10]", ""},
		{"by its category", "SUMMARY:Swap|CATEGORIES:Worked,Other|DTSTART;VALUE=DATE:20260110", "[2026-01-01]", "[2026-01-10]", ""},
		{"a file of holidays", "SUMMARY:Làm bù|CATEGORIES:Holidays|DTSTART;VALUE=DATE:20260110", "[2026-01-01]", "[2026-01-10]", ""},
		{"non-working day", "SUMMARY:Non-working day|DTSTART;VALUE=DATE:20260216", "[2026-02-16]", "[]", ""},
		{"both at once", "SUMMARY:Nghỉ bù (làm bù 10/01)|DTSTART;VALUE=DATE:20260102", "", "", `day off and of a worked day at once`},
		{"worked already", "SUMMARY:Làm bù|DTSTART;VALUE=DATE:20260112", "", "", "2026-01-12 is said to be worked, but is a working day already"},
		{"a meeting", "SUMMARY:Họp|DTSTART:20260216T090000Z|DTEND:20260216T100000Z", "", "", "no date of a whole day"},
		{"cancelled", "SUMMARY:Tết|STATUS:CANCELLED|DTSTART;VALUE=DATE:20260216", "", "", "its status is cancelled"},
		{"tentative", "SUMMARY:24/11|STATUS:TENTATIVE|DTSTART;VALUE=DATE:20261124", "", "", "its status is tentative"},
		{"recurring", "SUMMARY:Tết dương|RRULE:FREQ=YEARLY|DTSTART;VALUE=DATE:20260101", "", "", "it recurs"},
		{"without a date", "SUMMARY:Tết", "", "", "it has no DTSTART"},
		{"no such date", "SUMMARY:Tết|DTSTART;VALUE=DATE:20260230", "", "", "no date of a whole day"},
		{"backwards", "SUMMARY:Tết|DTSTART;VALUE=DATE:20260216|DTEND;VALUE=DATE:20260210", "", "", "before it begins"},
		{"half a year", "SUMMARY:Nghỉ|DTSTART;VALUE=DATE:20260101|DTEND;VALUE=DATE:20260701", "", "", "more than 62 days"},
		{"a duration of hours", "SUMMARY:Nghỉ|DTSTART;VALUE=DATE:20260216|DURATION:PT8H", "", "", "not one of whole days"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := calendarfile.Read("holidays.ics", []byte(ical(c.event)), base(), calendarfile.Replace)
			if c.notTaken != "" {
				if err == nil || !strings.Contains(err.Error(), c.notTaken) {
					t.Fatalf("got %v, %v; want an error that says %q", f, err, c.notTaken)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			off, extra := in2026(f.Calendar.DaysOff), in2026(f.Calendar.ExtraWorkingDays)
			if c.extra != "[]" {
				c.off = "[]" // the year is the list's, which says no day off
			}
			if off != c.off || extra != c.extra || len(f.NotTaken) > 0 {
				t.Errorf("days off %s, extra %s, not taken %q; want %s and %s", off, extra, f.NotTaken, c.off, c.extra)
			}
			if f.Format != calendarfile.ICal || f.Calendar.Version != 4 || fmt.Sprint(f.Years) != "[2026]" {
				t.Errorf("format %s, version %d, years %v", f.Format, f.Calendar.Version, f.Years)
			}
		})
	}
}

func in2026(all []calendar.Date) string {
	some := []calendar.Date{}
	for _, d := range all {
		if year, _, _ := d.Civil(); year == 2026 {
			some = append(some, d)
		}
	}
	return fmt.Sprint(some)
}

func TestLists_otherYearsStay(t *testing.T) {
	list := `{"off_weekdays":["2027-02-08","2027-01-02"],"worked_saturdays":["2027-01-16"],"uncertain":["2027-11-24"]}`
	f, err := calendarfile.Read("list.json", []byte(list), base(), calendarfile.Replace)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(f.Calendar.DaysOff, f.Calendar.ExtraWorkingDays), "[2025-09-02 2026-01-01 2027-02-08] [2025-04-26 2027-01-16]"; got != want {
		t.Errorf("the dates are %s, want %s", got, want)
	}
	notes := strings.Join(f.Notes, "\n")
	for _, want := range []string{"2027-11-24 is listed as uncertain: ignored", "1 dates off fall on days", "dues after 31/12/2026 stay provisional"} {
		if !strings.Contains(notes, want) {
			t.Errorf("the notes are %q, want %q among them", f.Notes, want)
		}
	}
}

func TestLists_addedDates(t *testing.T) {
	late := `{"off_weekdays":["2026-01-02"],"worked_saturdays":["2026-01-10"]}`
	f, err := calendarfile.Read("swap.json", []byte(late), base(), calendarfile.Add)
	if err != nil {
		t.Fatal(err)
	}
	changes := fmt.Sprint(f.Calendar.Changes(base()))
	if want := "[{days_off  2026-01-02} {extra_working_days  2026-01-10}]"; changes != want {
		t.Errorf("the changes are %s, want %s", changes, want)
	}
}

// TestNationalList reads the real list and gets the calendar that is shipped.
func TestNationalList(t *testing.T) {
	b, err := os.ReadFile("../../../../shared/data/vn_calendar.json")
	if err != nil {
		t.Skipf("the real list is not here: %s", err)
	}
	shipped := readShipped(t)
	blank := shipped
	blank.DaysOff, blank.ExtraWorkingDays = nil, nil
	f, err := calendarfile.Read("vn_calendar.json", b, blank, calendarfile.Replace)
	if err != nil {
		t.Fatal(err)
	}
	if changes := f.Calendar.Changes(shipped); len(changes) > 0 || len(f.NotTaken) > 0 {
		t.Errorf("the list differs from the shipped calendar: %v; not taken: %q", changes, f.NotTaken)
	}
	if len(f.Calendar.DaysOff) != 102 || len(f.Calendar.ExtraWorkingDays) != 6 || len(f.Years) != 9 {
		t.Errorf("%d days off, %d extra working days, %d years; want 102, 6, 9", len(f.Calendar.DaysOff), len(f.Calendar.ExtraWorkingDays), len(f.Years))
	}
}

func readShipped(t *testing.T) (spec calendar.Spec) {
	t.Helper()
	b, err := os.ReadFile("../../../deployments/calendars/vn.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &spec); err != nil {
		t.Fatal(err)
	}
	return spec
}

func TestOwnForm(t *testing.T) {
	b, err := json.Marshal(base())
	if err != nil {
		t.Fatal(err)
	}
	f, err := calendarfile.Read("vn.json", append([]byte("\uFEFF"), b...), calendar.Spec{}, calendarfile.Replace)
	if err != nil || f.Format != calendarfile.Own || len(f.Calendar.Changes(base())) > 0 || f.Calendar.Version != 3 {
		t.Errorf("got %+v, %v", f, err)
	}
}

func TestWrongFiles(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"a.json", `{"id":"vn","version":1,"zone":"Asia/Ho_Chi_Minh","sessions":{},"holydays":[]}`, "it is no calendar"},
		{"a.json", `{"id":"vn","version":0,"zone":"Asia/Ho_Chi_Minh","sessions":{"default":[{"from":"07:00","to":"11:30"}]}}`, "version: 0 is below 1"},
		{"a.json", `{"off_weekdays":["2026-13-01"]}`, "it is no national list"},
		{"a.json", `{"off_weekdays":[]}`, "no date that can be taken"},
		{"a.json", `hello`, "it is no calendar"},
		{"a.ics", "BEGIN:VCARD\r\nEND:VCARD\r\n", "it is no iCalendar file"},
		{"a.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "holds no event"},
		{"a.ics", "", "holds no event"},
	} {
		if f, err := calendarfile.Read(c.name, []byte(c.text), base(), calendarfile.Replace); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %q is read as %+v, %v; want an error that says %q", c.name, c.text, f, err, c.want)
		}
	}
}

func FuzzICal(f *testing.F) {
	f.Add(ical("SUMMARY:Tết|DTSTART;VALUE=DATE:20260216|DTEND;VALUE=DATE:20260221"))
	f.Add(ical("SUMMARY:x|DTSTART;VALUE=DATE:20260216|DURATION:P2W"))
	f.Fuzz(func(t *testing.T, text string) {
		file, err := calendarfile.Read("a.ics", []byte(text), base(), calendarfile.Replace)
		if err != nil {
			return
		}
		if _, err := calendar.New(file.Calendar); err != nil {
			t.Errorf("what was read is no calendar: %s", err)
		}
	})
}
