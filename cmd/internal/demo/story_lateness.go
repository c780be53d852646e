package demo

import (
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// lateness plans what is done about a dossier that will be late: the apology
// before the due day is over, or after it, which is too late; and the reminders.
func (s *story) lateness(done time.Time) []*act {
	o := s.plan.office
	switch s.Fate {
	case FateLateApology:
		at := s.later(o.on(o.day(s.due, -1), s.Finish.Hour))
		return append(s.reminders(done), s.apologise(at))
	case FateLate:
		acts := s.reminders(done)
		if s.Slip == SlipLateApology {
			late := s.apologise(o.on(o.day(s.due, 1), .3))
			late.expect = refused(domain.CodeExtensionExpired)
			acts = append(acts, late)
		}
		return acts
	}
	return nil
}

// apologise plans the letter with the new date.
func (s *story) apologise(at time.Time) *act {
	o := s.plan.office
	return s.post(at, nil, said{s.Leader, domain.TypeExtended, &domain.Extended{
		Reason: "Cần thêm thời gian thẩm định thực tế tại cơ sở", Cause: s.cause(),
		Letter:      s.Code[len(s.Code)-4:] + "/PXL-SYT",
		Appointment: o.EndOfDay(o.day(s.due, s.Finish.Workdays+1)),
	}})
}

// remindedAfter is how many workdays after the due day the leader urges.
var remindedAfter = [...]int{1, 4}

// reminders plans the leader's urges until the dossier is done.
func (s *story) reminders(done time.Time) []*act {
	o := s.plan.office
	var acts []*act
	for i, days := range remindedAfter {
		at := o.on(o.day(s.due, days), .05)
		if !at.Before(done) {
			break
		}
		acts = append(acts, s.post(at, nil, said{s.Leader, domain.TypeReminded, &domain.Reminded{
			Number: i + 1, Unit: s.Unit, Officer: s.Expert, AnswerDue: o.EndOfDay(o.day(at, 1)),
		}}))
	}
	return acts
}

// explain plans the explanation of a late result.
func (s *story) explain(done time.Time) *act {
	text := "Chờ kết quả thẩm định thực tế tại cơ sở"
	if s.cause() == domain.Subjective {
		text = "Chuyên viên xử lý chậm so với quy trình nội bộ"
	}
	return s.post(s.plan.office.after(done, 90*time.Minute), nil,
		said{s.Expert, domain.TypeExplained, &domain.Explained{Cause: s.cause(), By: s.Expert, Text: text}})
}

// cause returns who the delay is due to.
func (s *story) cause() domain.Cause {
	if s.Finish.Outcome == domain.Denied || s.Supplement != nil || s.Finish.Hour > .6 {
		return domain.Objective
	}
	return domain.Subjective
}
