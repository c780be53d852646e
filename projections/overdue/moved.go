package overdue

import "github.com/hoso-engine/dossier/domain"

// some is a set of clocks, by their numbers.
type some uint8

const every some = 1<<len(clocks) - 1

func just(clock domain.ClockName) some { return 1 << number(clock) }

func (s some) has(clock int) bool { return s>>clock&1 == 1 }

// movedBy returns the clocks that the event may start, move or end, or raise a rung
// of. A dossier is transferred several times: its own clock need not be looked at
// each time.
func movedBy(e *domain.Event) some {
	switch data := e.Data.(type) {
	case *domain.DeadlineSet:
		if data.Clock == domain.DossierClock { // whose rules place the rungs of stops and results
			return every
		}
		return just(data.Clock)
	case *domain.Approached:
		return just(data.Clock)
	case *domain.Missed:
		return just(data.Clock)
	case *domain.Transferred:
		return just(domain.StepClock)
	case *domain.Extended:
		return just(domain.AppointmentClock)
	case *domain.Explained, *domain.Reminded, *domain.FeePaid, *domain.Rated,
		*domain.AlertAcknowledged, *domain.AlertSnoozed, *domain.AlertReminded:
		return 0
	}
	return every
}
