package engine_test

import (
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hoso-engine/dossier/deployments"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections/scorecard"
)

// shipped returns the scorecards that the binary ships.
func shipped(t *testing.T) *scorecard.Library {
	t.Helper()
	var cards []*scorecard.Card
	names, err := fs.Glob(deployments.Files, "scorecards/*.json")
	for _, name := range names {
		b, errRead := deployments.Files.ReadFile(name)
		card, errParse := scorecard.Parse(b)
		if errRead != nil || errParse != nil {
			t.Fatal(name, errRead, errParse)
		}
		cards = append(cards, card)
	}
	if err != nil || len(cards) == 0 {
		t.Fatal("no scorecards: ", err)
	}
	return scorecard.NewLibrary(cards...)
}

// department is a health department whose past is told to an engine: what
// happened, never what it amounts to.
type department struct {
	*office
	agency  string
	ordinal int
}

// department returns one without any procedure in force.
func newDepartment(t *testing.T, agency string) *department {
	t.Helper()
	d := &department{office: open(t, eventstore.NewMemory()), agency: agency}
	d.tell(d.on("2001-01-01", "1.000001", &domain.ProcedureAbolished{}))
	return d
}

// on returns an event of ten o'clock on a day of the past.
func (d *department) on(day, subject string, data domain.Data) domain.Event {
	e := d.event(subject, data)
	e.At, e.Backdated = moment(d.t, day+"T10:00:00+07:00"), true
	return e
}

// tell submits events that must be accepted, and returns their dues.
func (d *department) tell(events ...domain.Event) (dues []time.Time) {
	d.t.Helper()
	for _, r := range d.submit(events...) {
		if r.Status != domain.Accepted {
			d.t.Fatalf("%s: %v", r.Code, r.Error)
		}
		dues = append(dues, r.Due)
	}
	return dues
}

// publish publishes so many procedures of the level.
func (d *department) publish(n int, level domain.ServiceLevel, limit string) {
	d.t.Helper()
	within, err := calendar.ParseLimit(limit)
	if err != nil {
		d.t.Fatal(err)
	}
	var events []domain.Event
	for i := range n {
		form := domain.ProcedureForm{Name: "Thủ tục", Field: "y", ServiceLevel: level, Limits: []domain.ProcedureLimit{{Limit: within}}}
		events = append(events, d.on("2019-01-02", procedure(level, i), &domain.ProcedurePublished{ProcedureForm: form}))
	}
	d.tell(events...)
}

// procedure is the code of the n-th procedure of the level.
func procedure(level domain.ServiceLevel, n int) string { return fmt.Sprintf("%s.%06d", level, n) }

// receive receives so many dossiers on Mondays from the first one on, for so many
// weeks, and returns their codes and dues.
func (d *department) receive(n int, first string, weeks int, channel domain.Channel, procedures ...string) (codes []string, dues []time.Time) {
	d.t.Helper()
	monday, err := calendar.ParseDate(first)
	if err != nil {
		d.t.Fatal(err)
	}
	var events []domain.Event
	for i := range n {
		d.ordinal++
		day := monday.AddDays(7 * (i % weeks))
		y, m, date := day.Civil()
		code := fmt.Sprintf("%s-%02d%02d%02d-%04d", d.agency, y%100, m, date, d.ordinal)
		codes = append(codes, code)
		events = append(events, d.on(day.String(), code, &domain.Received{Intake: domain.Intake{
			Province: d.agency[:3], Agency: d.agency, Procedure: procedures[i%len(procedures)], Channel: channel,
		}}))
	}
	return codes, d.tell(events...)
}

// complete completes the dossiers so many days before their due days.
func (d *department) complete(codes []string, dues []time.Time, before int) {
	d.t.Helper()
	var events []domain.Event
	for i, code := range codes {
		day := calendar.DateOf(dues[i], d.Zone()).AddDays(-before)
		events = append(events, d.on(day.String(), code, &domain.Completed{Outcome: domain.Granted}))
	}
	d.tell(events...)
}

