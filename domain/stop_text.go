package domain

import "fmt"

// stopWords name the stops of the clock.
func (s *StopView) words() Text {
	switch {
	case s.Kind == StateSupplement:
		return Text{"chờ bổ sung", "for a supplement"}
	case s.Reason == FinancialObligation:
		return Text{"chờ nghĩa vụ tài chính", "for a financial obligation"}
	case s.Reason == OutsideConsultation:
		return Text{"chờ ý kiến cơ quan khác", "for an outside consultation"}
	case s.Reason == Verification:
		return Text{"để xác minh", "for a verification"}
	}
	return Text{"vì lý do khác", "for another reason"}
}

// sentence says from when to when the clock stood, and what for.
func (s *StopView) sentence(p *painter) Text {
	why, loc := s.words(), p.rules.Calendar.Location()
	from := clockText(s.From.In(loc))
	if s.To.IsZero() {
		return Text{fmt.Sprintf("dừng từ %s %s", from, why.VI), fmt.Sprintf("the clock stands since %s %s", from, why.EN)}
	}
	to := clockText(s.To.In(loc))
	return Text{
		fmt.Sprintf("dừng từ %s đến %s %s", from, to, why.VI),
		fmt.Sprintf("the clock stood from %s to %s %s", from, to, why.EN),
	}
}

// stopText is about a stretch in which the clock stood.
func (p *painter) stopText(s *Segment, when Text) Text {
	t := when
	for i := range s.Stops {
		link := ": "
		if i > 0 {
			link = "; "
		}
		stop := s.Stops[i].sentence(p)
		t = Text{t.VI + link + stop.VI, t.EN + link + stop.EN}
	}
	return Text{t.VI + ", không tính.", t.EN + ": not counted."}
}

// movedText is about days that the due was moved over, or is on without being
// counted.
func (p *painter) movedText(s *Segment, when Text) Text {
	day := PrintDate(p.dateOf(s.To.Add(-1)))
	switch s.Why {
	case WhySameDay:
		return Text{
			"Giải quyết trong ngày tiếp nhận " + day + ", đến hết giờ làm việc.",
			"To be done on the day of receipt, " + day + ", by the end of its working hours.",
		}
	case WhyCutOff:
		return Text{
			when.VI + ": tiếp nhận quá giờ chốt hoặc ngoài giờ, giải quyết trong ngày làm việc này.",
			when.EN + ": received after the cut-off or outside working hours, to be done on this working day.",
		}
	case WhyGrace:
		return Text{
			when.VI + ": hạn không thể hết trong lúc dừng, lùi đến " + day + ".",
			when.EN + ": a due can't run out while the clock stands, it moves to " + day + ".",
		}
	}
	return Text{
		when.VI + ": hạn rơi vào ngày nghỉ, lùi đến ngày làm việc " + day + ".",
		when.EN + ": the due fell on a day that is not worked, it moves to " + day + ".",
	}
}
