package domain

import (
	"fmt"
	"time"
)

// text says what a segment counts and why, for people.
func (p *painter) text(s *Segment) Text {
	when := p.when(s)
	switch s.Why {
	case WhyReceiptDay, WhyRestartDay:
		return p.firstDayText(s)
	case WhyWorkday, WhyCalendarDay:
		return p.countedText(s, when, Text{})
	case WhyExtraWorkingDay:
		return p.extraText(s, when)
	case WhySession:
		return p.sessionText(s, when, Text{"trong giờ làm việc", "working time"})
	case WhyStop:
		return p.stopText(s, when)
	case WhyRestart:
		return p.voidText(s)
	case WhySameDay, WhyCutOff, WhyRoll, WhyGrace:
		return p.movedText(s, when)
	}
	return idleText(s, when)
}

// firstDayText is about the day on which a limit in days starts.
func (p *painter) firstDayText(s *Segment) Text {
	day := PrintDate(p.dateOf(s.From))
	switch {
	case s.Why == WhyReceiptDay && p.x.Clock == IntakeClock:
		return Text{"Ngày nộp " + day + " không tính.", "The day of submission, " + day + ", is not counted."}
	case s.Why == WhyReceiptDay:
		return Text{"Ngày tiếp nhận " + day + " không tính.", "The day of receipt, " + day + ", is not counted."}
	}
	return Text{
		"Thời hạn tính lại từ đầu; ngày " + day + " coi như ngày tiếp nhận nên không tính.",
		"The limit starts anew; " + day + " stands for the day of receipt and is not counted.",
	}
}

// countedText is about days that count.
func (p *painter) countedText(s *Segment, when, as Text) Text {
	vi, en := "ngày làm việc", "working day"
	if p.x.Counts == CountsDays {
		vi, en = "ngày", "day"
	}
	nth, through, more := fmt.Sprint(s.First), fmt.Sprint(s.First), ""
	if s.Last > s.First {
		nth, through, more = fmt.Sprintf("%d-%d", s.First, s.Last), fmt.Sprintf("%d to %d", s.First, s.Last), "s"
	}
	t := Text{
		fmt.Sprintf("%s: %s%s thứ %s", when.VI, as.VI, vi, nth), fmt.Sprintf("%s: %s%s%s %s", when.EN, as.EN, en, more, through),
	}
	switch total := p.limitDays(); {
	case s.Beyond:
		beyond := p.beyond()
		return Text{t.VI + ", " + beyond.VI + ".", t.EN + ", " + beyond.EN + "."}
	case s.Counted == half:
		return Text{t.VI + "/" + decimalVI(total) + ", tính nửa ngày.", t.EN + fmt.Sprintf(" of %g, half of which counts.", total)}
	default:
		return Text{t.VI + "/" + decimalVI(total) + ".", t.EN + fmt.Sprintf(" of %g.", total)}
	}
}

// limitDays returns the days that the limit stands for.
func (p *painter) limitDays() float64 {
	if p.countsWorkdays() {
		return p.limit.Value()
	}
	return float64(p.last)
}

// beyond says why something beyond the limit counts.
func (p *painter) beyond() Text {
	if p.rules.Policy.ExtensionMovesDue && p.extended {
		return Text{"theo thư gia hạn", "by the extension"}
	}
	return Text{"theo hạn đã cho", "by the due that was given"}
}

func (p *painter) extraText(s *Segment, when Text) Text {
	if p.x.Counts == CountsSeconds {
		return p.sessionText(s, when, Text{"ngày làm bù, trong giờ làm việc", "an extra working day, working time"})
	}
	return p.countedText(s, when, Text{"ngày làm bù, ", "an extra working day, "})
}

func (p *painter) sessionText(s *Segment, when, as Text) Text {
	span := WorkingTime(time.Duration(s.Counted*float64(time.Second)).Round(time.Millisecond), p.rules.Calendar.WorkdayLength())
	t := Text{when.VI + ": " + as.VI + ", tính " + span.VI, when.EN + ": " + as.EN + ", " + span.EN}
	if s.Beyond {
		beyond := p.beyond()
		t = Text{t.VI + ", " + beyond.VI, t.EN + ", " + beyond.EN}
	}
	return Text{t.VI + ".", t.EN + "."}
}

// voidText is about what a restart took out of the count.
func (p *painter) voidText(s *Segment) Text {
	was := p.amount(float64(s.Void))
	from, to := clockText(s.From), clockText(s.To)
	return Text{
		fmt.Sprintf("Từ %s đến %s đã qua %s, không tính vì thời hạn sau đó tính lại từ đầu.", from, to, was.VI),
		fmt.Sprintf("From %s to %s, %s passed: void, for the limit started anew later.", from, to, was.EN),
	}
}

// amount prints a number of what is counted.
func (p *painter) amount(n float64) Text {
	switch p.x.Counts {
	case CountsWorkdays:
		return Text{decimalVI(n) + " ngày làm việc", plural(n, "working day")}
	case CountsDays:
		return Text{decimalVI(n) + " ngày", plural(n, "day")}
	}
	t := WorkingTime(time.Duration(n*float64(time.Second)).Round(time.Millisecond), p.rules.Calendar.WorkdayLength())
	return Text{t.VI + " làm việc", t.EN + " of working time"}
}

// idleTexts say why a stretch is not worked.
var idleTexts = map[SegmentWhy]Text{
	WhyWeekend: {"nghỉ cuối tuần", "weekend"},
	WhyDayOff:  {"ngày nghỉ theo lịch (lễ, Tết, hoán đổi)", "days off by the calendar"},
	WhyClosure: {"cơ quan đóng cửa", "the office is closed"},
	WhyLunch:   {"nghỉ trưa", "lunch"},
	WhyNight:   {"ngoài giờ làm việc", "outside working hours"},
	WhySpent:   {"đã hết thời hạn, chưa quá ngày hạn", "the limit is used up, the due day is not over"},
}

func idleText(s *Segment, when Text) Text {
	why := idleTexts[s.Why]
	if s.Reason != "" {
		why = Text{why.VI + " (" + s.Reason + ")", why.EN + " (" + s.Reason + ")"}
	}
	return Text{when.VI + ": " + why.VI + ", không tính.", when.EN + ": " + why.EN + ", not counted."}
}