// record records figures from outside.
func (d *department) record(from, to string, figures map[string]float64) {
	d.t.Helper()
	first, errFrom := calendar.ParseDate(from)
	last, errTo := calendar.ParseDate(to)
	if errFrom != nil || errTo != nil {
		d.t.Fatal(errFrom, errTo)
	}
	for _, id := range slices.Sorted(maps.Keys(figures)) {
		d.tell(d.on(to, id, &domain.IndicatorRecorded{Agency: d.agency, From: first, To: last, Value: figures[id], Source: "báo cáo"}))
	}
}

// score asks for the scores of the department.
func (d *department) score(name, from, to string) scorecard.Report {
	d.t.Helper()
	words := url.Values{"from": {from}, "to": {to}, "agency": {d.agency}}
	q, err := scorecard.ParseQuery(words.Get, d.clock(), d.Zone())
	if err != nil {
		d.t.Fatal(err)
	}
	report, err := d.Scorecard(d.t.Context(), name, q, d.head())
	if err != nil {
		d.t.Fatal(err)
	}
	return report
}

// printed returns the values as they are printed, by criterion.
func printed(r scorecard.Report) map[string]string {
	all := make(map[string]string)
	for i, l := range r.Whole.Criteria {
		all[l.ID] = r.Criteria[i].Unit.With(l.Value)
		if l.Status != scorecard.Valued {
			all[l.ID] = string(l.Status)
		}
	}
	return all
}

// Sở Y tế Lạng Sơn, 01/01-31/10/2021: the figures that it published.
func TestLangSon2021(t *testing.T) {
	d := newDepartment(t, "H37.13")
	d.publish(47, domain.Level3, "5workday")
	d.publish(47, domain.Level4, "5workday")
	d.publish(54, domain.Level2, "20workday")
	codes, dues := d.receive(1149, "2021-01-04", 41, domain.InPerson, procedure("3", 0), procedure("4", 7))
	d.complete(codes, dues, 3)
	codes, dues = d.receive(28, "2021-01-04", 28, domain.Online, procedure("4", 1))
	d.complete(codes, dues, 0)
	d.receive(144, "2021-10-18", 2, domain.InPerson, procedure("2", 0))
	d.record("2021-01-01", "2021-10-31", map[string]float64{"inspected-units": 17, "subordinate-units": 23})
	d.record("2021-01-01", "2021-12-31", map[string]float64{"inspections-planned": 14})

	report := d.score("lang-son-2021", "2021-01-01", "2021-10-31")
	want := map[string]string{
		"received": "1321", "resolved-in-time": "1177", "pending-in-time": "144", "late": "0", "early-share": "97.6 %",
		"procedures": "148", "level-3": "47", "level-4": "47", "online-share": "63.5 %",
		"inspected": "73.9 %", "inspected-of-plan": "121 %",
	}
	if diff := cmp.Diff(want, printed(report)); diff != "" {
		t.Error(diff)
	}
	if goal := report.Whole.Criteria[10].Goal; goal == nil || !goal.Met || goal.Gap != "21" {
		t.Errorf("the goal of the inspections is %+v", goal)
	}
}

// Sở Y tế Đắk Nông, 2021.
func TestDakNong2021(t *testing.T) {
	d := newDepartment(t, "H16.13")
	d.publish(51, domain.Level2, "5workday")
	d.publish(112, domain.Level3, "5workday")
	d.publish(11, domain.Level4, "5workday")
	d.publish(6, domain.Level1, "5workday")
	codes, dues := d.receive(90, "2021-01-04", 45, domain.InPerson, procedure("2", 0), procedure("3", 100))
	d.complete(codes[:30], dues[:30], 0)
	d.complete(codes[30:], dues[30:], 2)

	want := map[string]string{"procedures": "180", "online": "174", "level-2": "51", "level-3": "112", "level-4": "11", "on-time": "100 %"}
	if diff := cmp.Diff(want, printed(d.score("dak-nong-2021", "2021-01-01", "2021-12-31"))); diff != "" {
		t.Error(diff)
	}
}

