package demo

import (
	"reflect"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

// usualPlan is the size of the demonstration as it is shown.
const usualMonths, usualDossiers = 10, 1300

func TestPlanComesFromTheSeedAlone(t *testing.T) {
	a, b := newPlan(t, 1, 10, 300), newPlan(t, 1, 10, 300)
	courses := slices.Collect(a.Courses())
	if !reflect.DeepEqual(courses, slices.Collect(b.Courses())) || !reflect.DeepEqual(a.Opening, b.Opening) || !reflect.DeepEqual(a.Notices, b.Notices) {
		t.Error("two plans of one seed differ")
	}
	if other := newPlan(t, 2, 10, 300); reflect.DeepEqual(courses, slices.Collect(other.Courses())) {
		t.Error("two seeds give one plan")
	}
}

// The courses are drawn a day at a time: no dossier may come before one of an
// earlier day.
func TestCoursesComeInTheirOrder(t *testing.T) {
	for seed := range uint64(5) {
		plan, err := NewPlan(seed, Size{Months: 12, Dossiers: 3000, Pending: 600})
		if err != nil {
			t.Fatal(err)
		}
		n, last := 0, plan.Starts()
		for c := range plan.Courses() {
			if n++; c.handedIn().Before(last) {
				t.Fatalf("seed %d: %s is handed in at %s, after one of %s", seed, c.Code, c.handedIn(), last)
			}
			last = c.handedIn()
		}
		if n != 3000 || plan.Dossiers() != n {
			t.Errorf("seed %d: %d courses of %d dossiers, not 3000", seed, n, plan.Dossiers())
		}
	}
}

func TestPlanRefusesWhatItCannotPlay(t *testing.T) {
	for _, size := range [][2]int{{0, 10}, {19, 10}, {10, 0}} {
		if _, err := NewPlan(1, Size{Months: size[0], Dossiers: size[1]}); err == nil {
			t.Errorf("%d months with %d dossiers are planned", size[0], size[1])
		}
	}
}

func TestPlanSpansTheYearsOddities(t *testing.T) {
	plan := newPlan(t, 1, usualMonths, 1)
	if plan.From.String() != "2025-06-02" || plan.To.String() != "2026-03-31" {
		t.Errorf("the play lasts from %s to %s", plan.From, plan.To)
	}
	for day, worked := range map[string]bool{"2025-09-02": false, "2026-01-02": false, "2026-01-10": true, "2026-02-18": false} {
		d, err := calendar.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		if plan.office.IsWorkday(d) != worked {
			t.Errorf("%s is worked: %t", day, !worked)
		}
	}
}

func TestReceiptsLieWithinOfficeTime(t *testing.T) {
	for _, seed := range []uint64{1, 2, 3} {
		plan := newPlan(t, seed, usualMonths, usualDossiers)
		for c := range plan.Courses() {
			if at := plan.office.Opens(c.Received); !at.Equal(c.Received) {
				t.Errorf("seed %d: %s is received at %s, when the desk is closed", seed, c.Code, c.Received)
			}
			if c.Submitted.After(c.Received) {
				t.Errorf("seed %d: %s is received at %s, before it is submitted at %s", seed, c.Code, c.Received, c.Submitted)
			}
		}
	}
}

func TestArrivalsAreBelievable(t *testing.T) {
	plan := newPlan(t, 1, usualMonths, usualDossiers)
	byWeekday, swapped := map[time.Weekday]int{}, 0
	before, after, weekend := 0, 0, 0
	for c := range plan.Courses() {
		day := plan.office.date(c.Received)
		byWeekday[day.Weekday()]++
		switch days := tet.Sub(day); {
		case days > 0 && days <= 7:
			before++
		case days <= 0 && days > -12:
			after++
		}
		if day == calendar.DateFrom(2026, time.January, 10) {
			swapped++
		}
		if !c.Submitted.IsZero() && !plan.office.IsWorkday(plan.office.date(c.Submitted)) {
			weekend++
		}
	}
	if byWeekday[time.Monday] < byWeekday[time.Friday]*5/4 {
		t.Errorf("Mondays are not busy: %v", byWeekday)
	}
	if byWeekday[time.Saturday] != swapped || byWeekday[time.Sunday] > 0 || swapped == 0 {
		t.Errorf("Saturdays %d, of them on the one that is worked %d; Sundays %d", byWeekday[time.Saturday], swapped, byWeekday[time.Sunday])
	}
	if before <= 2*after {
		t.Errorf("%d dossiers in the week before Tết, %d in the one after", before, after)
	}
	if weekend == 0 {
		t.Error("nobody submits online on a day off")
	}
}

func TestCodesAreUniqueAndWellFormed(t *testing.T) {
	seen := map[string]bool{}
	for c := range newPlan(t, 1, usualMonths, usualDossiers).Courses() {
		if seen[c.Code] {
			t.Errorf("%s occurs twice", c.Code)
		}
		seen[c.Code] = true
		if _, err := domain.ParseCode(c.Code); err != nil {
			t.Error(err)
		}
	}
}

// A day of a province may bring more dossiers than a code has numbers for.
func TestCodesGoOnBehindTheLastOrdinal(t *testing.T) {
	form := regexp.MustCompile(domain.CodePattern)
	seen := map[string]bool{}
	for _, n := range []int{1, mostADay, mostADay + 1, 2 * mostADay, 2*mostADay + 1, 10*mostADay + 2} {
		for _, unit := range []string{agency, agency + ".9"} {
			c := code(unit, "260525", n)
			if !form.MatchString(c) || seen[c] {
				t.Errorf("the dossier %d of %s has the code %s", n, unit, c)
			}
			seen[c] = true
		}
	}
	if c := code(agency, "260525", 7); c != "H37.13-260525-0007" {
		t.Errorf("%s", c)
	}
}

func TestCatalogueIsWhatADepartmentHas(t *testing.T) {
	c, err := readCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Procedures) != 150 {
		t.Errorf("%d procedures", len(c.Procedures))
	}
	codes, units, without, sameDay, longest := map[string]bool{}, map[calendar.Unit]int{}, 0, 0, 0.0
	for _, p := range c.Procedures {
		codes[p.Code] = true
		form, err := p.form(c)
		if err != nil {
			t.Fatal(err)
		}
		if len(form.Limits) == 0 {
			without++
		}
		for _, l := range form.Limits {
			units[l.Limit.Unit()]++
			if l.Limit == calendar.SameDay {
				sameDay++
			}
		}
		longest = max(longest, p.days)
	}
	if len(codes) != 150 || without == 0 || sameDay == 0 || longest != 60 || len(units) != 4 {
		t.Errorf("%d codes, %d without limit, %d same-day, the longest %g workdays, units %v", len(codes), without, sameDay, longest, units)
	}
}
