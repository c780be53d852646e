package demo

import (
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// finish plans the signature and the result, relative to the due that the
// engine has answered, and what is done about lateness.
func (s *story) finish() []*act {
	switch s.Fate {
	case FateStuck:
		return s.reminders(s.plan.Ends())
	case FatePending:
		return nil
	}
	o := s.plan.office
	done := s.later(s.doneAt())
	signing := min(s.Finish.Signing, o.Work(s.moment, done)/5)
	acts := append(s.lateness(done), s.returnedEarly()...)
	s.moment = s.later(o.before(s.moment, done, signing))
	done = s.later(done)
	return append(acts, s.post(s.moment, func([]domain.Result) []*act { return s.complete(done) },
		said{s.Expert, domain.TypeTransferred, &domain.Transferred{
			FromUnit: s.Unit, FromOfficer: s.Expert, ToUnit: s.Unit, ToOfficer: s.Leader, Step: stepSigning,
		}}))
}

// doneAt returns when the result is ready, as the course wants it.
func (s *story) doneAt() time.Time {
	o, f := s.plan.office, s.Finish
	if s.due.IsZero() {
		return o.on(o.day(s.start, f.Workdays), f.Hour)
	}
	switch s.Fate {
	case FateDueDay:
		return o.on(o.date(s.due), f.Hour)
	case FateLate, FateLateApology:
		return o.on(o.day(s.due, f.Workdays), f.Hour)
	}
	return s.into(f.Share)
}

// complete plans the result: back to the desk, and ready.
func (s *story) complete(done time.Time) []*act {
	at := done
	if s.Slip == SlipWrongDate { // keyed in the next morning, as of then
		at = s.plan.office.on(s.plan.office.day(done, 1), .08)
	}
	s.moment = at
	return []*act{s.post(at, func(answers []domain.Result) []*act {
		acts := s.collect(at)
		switch {
		case s.Slip == SlipWrongDate:
			acts = append(acts, s.correctDate(answers[1].Sequence, done))
		case s.Fate == FateLate || s.Fate == FateLateApology:
			acts = append(acts, s.explain(at))
		}
		return acts
	}, said{s.Leader, domain.TypeTransferred, &domain.Transferred{
		FromUnit: s.Unit, FromOfficer: s.Leader, ToUnit: s.Desk, ToOfficer: s.Clerk, Step: stepReturn,
	}}, said{s.Clerk, domain.TypeCompleted, &domain.Completed{Outcome: s.Finish.Outcome, Electronic: s.Finish.Electronic}})}
}

// correctDate plans the correction of a completion that was keyed in a day late.
func (s *story) correctDate(sequence int, done time.Time) *act {
	return s.post(s.plan.office.after(s.moment, 6*time.Hour), nil, said{s.Clerk, domain.TypeCorrected, &domain.Corrected{
		Sequence: sequence, Event: domain.TypeCompleted, At: done,
		Reason: "Nhập kết quả chậm một ngày so với ngày ký", Authority: s.Leader,
	}})
}

// collect plans the hand-over of the result to the applicant, and the rating.
func (s *story) collect(done time.Time) []*act {
	if s.Fate == FateNotCollected {
		return nil
	}
	o := s.plan.office
	at := o.on(o.day(done, s.Return.Workdays), s.Return.Hour)
	if !at.After(done) {
		at = o.after(done, 25*time.Minute)
	}
	return []*act{s.post(at, func([]domain.Result) []*act {
		if s.Return.Rating == "" {
			return nil
		}
		return []*act{s.post(at.Add(ratedAfter), nil,
			said{s.Applicant, domain.TypeRated, &domain.Rated{Satisfaction: s.Return.Rating}})}
	}, said{s.Clerk, domain.TypeReturned, &domain.Returned{Method: s.Return.Method}})}
}

// returnedEarly plans the slip of a clerk who hands out a result that is not
// ready.
func (s *story) returnedEarly() []*act {
	if s.Slip != SlipEarlyReturn {
		return nil
	}
	a := s.post(s.plan.office.after(s.moment, 20*time.Minute), nil,
		said{s.Clerk, domain.TypeReturned, &domain.Returned{Method: s.Return.Method}})
	a.expect = refused(domain.CodeNotCompleted)
	return []*act{a}
}
