package paper_test

import (
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/ontime/forms"
)

var zone = time.FixedZone("", 7*60*60)

// instant reads a local instant such as "2026-01-15 09:30".
func instant(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
	if err != nil {
		panic(err)
	}
	return t
}

func date(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// row makes a row of the columns that are not sums: 4, 5, 6, 8, 9, 10, 12, 13.
// The dossiers of 3 are those of 7 and 11, so column 6 is what is left.
func row(key, name string, online, direct, early, onTime, late, inTime, overdue int) ontime.Row {
	r := ontime.Row{
		Key: key, Name: name, Online: online, Direct: direct, Early: early, OnTime: onTime, Late: late, InTime: inTime, Overdue: overdue,
		Resolved: early + onTime + late, Pending: inTime + overdue,
	}
	r.Received = r.Resolved + r.Pending
	r.Carried = r.Received - online - direct
	return rated(r)
}

func rated(r ontime.Row) ontime.Row {
	r.Rates.OfResolved = ontime.RateOf(r.Early+r.OnTime, r.Resolved)
	r.Rates.OfDue = ontime.RateOf(r.Early, r.Resolved)
	r.Rates.OfReceived = ontime.RateOf(r.Early+r.OnTime+r.InTime, r.Received)
	return r
}

// report adds the rows up.
func report(by string, rows ...ontime.Row) ontime.Report {
	r := ontime.Report{
		Form: ontime.Form, From: date("2026-01-01"), To: date("2026-01-31"), AsOf: instant("2026-01-31 23:59"), By: by,
		Counting: ontime.DefaultCounting(), Position: 4711, Rows: rows,
	}
	for i := range rows {
		rows[i].No = i + 1
		t := &r.Total
		for _, add := range []struct {
			to *int
			n  int
		}{
			{&t.Received, rows[i].Received},
			{&t.Online, rows[i].Online},
			{&t.Direct, rows[i].Direct},
			{&t.Carried, rows[i].Carried},
			{&t.Resolved, rows[i].Resolved},
			{&t.Early, rows[i].Early},
			{&t.OnTime, rows[i].OnTime},
			{&t.Late, rows[i].Late},
			{&t.Pending, rows[i].Pending},
			{&t.InTime, rows[i].InTime},
			{&t.Overdue, rows[i].Overdue},
		} {
			*add.to += add.n
		}
	}
	r.Total = rated(r.Total)
	return r
}

// samples are one of every form.
func samples() map[string]forms.Form {
	counted := report("field",
		row("duoc", "Dược phẩm", 1200, 30, 1100, 200, 5, 12, 1),
		row("kcb", "=Khám bệnh, \"chữa\" bệnh <b>", 3, 4, 0, 0, 0, 7, 0),
		row("", "", 0, 1, 0, 0, 1, 0, 0))
	counted.Total.Apart = ontime.Apart{Withdrawn: 2, Apologised: 1, Stopped: 3}
	health := forms.Office{
		Superior: domain.Text{VI: "UBND TỈNH H37", EN: "PEOPLE'S COMMITTEE OF H37"},
		Name:     domain.Text{VI: "SỞ Y TẾ", EN: "DEPARTMENT OF HEALTH"},
	}
	punctual := counted
	punctual.Form = "on-time"
	titles := forms.Titles{
		Procedures: map[string]string{"1.000948": "Cấp giấy phép hành nghề"},
		Fields:     map[string]string{"kcb": "Khám bệnh, chữa bệnh"},
		Units:      map[string]string{"H37.13": "Sở Y tế", "nvy": "Phòng Nghiệp vụ Y", "quay": "Quầy số 3"},
	}
	return map[string]forms.Form{
		"II.06a":    forms.Report{Report: counted, Office: health},
		"on-time":   forms.Report{Report: punctual},
		"late-list": late(health, titles), "so-theo-doi": entries(health, titles), "phieu-kiem-soat": control(health, titles),
	}
}

func late(o forms.Office, titles forms.Titles) forms.Form {
	return forms.Late{
		Form: "late-list", From: date("2026-01-01"), To: date("2026-01-31"), AsOf: instant("2026-01-31 23:59"),
		Counting: ontime.DefaultCounting(), Position: 4711, Office: o, Titles: titles,
		Dossiers: []ontime.LateItem{
			{
				Code: "H37.13-260105-0001", Procedure: "1.000948", Field: "kcb", Agency: "H37.13", Unit: "nvy", Officer: "cb-017",
				Received: instant("2026-01-05 09:30"), Due: instant("2026-01-12 17:00"), Appointment: instant("2026-01-20 17:00"),
				Completed: instant("2026-01-14 10:00"), Days: 2, Workdays: 2, Cause: domain.Subjective, Apologised: true, Reminders: 1,
			},
			{
				Code: "H37.13-260106-0002", Procedure: "+unknown", Agency: "H37.13", Received: instant("2026-01-06 07:15"),
				Due: instant("2026-01-13 17:00"), Days: 18, Workdays: 13,
			},
		},
	}
}

func entries(o forms.Office, titles forms.Titles) forms.Form {
	return forms.Entries{
		Form: "so-theo-doi", From: date("2026-01-05"), To: date("2026-01-06"), AsOf: instant("2026-01-06 23:59"), Position: 4711, Office: o, Titles: titles,
		Dossiers: []forms.Entry{
			{
				Code: "H37.13-260105-0001", Procedure: "1.000948", Content: "Cấp mới", Sets: 2, Applicant: "nd-1", Received: instant("2026-01-05 09:30"),
				Appointment: instant("2026-01-12 17:00"), Returned: instant("2026-01-06 08:00"), Method: domain.Postal, From: "quay", To: "nvy",
			},
			{
				Code: "H37.13-260106-0002", Procedure: "1.000948", Applicant: "@nd-2", Received: instant("2026-01-06 07:15"), From: "quay", To: "quay",
				Standing: domain.StandingStopped, Apologised: true,
			},
		},
	}
}

func control(o forms.Office, titles forms.Titles) forms.Form {
	return forms.ControlSheet{
		Form: "phieu-kiem-soat", Code: "H37.13-260105-0001", Procedure: "1.000948", At: instant("2026-01-31 12:00"), Position: 4711,
		Office: o, Titles: titles, Received: instant("2026-01-05 09:30"), Due: instant("2026-01-12 17:00"), Ended: instant("2026-01-14 10:00"),
		Standing: domain.StandingCompleted, Verdict: domain.Late, Receiver: forms.Holder{Agency: "H37.13", Unit: "quay", Officer: "cb-001"},
		Steps: []domain.StepView{
			{
				At: instant("2026-01-05 14:00"), Agency: "H37.13", Unit: "nvy", Officer: "cb-017", Step: "Thẩm định",
				Due: instant("2026-01-08 17:00"), Until: instant("2026-01-09 08:00"), Verdict: domain.Late, Late: true,
			},
			{
				At: instant("2026-01-09 08:00"), Agency: "STC", Unit: "p-1", Step: "Lấy ý kiến",
				Due: instant("2026-01-15 17:00"), Until: instant("2026-01-14 10:00"), Verdict: domain.Early,
			},
		},
		Stops: []domain.StopView{
			{Kind: domain.StateSupplement, From: instant("2026-01-06 08:00"), To: instant("2026-01-07 08:00")},
			{Kind: domain.StatePaused, Reason: domain.OutsideConsultation, From: instant("2026-01-12 08:00"), To: instant("2026-01-13 08:00")},
		},
	}
}