// Sở Y tế Đồng Nai: the deductions of 2020, and a year 2021 against its goals.
func TestDongNai2021(t *testing.T) {
	d := newDepartment(t, "H19.13")
	d.publish(10, domain.Level4, "5workday")
	desk, online := procedure("4", 9), []string{procedure("4", 0), procedure("4", 1), procedure("4", 2), procedure("4", 3), procedure("4", 4)}
	d.receive(50, "2020-01-06", 50, domain.Online, online...)
	d.receive(40, "2020-01-06", 40, domain.Postal, desk)
	d.receive(110, "2020-01-06", 50, domain.InPerson, desk)
	d.receive(65, "2021-01-04", 50, domain.Online, online...)
	d.receive(51, "2021-01-04", 50, domain.Postal, desk)
	d.receive(84, "2021-01-04", 50, domain.InPerson, desk)
	year := map[string]float64{"received-outside-software": 0, "documents": 400, "petitions": 12, "petitions-answered": 12}
	for i := range 11 {
		year[fmt.Sprintf("shortfall-%02d", i+1)] = 1
	}
	d.record("2021-01-01", "2021-12-31", year)
	for _, quarter := range [][2]string{{"01-01", "03-31"}, {"04-01", "06-30"}, {"07-01", "09-30"}, {"10-01", "12-31"}} {
		d.record("2021-"+quarter[0], "2021-"+quarter[1], map[string]float64{"documents-electronic": 98})
	}

	report := d.score("dong-nai-2021", "2021-01-01", "2021-12-31")
	got := printed(report)
	for id, want := range map[string]string{
		"online-share": "32.50 %", "online-growth": "30.00 %", "online-used": "50.00 %", "postal-growth": "27.50 %",
		"through-software": "100.00 %", "e-documents": "98.00 %", "petitions": "100.00 %",
	} {
		if got[id] != want {
			t.Errorf("%s is %s, want %s", id, got[id], want)
		}
	}
	deducted := []scorecard.Number{"-1.00", "-1.50", "-0.50", "-1.00", "-0.50", "-2.00", "-0.50", "-1.00", "-0.70", "-0.50", "-1.10"}
	for i, want := range deducted {
		if l := report.Whole.Criteria[i]; l.Points != want {
			t.Errorf("%s takes %s, want %s", l.ID, l.Points, want)
		}
	}
	if total := report.Whole.Total; total.Points != "-10.30" || total.Deducted != "10.30" || total.Maximum != "0.00" {
		t.Errorf("the total is %+v", total)
	}
	met := make(map[string]bool)
	for _, l := range report.Whole.Criteria[len(deducted):] {
		met[l.ID] = l.Goal.Met
	}
	want := map[string]bool{
		"online-share": true, "online-growth": true, "online-used": true, "postal-growth": false,
		"through-software": true, "e-documents": true, "petitions": true,
	}
	if diff := cmp.Diff(want, met); diff != "" {
		t.Errorf("the goals that are met:\n%s", diff)
	}
}

