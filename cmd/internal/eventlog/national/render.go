package national

import (
	"cmp"
	"slices"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// Names gives the names that the log does not repeat with every dossier.
type Names struct {
	Procedures map[string]string // by code
	Fields     map[string]string // by code
}

// Render returns what the two forms say of a dossier, by its events in the log's
// order; no record where they are none of a dossier.
func Render(events []domain.Event, names Names) (Record, []Step) {
	var d domain.Dossier
	for _, e := range events {
		d.Reflect(e)
	}
	if d.State == domain.StateNone {
		return Record{}, nil
	}
	return recordOf(&d, events, names), stepsOf(&d, events)
}

// recordOf fills in DongBoHoSoMC.
func recordOf(d *domain.Dossier, events []domain.Event, names Names) Record {
	r := Record{
		Code: Text(d.Code), Procedure: Text(d.Procedure), ProcedureName: Text(names.Procedures[d.Procedure]),
		Field: Text(d.Field), FieldName: Text(names.Fields[d.Field]),
		Channel:   wordFor(channels, d.Channel),
		Submitted: stamp(d.SubmittedAt), Received: stamp(d.ReceivedAt), Due: stamp(promised(d, events)),
		Status:   Text(digits(d.NationalStatus())),
		Returned: stamp(d.ReturnedAt), Agency: Text(d.Agency),
		Supplements: supplementsOf(d, events),
		Digitised:   yes(d.Digitised), PaidOnline: yes(d.FeeOnline),
	}
	switch d.State {
	case domain.StateRefused:
		r.Refused = stamp(d.EndedAt)
	case domain.StateWithdrawn, domain.StateTerminated:
		r.Ended = stamp(d.EndedAt)
	default:
		r.Ended = stamp(d.CompletedAt)
	}
	if !d.ReturnedAt.IsZero() {
		r.ReturnMethod = wordFor(methods, d.ReturnMethod)
	}
	return r
}

// promised returns the last due that anyone was told. A completion that ends a
// stop moves the due, but then nobody waits for it any more.
func promised(d *domain.Dossier, events []domain.Event) time.Time {
	for i := range d.Stops {
		if e := numbered(events, d.Stops[i].Ended); e != nil && e.Type == domain.TypeCompleted {
			return dueBefore(events, e.Sequence)
		}
	}
	return d.Due()
}

// wordFor returns the form's word for a value.
func wordFor(words map[Text]domain.Channel, value domain.Channel) Text {
	for word, v := range words {
		if v == value {
			return word
		}
	}
	return Text(value)
}

// supplementsOf fills in DanhSachHoSoBoSung.
func supplementsOf(d *domain.Dossier, events []domain.Event) []Supplement {
	list := []Supplement{}
	for i := range d.Stops {
		stop := &d.Stops[i]
		if stop.Kind != domain.StateSupplement {
			continue
		}
		s := Supplement{At: stamp(stop.From), Before: stamp(dueBefore(events, stop.Opened))}
		if e := numbered(events, stop.Opened); e != nil {
			s.Text = textOf(e)
		}
		if e := numbered(events, stop.Ended); e != nil && e.Type == domain.TypeSupplementReceived {
			s.Answered, s.After = stamp(stop.To), stamp(dueAfter(events, stop.Ended))
		}
		list = append(list, s)
	}
	return list
}

// dueBefore returns the due as it was known before the event of that sequence.
func dueBefore(events []domain.Event, sequence int) (due time.Time) {
	for i := range events {
		if events[i].Sequence >= sequence {
			break
		}
		if set, ok := events[i].Data.(*domain.DeadlineSet); ok && set.Clock == domain.DossierClock {
			due = set.Due
		}
	}
	return due
}

// dueAfter returns the due that the event of that sequence led to: what it does
// to the clocks stands right behind it.
func dueAfter(events []domain.Event, sequence int) time.Time {
	for i := range events {
		if events[i].Sequence > sequence && events[i].Type != domain.TypeDeadlineSet {
			return dueBefore(events, events[i].Sequence)
		}
	}
	return dueBefore(events, len(events)+1)
}

// numbered returns the event of that sequence; nil where there is none.
func numbered(events []domain.Event, sequence int) *domain.Event {
	i, found := slices.BinarySearchFunc(events, sequence, func(e domain.Event, n int) int { return cmp.Compare(e.Sequence, n) })
	if !found {
		return nil
	}
	return &events[i]
}

// textOf returns what people wrote with the event, unless it may say who
// somebody is.
func textOf(e *domain.Event) Text {
	var text string
	switch data := e.Data.(type) {
	case *domain.SupplementRequested:
		text = data.Reason
	case *domain.Refused:
		text = data.Reason
	case *domain.Terminated:
		text = data.Reason
	}
	if text == unsaid || telling.MatchString(text) {
		return ""
	}
	return Text(text)
}
