package national

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// mark is a step in the making.
type mark struct {
	at       time.Time
	sequence int
	status   int // 0: of a transfer, told by whether the dossier is paused then
	step     Step
}

// stepsOf fills in CapNhatTienDoHoSoMC, in the order of time.
func stepsOf(d *domain.Dossier, events []domain.Event) []Step {
	marks := append(handovers(d, events), stops(d, events)...)
	if !d.ReceivedAt.IsZero() {
		marks = append(marks, mark{at: d.ReceivedAt, status: 2, step: Step{Officer: Text(d.Officer), Unit: Text(d.Unit)}})
	}
	marks = append(marks, endings(d, events)...)
	slices.SortFunc(marks, func(a, b mark) int {
		return cmp.Or(cmp.Compare(a.at.Unix(), b.at.Unix()), cmp.Compare(a.sequence, b.sequence))
	})
	steps, paused := make([]Step, len(marks)), 0
	for i, m := range marks {
		switch m.status {
		case 6, 8:
			paused = m.status
		case 4:
			paused = 0
		case 0:
			m.status = cmp.Or(paused, 4)
		}
		steps[i] = m.step
		steps[i].Code, steps[i].At, steps[i].Status = Text(d.Code), stamp(m.at), Text(digits(m.status))
	}
	return steps
}

func handovers(d *domain.Dossier, events []domain.Event) []mark {
	marks := make([]mark, len(d.Handovers))
	for i := range d.Handovers {
		h := &d.Handovers[i]
		name := Text(h.Step)
		if telling.MatchString(h.Step) {
			name = ""
		}
		marks[i] = mark{at: h.At, sequence: h.Sequence, step: Step{
			Officer: Text(h.Officer), Unit: Text(cmp.Or(h.Unit, h.Agency)), Name: name,
			From: stamp(h.At), Due: stamp(stepDue(events, h.Sequence)),
		}}
	}
	return marks
}

// stepDue returns the due that a step had when it was handed over: what moved it
// later, a stop, stands in its own place.
func stepDue(events []domain.Event, transfer int) time.Time {
	for i := range events {
		if set, ok := events[i].Data.(*domain.DeadlineSet); ok && set.Clock == domain.StepClock && set.For == transfer {
			return set.Due
		}
	}
	return time.Time{}
}

// stops says when the dossier paused and went on, and when more was asked for.
func stops(d *domain.Dossier, events []domain.Event) (marks []mark) {
	for i := range d.Stops {
		s := &d.Stops[i]
		status := 5
		if s.Kind == domain.StatePaused {
			status = pauseStatus(s.Reason)
		}
		marks = append(marks, mark{at: s.From, sequence: s.Opened, status: status})
		if e := numbered(events, s.Ended); e != nil && e.Type == domain.TypeResumed {
			marks = append(marks, mark{at: s.To, sequence: s.Ended, status: 4})
		}
	}
	return marks
}

func pauseStatus(reason domain.PauseReason) int {
	if reason == domain.FinancialObligation {
		return 6
	}
	return 8
}

// endings says how the dossier ended.
func endings(d *domain.Dossier, events []domain.Event) (marks []mark) {
	last := len(events) + 1 // after all that took effect in the same second
	if !d.CompletedAt.IsZero() {
		marks = append(marks, mark{at: d.CompletedAt, sequence: last, status: 9})
	}
	if !d.ReturnedAt.IsZero() {
		marks = append(marks, mark{at: d.ReturnedAt, sequence: last + 1, status: 10})
	}
	if !d.EndedAt.IsZero() {
		marks = append(marks, mark{at: d.EndedAt, sequence: last, status: d.NationalStatus(), step: Step{Name: endText(events)}})
	}
	return marks
}

// endText returns why the dossier was refused or terminated.
func endText(events []domain.Event) (text Text) {
	for i := range events {
		if t := events[i].Type; t == domain.TypeRefused || t == domain.TypeTerminated {
			text = textOf(&events[i])
		}
	}
	return text
}

func digits(n int) string { return strconv.Itoa(n) }
