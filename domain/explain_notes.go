package domain

import (
	"fmt"
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// note adds what the segments alone do not say: what moved nothing, and why.
func (x *Explanation) note(d *Dossier, p *painter) {
	x.noteDue(p)
	x.noteMonthEnd(p)
	for _, s := range p.stops {
		x.noteStop(s, d, p)
	}
	if x.Clock == DossierClock {
		for i := range d.Extensions {
			if e := &d.Extensions[i]; !e.At.After(x.At) {
				x.noteExtension(e, p)
			}
		}
	}
	if x.Provisional {
		x.say("Hạn là tạm tính: lịch nghỉ của những ngày ấy chưa được xác nhận.",
			"The due is provisional: the days off up to it are not confirmed yet.")
	}
}

func (x *Explanation) say(vi, en string) { x.Notes = append(x.Notes, Text{vi, en}) }

// noteDue is about a due that was given, and one that can't be computed again.
func (x *Explanation) noteDue(p *painter) {
	switch {
	case !x.Computed.IsZero():
		diff := p.difference(x.Computed, p.due)
		x.say(fmt.Sprintf("Hạn %s là hạn được giao, không phải do máy tính; máy tính ra %s, hạn được giao %s.", p.dueText(p.due), p.dueText(x.Computed), diff.VI),
			fmt.Sprintf("The due %s was given, not computed; computed it would be %s, the given one is %s.", p.dueText(p.due), p.dueText(x.Computed), diff.EN))
	case !p.again:
		x.say(fmt.Sprintf("Hạn %s giữ theo lần đặt hạn thứ %d: từ những gì biết hiện nay không tính lại được như vậy.", p.dueText(p.due), x.Revision),
			fmt.Sprintf("The due %s is kept as revision %d pinned it: what is known now does not come to it.", p.dueText(p.due), x.Revision))
	case p.given:
		x.say(fmt.Sprintf("Hạn %s là hạn được giao.", p.dueText(p.due)), fmt.Sprintf("The due %s was given.", p.dueText(p.due)))
	}
}

// difference says by how much working time one due lies before or after another.
func (p *painter) difference(computed, due time.Time) Text {
	c := p.rules.Calendar
	span := WorkingTime(c.Work(computed, due).Abs(), c.WorkdayLength())
	if due.Before(computed) {
		return Text{"sớm hơn " + span.VI + " làm việc", "earlier by " + span.EN + " of working time"}
	}
	return Text{"muộn hơn " + span.VI + " làm việc", "later by " + span.EN + " of working time"}
}

// noteMonthEnd says so where the last month has no such day.
func (x *Explanation) noteMonthEnd(p *painter) {
	if p.limit.Unit() != calendar.Month || p.sameDay() {
		return
	}
	ends := p.cutOff()
	_, _, started := p.dateOf(p.start).Civil()
	if _, _, day := ends.Civil(); day != started {
		x.say(fmt.Sprintf("Tháng cuối không có ngày %d: thời hạn hết vào ngày cuối tháng, %s.", started, PrintDate(ends)),
			fmt.Sprintf("The last month has no day %d: the limit ends on its last day, %s.", started, PrintDate(ends)))
	}
}

// noteStop is about stops that moved nothing, and those that the completion
// ended.
func (x *Explanation) noteStop(s Stop, d *Dossier, p *painter) {
	view := viewOf(&s)
	if x.Clock != DossierClock {
		return
	}
	if s.To.IsZero() && !s.Until.IsZero() {
		x.say("Người nộp có đến "+p.dueText(s.Until)+" để bổ sung.", "The applicant has until "+p.dueText(s.Until)+" to bring the supplement.")
	}
	if p.passed(s.From) {
		words := view.sentence(p)
		x.say("Đồng hồ "+words.VI+": khi ấy đã quá hạn nên không làm dời hạn.",
			"When "+words.EN+", the due had passed: the stop moves nothing.")
		return
	}
	if !s.To.IsZero() && s.To.Equal(d.CompletedAt) {
		at := clockText(s.To.In(x.At.Location()))
		x.say("Có kết quả trong lúc đang dừng "+view.words().VI+": lần dừng kết thúc lúc "+at+".",
			"Completed while the clock stood "+view.words().EN+": the stop ended at "+at+".")
	}
}

// noteExtension is about an apology letter.
func (x *Explanation) noteExtension(e *Extension, p *painter) {
	loc := x.At.Location()
	at, promised := clockText(e.At.In(loc)), p.dueText(e.Appointment)
	letter := Text{"Thư xin lỗi và hẹn lại", "The apology letter"}
	if e.Letter != "" {
		letter = Text{letter.VI + " số " + e.Letter, letter.EN + " " + e.Letter}
	}
	if p.rules.Policy.ExtensionMovesDue {
		x.say(fmt.Sprintf("%s ngày %s hẹn lại %s và dời hạn giải quyết.", letter.VI, at, promised),
			fmt.Sprintf("%s of %s promises %s and moves the due.", letter.EN, at, promised))
		return
	}
	x.say(fmt.Sprintf("%s ngày %s hẹn lại %s; hạn giải quyết không đổi.", letter.VI, at, promised),
		fmt.Sprintf("%s of %s promises %s; the due stays.", letter.EN, at, promised))
}
