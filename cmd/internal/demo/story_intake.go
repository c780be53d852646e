package demo

import (
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/hoso-engine/dossier/domain"
)

// begin plans the first act.
func (s *story) begin() []*act {
	if s.Submitted.IsZero() {
		return s.atDesk()
	}
	submitted := said{s.Applicant, domain.TypeSubmitted, &domain.Submitted{Intake: s.intake()}}
	return []*act{s.post(s.Submitted, func([]domain.Result) []*act { return s.atDesk() }, submitted)}
}

func (s *story) intake() domain.Intake {
	procedure := s.Procedure
	if s.Mistaken != nil {
		procedure = s.Mistaken
	}
	return domain.Intake{
		Province: province, Agency: agency, Procedure: procedure.Code, Case: s.Case, Channel: s.Channel,
		Desk: s.Desk, Unit: s.Desk, Officer: s.Clerk, Sets: 1, Digitised: s.Digitised,
		Applicant: &domain.Applicant{Ref: s.Applicant},
	}
}

// atDesk plans the receipt, or that the desk does not accept the dossier.
func (s *story) atDesk() []*act {
	s.moment = s.Received
	if s.Fate == FateRefused {
		return []*act{s.post(s.Received, nil, said{s.Clerk, domain.TypeRefused, &domain.Refused{
			Intake: s.intake(), Reason: "Thành phần hồ sơ không đúng quy định", Basis: "Mẫu số 03",
		}})}
	}
	says := []said{{s.Clerk, domain.TypeReceived, &domain.Received{Intake: s.intake()}}}
	if s.Procedure.Payable {
		says = append(says, said{s.Applicant, domain.TypeFeePaid, &domain.FeePaid{Online: s.FeeOnline, Amount: s.fee()}})
	}
	receipt := s.post(s.Received, s.received, says...)
	return append([]*act{receipt}, s.receivedAgain(receipt)...)
}

// fee returns what the procedure costs, in đồng.
func (s *story) fee() int64 { return 120_000 + 40_000*int64(s.Procedure.Weight%9) }

// receivedAgain plans what goes wrong with a receipt: the clerk is not sure that
// it went out and sends the same again, or another clerk receives the dossier a
// second time.
func (s *story) receivedAgain(receipt *act) []*act {
	switch {
	case s.Retried:
		again := *receipt
		again.at, again.expect, again.then = receipt.at.Add(40*time.Second), answer{status: domain.Duplicated}, nil
		return []*act{&again}
	case s.Slip == SlipTwice:
		again := s.post(s.plan.office.after(s.Received, 3*time.Minute), nil,
			said{s.Expert, domain.TypeReceived, &domain.Received{Intake: s.intake()}})
		again.expect = refused(domain.CodeAlreadyReceived)
		return []*act{again}
	}
	return nil
}

// received takes over the due and goes on.
func (s *story) received(answers []domain.Result) []*act {
	s.due, s.start = answers[0].Due, s.Received
	if s.Slip != SlipWrongProcedure {
		return s.handOver()
	}
	s.moment = s.plan.office.after(s.Received, 50*time.Minute)
	correction := &domain.Corrected{
		Sequence: answers[0].Sequence, Event: domain.TypeReceived,
		Facts:  jsontext.Value(`{"procedure":"` + s.Procedure.Code + `"}`),
		Reason: "Chọn nhầm thủ tục khi tiếp nhận", Authority: s.Leader,
	}
	return []*act{s.post(s.moment, func(answers []domain.Result) []*act {
		s.due = answers[0].Due
		return s.handOver()
	}, said{s.Clerk, domain.TypeCorrected, correction})}
}

// handOver plans the transfer from the desk to the unit.
func (s *story) handOver() []*act {
	at := s.later(s.plan.office.after(s.moment, min(s.HandOver, s.allowed()/10)))
	s.moment = at
	return []*act{s.post(at, func([]domain.Result) []*act { return s.appraise() }, s.toUnit())}
}

// toUnit is the transfer from the desk to the unit.
func (s *story) toUnit() said {
	return said{s.Clerk, domain.TypeTransferred, &domain.Transferred{
		FromUnit: s.Desk, FromOfficer: s.Clerk, ToUnit: s.Unit, ToOfficer: s.Expert, Step: stepAppraisal,
	}}
}
