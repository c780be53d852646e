package domain

import (
	"fmt"
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// Slip is what a desk prints on the receipt (giấy tiếp nhận hồ sơ và hẹn trả kết
// quả): the due, and what it was computed by.
type Slip struct {
	Received       time.Time      `json:"received"`
	Procedure      ProcedureRef   `json:"procedure,omitzero"`
	Limit          calendar.Limit `json:"limit,omitzero"` // absent: no deadline
	Due            time.Time      `json:"due,omitzero"`
	Weekday        Text           `json:"weekday,omitzero"` // of the due
	EarlyBefore    time.Time      `json:"early_before,omitzero"`
	Breach         time.Time      `json:"breach,omitzero"` // when pending becomes overdue
	Verdict        VerdictMode    `json:"verdict"`
	Provisional    bool           `json:"provisional"`              // the due lies beyond ConfirmedUntil
	ConfirmedUntil calendar.Date  `json:"confirmed_until,omitzero"` // of the calendar
	Zone           string         `json:"zone"`
	Calendar       VersionRef     `json:"calendar"`
	Policy         VersionRef     `json:"policy"`
	Sentence       Text           `json:"sentence"` // to be printed as it is
}

// Text is one text in both languages.
type Text struct {
	VI string `json:"vi"`
	EN string `json:"en"`
}

// Slip returns the slip of a receipt at the instant, whose clock never stops. The
// zero limit is one without deadline.
func (r Rules) Slip(received time.Time, limit calendar.Limit) (Slip, error) {
	set := DeadlineSet{Clock: DossierClock, Limit: limit, Start: received, Verdict: r.Policy.Verdict}
	if !limit.IsZero() {
		var err error
		if set.Due, err = r.Calendar.Due(received, limit, r.Policy.Rules()); err != nil {
			return Slip{}, cantCompute("received", err)
		}
	}
	pinned := r.pin(set)
	s := Slip{
		Received: received.In(r.Calendar.Location()), Procedure: pinned.Procedure, Limit: limit, Due: pinned.Due,
		EarlyBefore: pinned.EarlyBefore, Breach: pinned.Breach, Verdict: pinned.Verdict, Provisional: pinned.Provisional,
		ConfirmedUntil: r.Calendar.Spec().ConfirmedUntil,
		Zone:           pinned.Zone, Calendar: pinned.Calendar, Policy: pinned.Policy,
	}
	s.word(r.Calendar)
	return s, nil
}

// word writes what is printed.
func (s *Slip) word(c *calendar.Calendar) {
	if s.Due.IsZero() {
		s.Sentence = Text{VI: "Ngày hẹn trả: không quy định thời hạn", EN: "Appointment: no time limit is set"}
		return
	}
	day := c.DueDay(s.Due)
	clock := s.Due.Format("15:04")
	if calendar.DateOf(s.Due, c.Location()) != day {
		clock = "24:00" // the session ends at midnight
	}
	s.Weekday = Weekday(day)
	s.Sentence = Text{
		VI: fmt.Sprintf("Ngày hẹn trả: %s %s %s", clock, s.Weekday.VI, PrintDate(day)),
		EN: fmt.Sprintf("Appointment: %s %s %s", clock, s.Weekday.EN, PrintDate(day)),
	}
	if s.Provisional {
		until := PrintDate(s.ConfirmedUntil)
		s.Sentence.VI += " (tạm tính: lịch nghỉ sau ngày " + until + " chưa được xác nhận)"
		s.Sentence.EN += " (provisional: the days off after " + until + " are not confirmed yet)"
	}
}

var weekdayTexts = [7]Text{
	{"Chủ nhật", "Sunday"},
	{"Thứ Hai", "Monday"},
	{"Thứ Ba", "Tuesday"},
	{"Thứ Tư", "Wednesday"},
	{"Thứ Năm", "Thursday"},
	{"Thứ Sáu", "Friday"},
	{"Thứ Bảy", "Saturday"},
}

// Weekday returns the name of the date's day of the week.
func Weekday(d calendar.Date) Text { return weekdayTexts[d.Weekday()] }

// PrintDate prints a date for people: "12/02/2026".
func PrintDate(d calendar.Date) string {
	year, month, day := d.Civil()
	return fmt.Sprintf("%02d/%02d/%04d", day, month, year)
}
