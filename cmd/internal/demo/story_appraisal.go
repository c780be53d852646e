package demo

import (
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// appraise plans what the unit does first.
func (s *story) appraise() []*act {
	switch {
	case s.Fate == FateWithdrawn:
		return []*act{s.post(s.into(s.Finish.Share), nil,
			said{s.Clerk, domain.TypeWithdrawn, &domain.Withdrawn{Reason: "Người nộp đề nghị rút hồ sơ"}})}
	case s.Supplement != nil:
		return s.askForMore()
	case s.Pause != nil:
		return s.pause()
	}
	return s.finish()
}

// windowOfApplicant is how many workdays the applicant has to answer.
const windowOfApplicant = 15

// askForMore plans the request for a supplement and what comes of it.
func (s *story) askForMore() []*act {
	o := s.plan.office
	at := s.into(s.Supplement.After)
	s.moment = at
	until := o.EndOfDay(o.day(at, windowOfApplicant))
	request := &domain.SupplementRequested{
		Missing: []string{s.Supplement.Missing}, Reason: "Hồ sơ chưa đầy đủ theo quy định", Until: until,
	}
	return []*act{s.post(at, func([]domain.Result) []*act {
		if s.Fate == FateUnanswered {
			return []*act{s.post(o.on(o.day(until, 1), s.Finish.Hour), nil, said{
				s.Expert, domain.TypeTerminated,
				&domain.Terminated{Reason: "Quá thời hạn bổ sung, người nộp không bổ sung", Basis: "Mẫu số 05"},
			})}
		}
		answered := o.on(o.day(at, s.Supplement.Workdays), s.Return.Hour)
		return s.goOn(answered, said{s.Clerk, domain.TypeSupplementReceived, &domain.SupplementReceived{}})
	}, said{s.Expert, domain.TypeSupplementRequested, request})}
}

// pause plans a stop for another reason and its end.
func (s *story) pause() []*act {
	o := s.plan.office
	at := s.into(s.Pause.After)
	s.moment = at
	return []*act{s.post(at, func([]domain.Result) []*act {
		ends := []said{{s.Expert, domain.TypeResumed, &domain.Resumed{}}}
		if s.Pause.Reason == domain.FinancialObligation {
			paid := said{s.Applicant, domain.TypeFeePaid, &domain.FeePaid{Online: true, Amount: 5 * s.fee()}}
			ends = []said{paid, ends[0]}
		}
		return s.goOn(o.on(o.day(at, s.Pause.Workdays), s.Return.Hour), ends...)
	}, said{s.Expert, domain.TypePaused, &domain.Paused{Reason: s.Pause.Reason}})}
}

// goOn plans the end of a stop: the desk hands the dossier to the unit again,
// and the limit runs from here to the due that the engine answers.
func (s *story) goOn(at time.Time, says ...said) []*act {
	s.moment = at
	return []*act{s.post(at, func(answers []domain.Result) []*act {
		s.due, s.start = answers[0].Due, at
		return s.finish()
	}, append(says, s.toUnit())...)}
}
