package procedurefile

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

func shipped(t *testing.T) *Mapping {
	t.Helper()
	b, err := os.ReadFile("../../../deployments/mappings/tthc.json")
	if err != nil {
		t.Fatal(err)
	}
	m, err := Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func read(t *testing.T, procedures, limits string) *Catalogue {
	t.Helper()
	c, err := Read(shipped(t), strings.NewReader("code,name,field,level,decision_no\n"+procedures), strings.NewReader("code,channel,value,unit\n"+limits))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestRealTables loads every procedure and every limit of the national portal.
// The figures were counted from the tables by other means.
func TestRealTables(t *testing.T) {
	procedures, err := os.Open("../../../../shared/data/vn_tthc.csv")
	if err != nil {
		t.Skipf("the real tables are not here: %s", err)
	}
	defer procedures.Close()
	limits, err := os.Open("../../../../shared/data/vn_tthc_limits.csv")
	if err != nil {
		t.Skipf("the real tables are not here: %s", err)
	}
	defer limits.Close()
	c, err := Read(shipped(t), procedures, limits)
	if err != nil {
		t.Fatal(err)
	}
	s := c.Summary()
	if got, want := fmt.Sprint(s.Procedures, s.Limits), "map[loaded:2642] map[loaded:5840 no-deadline:1195 repeated:43]"; got != want {
		t.Errorf("the tables hold %s, want %s", got, want)
	}
	if got, want := fmt.Sprint(s.NoDeadline), "map[no limit is stated:334 the limit has no unit:861]"; got != want {
		t.Errorf("without a deadline: %s, want %s", got, want)
	}
	if s.WithCases != 68 || s.WithoutLimit != 483 || len(s.Lines) != 1195 {
		t.Errorf("%d with cases, %d without a limit, %d lines; want 68, 483, 1195", s.WithCases, s.WithoutLimit, len(s.Lines))
	}
	units := make(map[string]int)
	total := 0
	for _, p := range c.Procedures {
		for _, l := range p.Form.Limits {
			units[l.Limit.Unit().String()]++
			total++
		}
	}
	if got, want := fmt.Sprint(units, total), "map[day:1571 month:14 workday:4119 workhour:136] 5840"; got != want {
		t.Errorf("the limits are %s, want %s", got, want)
	}
	decideAll(t, c)
}

// decideAll publishes every procedure as the engine would.
func decideAll(t *testing.T, c *Catalogue) {
	t.Helper()
	now := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	events, err := c.Publications(nil, now)
	if err != nil || len(events) != 2642 {
		t.Fatalf("%d events, %v; want 2642", len(events), err)
	}
	g := domain.NewRegistry()
	known := make(map[string]domain.ProcedureView)
	for _, p := range events {
		decided, err := domain.DecideFact(g.Fact(domain.KindProcedure, p.Event.Subject), p.Event, now)
		if err != nil {
			t.Fatalf("line %d: %s: %v", p.Line, p.Event.Subject, err)
		}
		g = g.With(decided[0])
	}
	for _, view := range g.ProceduresAfter("", 3000).Procedures {
		known[view.Code] = view
	}
	if again, err := c.Publications(known, now.Add(time.Hour)); err != nil || len(again) > 0 {
		t.Errorf("a second import needs %d events (%v), want none", len(again), err)
	}
}

func TestLimits(t *testing.T) {
	for _, row := range []struct{ lines, limits, outcomes string }{
		{"1.1,Trực tiếp,5,working_day\n1.1,Trực tuyến,3,calendar_day", "in-person:5workday online:3day", "loaded loaded"},
		{"1.1,Trực tiếp,0.5,working_day\n1.1,Dịch vụ bưu chính,8,hour\n1.1,Trực tuyến,3,month", "in-person:0.5workday postal:8workhour online:3month", "loaded loaded loaded"},
		{"1.1,Trực tiếp,02,working_day\n1.1,Trực tiếp,2.0,working_day", "in-person:2workday", "loaded repeated"},
		{"1.1,Trực tiếp,5,working_day\n1.1,Trực tiếp,30,calendar_day\n1.1,Trực tiếp,5,working_day", "in-person:5workday in-person/30day:30day", "loaded loaded repeated"},
		{"1.1,Trực tiếp,,not_stated\n1.1,Trực tuyến,140.000,unit_missing\n1.1,Trực tuyến,,working_day", "", "no-deadline no-deadline no-deadline"},
		{"1.2,Trực tiếp,5,working_day", "", `refused:procedure "1.2" is not in the table of procedures, or was refused there`},
		{"1.1,Fax,5,working_day", "", `refused:channel "Fax" is not known to the mapping`},
		{"1.1,Trực tiếp,5,week", "", `refused:unit "week" is not known to the mapping`},
		{`1.1,Trực tiếp,"1,5",working_day`, "", `refused:the value "1,5" is no plain decimal number`},
		{"1.1,Trực tiếp,1.5,calendar_day", "", `refused:"1.5" calendar_day is no limit: calendar: limit of 1.5 day: the smallest part of a day is 1`},
		{"1.1,Trực tiếp,100000,working_day", "", `refused:"100000" working_day is no limit: calendar: limit value 100000 is above 10000`},
		{"1.1,Trực tiếp,5", "", "refused:the line has 3 columns, the header another number"},
	} {
		c := read(t, "1.1,Thử,Y tế,Cấp tỉnh,1/QĐ\n", row.lines)
		var limits, outcomes []string
		for _, l := range c.Procedures[0].Form.Limits {
			limits = append(limits, strings.Replace(string(l.Channel)+"/"+l.Case+":"+l.Limit.String(), "/:", ":", 1))
		}
		for _, l := range c.Lines[1:] {
			outcome := string(l.Outcome)
			if l.Outcome == Refused {
				outcome += ":" + l.Reason
			}
			outcomes = append(outcomes, outcome)
		}
		if strings.Join(limits, " ") != row.limits || strings.Join(outcomes, " ") != row.outcomes {
			t.Errorf("%q:\nlimits %q, outcomes %q; want\n%q, %q", row.lines, limits, outcomes, row.limits, row.outcomes)
		}
	}
}

func TestProcedures(t *testing.T) {
	c := read(t, "\"1.1\",Thử,Y tế,\"Cấp bộ, Cấp tỉnh, Cấp lạ\",1/QĐ\n1.1,Lại,Y tế,,\n,Thử,Y tế,,\n1 2,Thử,Y tế,,\n1.3,,Y tế,,\n1.4,Thử,,,\n", "")
	if p := c.Procedures; len(p) != 1 || p[0].Form.Authority != "ministry, province, Cấp lạ" || p[0].Form.Decision.Number != "1/QĐ" {
		t.Errorf("the procedures are %+v", p[0])
	}
	var reasons []string
	for _, l := range c.Lines[1:] {
		reasons = append(reasons, fmt.Sprintf("%d %s %s", l.Line, l.Outcome, l.Reason))
	}
	want := []string{
		"3 refused procedure 1.1 stands in line 2 already", `4 refused code "" is no procedure's code`,
		`5 refused code "1 2" is no procedure's code`, "6 refused name is missing", "7 refused field is missing",
	}
	if strings.Join(reasons, "\n") != strings.Join(want, "\n") {
		t.Errorf("the lines are\n%s, want\n%s", strings.Join(reasons, "\n"), strings.Join(want, "\n"))
	}
}

// TestPublications publishes, amends, leaves alone, and publishes again what was
// abolished; what the tables don't say stays.
func TestPublications(t *testing.T) {
	at := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	g := domain.NewRegistry()
	take := func(e domain.Event) {
		t.Helper()
		decided, err := domain.DecideFact(g.Fact(domain.KindProcedure, e.Subject), e, at)
		if err != nil {
			t.Fatal(err)
		}
		g = g.With(decided[0])
	}
	publish := func(limits string) string {
		t.Helper()
		known := make(map[string]domain.ProcedureView)
		for _, view := range g.ProceduresAfter("", 10).Procedures {
			known[view.Code] = view
		}
		events, err := read(t, "1.1,Thử,Y tế,Cấp tỉnh,1/QĐ\n", limits).Publications(known, at)
		if err != nil {
			t.Fatal(err)
		}
		if len(events) == 0 {
			return "nothing"
		}
		take(events[0].Event)
		return fmt.Sprintf("%s %s", events[0].Event.Type, events[0].Event.ID[:6])
	}
	five, six := "1.1,Trực tiếp,5,working_day\n1.1,Trực tuyến,5,working_day\n", "1.1,Trực tiếp,6,working_day\n"
	swapped := "1.1,Trực tuyến,5,working_day\n1.1,Trực tiếp,5,working_day\n"
	for i, step := range []struct{ limits, want string }{
		{five, "procedure.published 1.1/1/"},
		{five, "nothing"},
		{swapped, "nothing"},
		{six, "procedure.amended 1.1/2/"},
		{five, "procedure.amended 1.1/3/"},
	} {
		if got := publish(step.limits); got != step.want {
			t.Errorf("step %d: %s, want %s", i, got, step.want)
		}
	}
	form := g.Procedure("1.1", at).ProcedureForm
	form.Stop = domain.Resume
	take(domain.Event{ID: "own", Source: "urn:test", Type: domain.TypeProcedureAmended, Subject: "1.1", At: at, Data: &domain.ProcedureAmended{ProcedureForm: form}})
	if got := publish(five); got != "nothing" {
		t.Errorf("what the tables don't say is taken for a difference: %s", got)
	}
	if got := publish(six); got != "procedure.amended 1.1/5/" || g.Procedure("1.1", at).Stop != domain.Resume {
		t.Errorf("%s, stop %q: what the tables don't say was lost", got, g.Procedure("1.1", at).Stop)
	}
	take(domain.Event{ID: "over", Source: "urn:test", Type: domain.TypeProcedureAbolished, Subject: "1.1", At: at, Data: &domain.ProcedureAbolished{}})
	if got := publish(six); got != "procedure.published 1.1/6/" {
		t.Errorf("an abolished procedure: %s", got)
	}
}

func TestWrongTables(t *testing.T) {
	for _, c := range []struct{ procedures, limits, want string }{
		{"", "code,channel,value,unit\n", "procedures: the table's header can't be read"},
		{"code,name\n", "code,channel,value,unit\n", "procedures: the table has no column"},
		{"code,name,field,level,decision_no\n", "code,value\n", "limits: the table has no column"},
		{"code,name,field,level,decision_no\n1.1,\"Thử,Y tế\n", "code,channel,value,unit\n", "procedures: the table can't be read"},
	} {
		if _, err := Read(shipped(t), strings.NewReader(c.procedures), strings.NewReader(c.limits)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q", c.procedures, err, c.want)
		}
	}
}

func TestWrongMappings(t *testing.T) {
	for text, want := range map[string]string{
		`{}`:                      "name is missing",
		`{"name":"x","colour":1}`: "mapping",
		`{"name":"x","procedures":{"columns":{"code":"a"}},"limits":{"columns":{}}}`: "procedures.columns: name is missing",
		`{"name":"x","procedures":{"columns":{"code":"a","name":"b","field":"c","colour":"d"}},
		  "limits":{"columns":{"code":"a","channel":"b","value":"c","unit":"d"},"channels":{"Fax":"fax"}}}`: `limits.channels: "Fax"`,
	} {
		if _, err := Parse([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}