// Decision 766 over ten dossiers: the points of what they show, worked out by
// hand, and what only others can tell shown as missing.
func TestDecision766(t *testing.T) {
	d := newDepartment(t, "H37.13")
	d.publish(3, domain.LevelFull, "5workday")
	d.publish(1, domain.LevelInfoOnline, "5workday")
	online, dues := d.receive(3, "2025-03-03", 1, domain.Online, procedure("full", 0), procedure("full", 1))
	desk, deskDues := d.receive(7, "2025-03-03", 1, domain.InPerson, procedure("information", 0))
	d.complete(desk[:4], deskDues, 1)
	d.complete(desk[4:6], deskDues[4:], -1) // the day after the due day; the seventh stays, overdue
	for i, code := range online {
		day := calendar.DateOf(dues[i], d.Zone()).String()
		d.tell(d.on(day, code, &domain.FeePaid{Online: i == 0}), d.on(day, code, &domain.Completed{Outcome: domain.Granted, Electronic: true}))
		d.tell(d.on(day, code, &domain.Rated{Satisfaction: []domain.Satisfaction{domain.Satisfied, domain.VerySatisfied, domain.Dissatisfied}[i]}))
	}
	d.record("2025-01-01", "2025-12-31", map[string]float64{
		"petitions": 8, "petitions-on-time": 6, "petitions-unsatisfied": 1, "procedures-with-fee": 5,
		"dossiers-synchronised": 9, "dossiers-to-synchronise": 10,
	})

	report := d.score("qd-766", "2025-01-01", "2025-12-31")
	got := make(map[string]scorecard.Number)
	for _, l := range report.Whole.Criteria {
		if l.Status != scorecard.Missing {
			got[l.ID] = l.Points
		}
	}
	want := map[string]scorecard.Number{
		"synchronised":       "5.40",  // 6 x 9/10
		"on-time":            "14.00", // 20 x (4 early + 3 on time)/10
		"electronic-results": "2.00",  // 6 x 3/9
		"digitised":          "0.00",
		"offered-online":     "1.88", // 2 x 3/4 of 80 %
		"online-used":        "2.67", // 4 x 2/3
		"filed-online":       "3.60", // 6 x 3/10 of 50 %
		"payable-on-portal":  "0.00",
		// Of the two procedures that fees were paid for one was paid online, of the
		// three dossiers one: 50 % of 80 %, and more than 30 %.
		"procedures-paid-online": "1.25", "dossiers-paid-online": "6.00",
		"petitions-on-time": "4.50", "petitions-satisfied": "5.25", // 6 x 6/8, 6 x 7/8
		"satisfied": "4.00", // 1 - 3/10 - 1/10 = 60 % of 90 %
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	total := report.Whole.Total
	if total.Points != "50.55" || total.Maximum != "100.00" || total.Counted != "76.00" || total.Missing != "24.00" || total.Percent != "66.51" {
		t.Errorf("the total is %+v", total)
	}
}

// A later record for the same agency and period is a correction; a goal that was
// set goes before the definition's.
func TestCorrectedFiguresAndSetGoals(t *testing.T) {
	d := newDepartment(t, "H19.13")
	from, to := "2021-01-01", "2021-12-31"
	before := printed(d.score("dong-nai-2021", from, to))
	d.record(from, to, map[string]float64{"petitions": 12, "petitions-answered": 9})
	d.record(from, to, map[string]float64{"petitions-answered": 12})
	first, _ := calendar.ParseDate(from)
	last, _ := calendar.ParseDate(to)
	d.tell(d.on(to, "petitions", &domain.TargetSet{Agency: "H19.13", From: first, To: last, Value: 99.5, Source: "QĐ 1"}))

	report := d.score("dong-nai-2021", from, to)
	line := report.Whole.Criteria[len(report.Criteria)-1]
	goal := scorecard.Goal{Is: scorecard.AtLeast, Value: "99.50", Met: true, Gap: "0.50", Source: "QĐ 1"}
	if before["petitions"] != "missing" || line.Value != "100.00" || line.Goal == nil || *line.Goal != goal {
		t.Errorf("before it was %s; it is %+v with the goal %+v", before["petitions"], line, line.Goal)
	}
	if got := before["online-share"]; got != "na" {
		t.Errorf("the share of no dossiers is %s", got)
	}
}

func TestScorecardsByName(t *testing.T) {
	o := open(t, eventstore.NewMemory())
	if list := o.ScorecardList(); len(list) != 4 || list[3].Name != "qd-766" {
		t.Errorf("the scorecards are %+v", list)
	}
	_, err := o.Scorecard(t.Context(), "nobody's", scorecard.Query{}, 0)
	if e := domain.AsError(err); e.Code != domain.CodeUnknown {
		t.Errorf("a scorecard that is not there: %v", err)
	}
}
