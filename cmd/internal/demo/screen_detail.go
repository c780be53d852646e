package demo

import (
	"fmt"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// weigh returns how much an event matters to those who watch.
func weigh(e domain.Event, r domain.Result, planned bool) weight {
	switch {
	case !planned, r.Status == domain.Declined:
		return always
	case r.Status == domain.Duplicated:
		return notable
	}
	switch e.Type {
	case domain.TypeReceived, domain.TypeCompleted, domain.TypeReturned:
		return routine
	case domain.TypeExtended, domain.TypeCorrected, domain.TypeProcedureAmended:
		return always
	case domain.TypeRefused, domain.TypeSupplementRequested, domain.TypePaused, domain.TypeWithdrawn,
		domain.TypeTerminated, domain.TypeReminded, domain.TypeExplained:
		return notable
	}
	return hidden
}

// detail says what is worth knowing about an accepted event.
func (s *screen) detail(st *story, e domain.Event, r domain.Result) string {
	switch data := e.Data.(type) {
	case *domain.Received:
		text := " · hạn " + s.local(r.Due)
		if r.Due.IsZero() {
			text = " · không có thời hạn"
		}
		if st.Offline > 0 {
			text += fmt.Sprintf(" · nhập muộn, nhận lúc %s", s.local(e.At))
		}
		return text
	case *domain.Completed:
		if st.due.IsZero() {
			return ""
		}
		return " · hạn " + s.local(st.due) + s.against(e.At, st.due)
	case *domain.Extended:
		return fmt.Sprintf(" · hẹn lại %s (%s)", s.local(data.Appointment), data.Letter)
	case *domain.Corrected:
		return fmt.Sprintf(" · %s: %s", verbs[data.Event], data.Reason)
	case *domain.ProcedureAmended:
		return fmt.Sprintf("%s · còn %g ngày làm việc", data.Name, data.Limits[0].Limit.Value())
	case *domain.Reminded:
		return fmt.Sprintf(" · lần %d, %s", data.Number, data.Officer)
	case *domain.Explained:
		return " · " + data.Text
	}
	return ""
}

// against compares the result's date with the due date, for the eye alone: the
// verdict is the engine's.
func (s *screen) against(done, due time.Time) string {
	o := s.plan.office
	switch n := o.Workdays(o.date(done), o.date(due)); {
	case n > 0:
		return fmt.Sprintf(", sớm %d ngày làm việc", n)
	case n < 0:
		return fmt.Sprintf(", MUỘN %d ngày làm việc", -n)
	}
	return ", trong ngày hẹn"
}
