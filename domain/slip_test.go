package domain

import (
	"strings"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

func TestSlip(t *testing.T) {
	for _, row := range []struct{ received, limit, due, overdue, sentence string }{
		{"2026-01-15T09:30", "20workday", "2026-02-12T17:00", "2026-02-13T00:00", "Ngày hẹn trả: 17:00 Thứ Năm 12/02/2026"}, // a real dossier
		{"2026-01-09T16:00", "1workday", "2026-01-10T17:00", "2026-01-11T00:00", "Ngày hẹn trả: 17:00 Thứ Bảy 10/01/2026"},  // a worked Saturday
		{"2026-01-15T09:30", "0.5workday", "2026-01-16T11:30", "2026-01-17T00:00", "Ngày hẹn trả: 11:30 Thứ Sáu 16/01/2026"},
		{"2026-01-15T11:00", "1workhour", "2026-01-15T14:00", "2026-01-16T00:00", "Ngày hẹn trả: 14:00 Thứ Năm 15/01/2026"},
		{"2026-01-15T14:59", "0workday", "2026-01-15T17:00", "2026-01-16T00:00", "Ngày hẹn trả: 17:00 Thứ Năm 15/01/2026"},
		{"2026-01-15T15:01", "0workday", "2026-01-16T17:00", "2026-01-17T00:00", "Ngày hẹn trả: 17:00 Thứ Sáu 16/01/2026"},
		{"2026-01-17T09:30", "3day", "2026-01-20T17:00", "2026-01-21T00:00", "Ngày hẹn trả: 17:00 Thứ Ba 20/01/2026"},
		{
			"2026-12-30T09:30", "5workday", "2027-01-06T17:00", "2027-01-07T00:00",
			"Ngày hẹn trả: 17:00 Thứ Tư 06/01/2027 (tạm tính: lịch nghỉ sau ngày 31/12/2026 chưa được xác nhận)",
		},
	} {
		q := SlipQuery{Received: local(row.received), Limit: limit(row.limit)}
		s, err := q.Slip(vietnamese())
		if err != nil {
			t.Fatal(err)
		}
		if !s.Due.Equal(local(row.due)) || !s.Breach.Equal(local(row.overdue)) || s.Sentence.VI != row.sentence {
			t.Errorf("received %s, %s: due %s, overdue from %s, %q; want %+v", row.received, row.limit, s.Due, s.Breach, s.Sentence.VI, row)
		}
		if s.Provisional != strings.Contains(row.sentence, "tạm tính") || s.Provisional != strings.Contains(s.Sentence.EN, "provisional") {
			t.Errorf("received %s: provisional %t, %q", row.received, s.Provisional, s.Sentence.EN)
		}
		if s.Calendar != (VersionRef{"vn", 1}) || s.Policy != (VersionRef{"vn", 1}) || s.Zone != "Asia/Ho_Chi_Minh" {
			t.Errorf("the versions are %+v", s)
		}
	}
}

// TestSlip_isWhatTheReceiptGets compares the slip with what the engine pins.
func TestSlip_isWhatTheReceiptGets(t *testing.T) {
	w := newWorld(t)
	w.publish(TypeProcedurePublished, testProcedure, &ProcedurePublished{ProcedureForm{
		Name: "Thử", Field: "y-te", Limits: []ProcedureLimit{
			{Channel: InPerson, Limit: limit("7workday")},
			{Channel: InPerson, Case: "30day", Limit: limit("30day")},
			{Channel: Online, Limit: limit("8workhour")},
		},
	}})
	for _, row := range []struct {
		channel Channel
		part    string
		limit   string
	}{{InPerson, "", "7workday"}, {InPerson, "30day", "30day"}, {Online, "", "8workhour"}, {Postal, "", ""}} {
		w.dossier = new(Dossier)
		in := someIntake(testProcedure)
		in.Channel, in.Case = row.channel, row.part
		w.at("2026-02-12T10:15").say(&Received{Intake: in})
		s, err := SlipQuery{Received: w.now, Agency: in.Agency, Procedure: testProcedure, Channel: row.channel, Case: row.part}.Slip(w.registry)
		if err != nil {
			t.Fatal(err)
		}
		set := w.dossier.Deadline()
		if s.Limit.String() != row.limit || !s.Due.Equal(set.Due) || !s.Breach.Equal(set.Breach) || !s.EarlyBefore.Equal(set.EarlyBefore) ||
			s.Procedure != set.Procedure || s.Verdict != set.Verdict || s.Provisional != set.Provisional {
			t.Errorf("%s %s: the slip says %+v, the receipt got %+v", row.channel, row.part, s, set)
		}
	}
	if _, err := (SlipQuery{Received: w.now, Procedure: "9.999999"}).Slip(w.registry); codeOf(err) != CodeUnknownProcedure {
		t.Errorf("a slip of an unknown procedure is refused with %v", err)
	}
	if s, err := (SlipQuery{Received: w.now, Procedure: testProcedure, Channel: Postal}).Slip(w.registry); err != nil || s.Sentence.VI != "Ngày hẹn trả: không quy định thời hạn" {
		t.Errorf("a slip without a limit says %q (%v)", s.Sentence.VI, err)
	}
}

// TestSlip_midnight is about sessions that go on until midnight.
func TestSlip_midnight(t *testing.T) {
	c, err := calendar.New(calendar.Spec{ID: "x", Version: 1, Zone: "Asia/Ho_Chi_Minh", Sessions: map[string][]calendar.Session{"default": {{From: 0, To: 24 * 60}}}})
	if err != nil {
		t.Fatal(err)
	}
	policy := DefaultPolicy()
	s, err := Rules{Policy: &policy, Calendar: c}.Slip(local("2026-01-15T09:30"), limit("1workday"))
	if err != nil || s.Sentence.EN != "Appointment: 24:00 Friday 16/01/2026" {
		t.Errorf("the slip says %q (%v)", s.Sentence.EN, err)
	}
}

func TestParseInstant(t *testing.T) {
	for text, want := range map[string]string{
		"2026-01-15T09:30:00+07:00": "2026-01-15T09:30", "2026-01-15T02:30:00Z": "2026-01-15T09:30",
		"2026-01-15T09:30:00 07:00": "2026-01-15T09:30", "2026-01-15T09:30": "2026-01-15T09:30",
		"2026-01-15 09:30": "2026-01-15T09:30", "2026-01-15 09:30:30": "2026-01-15T09:30:30", "2026-01-15": "2026-01-15",
		"15/01/2026": "", "": "", "2026-13-01": "", "0026-01-15": "", "today": "", "2026-01-15 9:3": "",
	} {
		at, ok := ParseInstant(text, vietnam)
		if ok != (want != "") || ok && !at.Equal(local(want)) {
			t.Errorf("%q is read as %s, %t; want %q", text, at, ok, want)
		}
	}
}

func TestMeasure(t *testing.T) {
	for _, row := range []struct {
		from, to, work string
		workdays, days int
		sentence       string
	}{
		{"2026-01-15T09:30", "2026-02-12T17:00", "165h30m", 20, 28, "Thời gian làm việc: 20 ngày 5 giờ 30 phút; số ngày làm việc sau ngày đầu: 20"},
		{"2026-01-15T11:00", "2026-01-15T14:00", "1h", 0, 0, "Thời gian làm việc: 1 giờ; số ngày làm việc sau ngày đầu: 0"},
		{"2026-02-13T17:00", "2026-02-23T07:00", "0s", 1, 10, "Thời gian làm việc: 0 phút; số ngày làm việc sau ngày đầu: 1"}, // Tết
		{"2026-01-16T10:00", "2026-01-15T10:00", "-8h", -1, -1, "Thời gian làm việc: -1 ngày; số ngày làm việc sau ngày đầu: -1"},
	} {
		m, err := MeasureQuery{From: local(row.from), To: local(row.to)}.Measure(vietnamese())
		if err != nil {
			t.Fatal(err)
		}
		work, _ := time.ParseDuration(row.work)
		if m.Working != int64(work/time.Second) || m.Workdays != row.workdays || m.Days != row.days || m.Sentence.VI != row.sentence || m.Provisional {
			t.Errorf("from %s to %s: %+v; want %+v", row.from, row.to, m, row)
		}
	}
}
