package demo

import (
	"testing"

	"github.com/go-json-experiment/json"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

func TestPlayIsTheSameEachTime(t *testing.T) {
	said := func() string {
		b, _ := playBooks(t, newPlan(t, 7, 4, 120))
		var events []domain.Event
		for _, p := range b.posted {
			events = append(events, p.event)
		}
		text, err := json.Marshal(events)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	if first, second := said(), said(); first != second {
		t.Error("two plays of one seed post different events")
	}
}

func TestPlayIsAnsweredAsPlanned(t *testing.T) {
	for _, size := range []struct {
		seed             uint64
		months, dossiers int
	}{{2, 10, 250}, {3, 1, 20}, {4, 3, 1}, {5, 18, 200}, {6, 6, 120}, {7, 2, 100}} {
		_, tally := playBooks(t, newPlan(t, size.seed, size.months, size.dossiers))
		for _, u := range tally.Unexpected {
			t.Errorf("seed %d, %d dossiers: %s", size.seed, size.dossiers, u)
		}
		if tally.Dossiers != size.dossiers {
			t.Errorf("seed %d: %d of %d dossiers were handed in", size.seed, tally.Dossiers, size.dossiers)
		}
	}
}

func TestPendingDossiersAreInHandAtTheEnd(t *testing.T) {
	plan, err := NewPlan(1, Size{Months: 10, Dossiers: 200, Pending: 80})
	if err != nil {
		t.Fatal(err)
	}
	b, tally := playBooks(t, plan)
	if tally.Dossiers != 200 || len(tally.Unexpected) > 0 {
		t.Errorf("%d dossiers; %q", tally.Dossiers, tally.Unexpected)
	}
	if n := b.figures(plan)["pending"]; n < 70 || n > 110 { // one that was submitted last is not received yet
		t.Errorf("%d dossiers are pending, not about 80", n)
	}
}

func TestWhatIsPostedLongAfterIsDeclaredAsBackdated(t *testing.T) {
	plan := newPlan(t, 1, usualMonths, 1)
	for day, declared := range map[string]bool{"2025-11-12": false, "2026-02-13": true} { // the desk is on line again after Tết
		d, err := calendar.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		at := plan.office.on(d, .3)
		s := newStory(plan, &Course{Received: at, Offline: 1, Procedure: plan.catalogue.Procedures[0]})
		if s.backdated(at) != declared {
			t.Errorf("of %s, posted at %s, it is declared %t", at, s.online, !declared)
		}
	}
}

// desks are what offices do; applicants submit, pay and rate at any hour.
var desks = map[domain.Type]bool{
	domain.TypeReceived: true, domain.TypeRefused: true, domain.TypeTransferred: true, domain.TypeCompleted: true,
	domain.TypeSupplementRequested: true, domain.TypePaused: true, domain.TypeResumed: true, domain.TypeExtended: true,
	domain.TypeReturned: true, domain.TypeTerminated: true, domain.TypeReminded: true, domain.TypeCorrected: true,
}

func TestOfficesActWithinOfficeTime(t *testing.T) {
	plan := newPlan(t, 1, usualMonths, 400)
	b, _ := playBooks(t, plan)
	for _, p := range b.posted {
		if at := p.event.At; desks[p.event.Type] && !plan.office.Opens(at).Equal(at) {
			t.Errorf("%s of %s happens at %s, when the office is closed", p.event.Type, p.event.Subject, at)
		}
		if p.event.At.After(p.at) {
			t.Errorf("%s of %s is posted at %s, before it happens at %s", p.event.Type, p.event.Subject, p.at, p.event.At)
		}
	}
}

func TestPlayShowsTheWholeRange(t *testing.T) {
	for _, seed := range []uint64{1} {
		plan := newPlan(t, seed, usualMonths, usualDossiers)
		b, tally := playBooks(t, plan)
		if len(tally.Unexpected) > 0 || tally.Dossiers != usualDossiers {
			t.Errorf("seed %d: %d dossiers; %q", seed, tally.Dossiers, tally.Unexpected)
		}
		figures := b.figures(plan)
		figures["duplicates"], figures["refused answers"] = tally.Duplicates, tally.Refused
		for name, bounds := range map[string][2]int{
			"online": {700, 900}, "in-person": {280, 430}, "postal": {50, 120},
			"early": {1000, 1120}, "on-time": {60, 160}, "late": {15, 25}, "apologised": {8, 16},
			"refused": {15, 30}, "withdrawn": {8, 16}, "terminated": {6, 14},
			"pending": {20, 60}, "overdue": {2, 8}, "not collected": {20, 60},
			"supplements": {40, 140}, "pauses": {10, 70}, "reminded": {10, 30}, "rated": {350, 520},
			"offline": {3, 30}, "backdated": {1, 1}, "corrected": {2, 2},
			"duplicates": {5, 80}, "refused answers": {3, 3},
		} {
			if n := figures[name]; n < bounds[0] || n > bounds[1] {
				t.Errorf("seed %d: %d %s, not %d to %d", seed, n, name, bounds[0], bounds[1])
			}
		}
	}
}

// figures counts what the books hold.
func (b *books) figures(plan *Plan) map[string]int {
	n := make(map[string]int)
	add := func(name string, yes bool) {
		if yes {
			n[name]++
		}
	}
	for _, d := range b.dossiers {
		n[string(d.Channel)]++
		n[d.Verdict().String()]++
		standing := d.StandingAt(plan.Ends())
		n[standing.String()]++
		add("pending", standing.Pending())
		add("not collected", d.State == domain.StateCompleted)
		add("apologised", d.Apologised())
		add("supplements", d.Supplements() > 0)
		add("pauses", len(d.Stops) > d.Supplements())
		add("reminded", d.Reminders > 0)
		add("rated", d.Satisfaction != "")
		add("backdated", d.Backdated > 0)
		add("corrected", d.Corrections > 0)
	}
	for c := range plan.Courses() {
		add("offline", c.Offline > 0)
	}
	return n
}

func TestNobodyIsNamed(t *testing.T) {
	b, _ := playBooks(t, newPlan(t, 1, 3, 100))
	for _, d := range b.dossiers {
		if a := d.Applicant; a == nil || *a != (domain.Applicant{Ref: a.Ref}) {
			t.Errorf("%s says more of its applicant than a reference: %+v", d.Code, a)
		}
	}
}

func TestLateDossiersComeFromTheSlowExpert(t *testing.T) {
	organisation, err := readOrganisation()
	if err != nil {
		t.Fatal(err)
	}
	late, slow := 0, 0
	for c := range newPlan(t, 1, usualMonths, usualDossiers).Courses() {
		if c.Fate == FateLate || c.Fate == FateLateApology {
			late++
			if c.Expert == organisation.SlowExpert {
				slow++
			}
		}
	}
	if slow*2 < late {
		t.Errorf("the slow expert is behind %d of %d late dossiers", slow, late)
	}
}
