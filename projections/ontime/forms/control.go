package forms

import (
	"cmp"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// ControlSheet is the form phieu-kiem-soat of one dossier: its receipt and every
// hand-over until an instant, each step judged against its own limit.
type ControlSheet struct {
	Form      string            `json:"form"`
	Code      domain.Code       `json:"code"`
	Procedure string            `json:"procedure"`
	At        time.Time         `json:"at"`
	Position  uint64            `json:"position,omitzero"`
	Office    Office            `json:"office,omitzero"`
	Received  time.Time         `json:"received,omitzero"` // absent where it was received later
	Due       time.Time         `json:"due,omitzero"`      // as it was set by then; of a stopped dossier before the stop
	Ended     time.Time         `json:"ended,omitzero"`    // completed, or ended without a result, by then
	Standing  domain.Standing   `json:"standing"`
	Verdict   domain.Verdict    `json:"verdict"` // on the dossier, where it was completed by then
	Receiver  Holder            `json:"receiver"`
	Steps     []domain.StepView `json:"handovers"`
	Stops     []domain.StopView `json:"stops"`
	Titles    Titles            `json:"titles,omitzero"`
}

// Holder is who has a dossier.
type Holder struct {
	Agency  string `json:"agency,omitzero"`
	Unit    string `json:"unit,omitzero"`
	Officer string `json:"officer,omitzero"`
}

// ControlOf fills in the control sheet of a dossier from what its clocks show at
// an instant; its own instants are put into the zone.
func ControlOf(d *domain.Dossier, clock domain.ClockView, zone *time.Location, position uint64, g *domain.Registry) ControlSheet {
	made := ControlSheet{
		Form: string(Control), Code: d.Code, Procedure: d.Procedure, At: clock.At.In(zone), Position: position,
		Office: office(g, d.Agency), Received: in(zone, until(clock.At, d.ReceivedAt)), Standing: clock.Standing,
		Receiver: Holder{Agency: d.Agency, Unit: d.Unit, Officer: d.Officer},
		Steps:    []domain.StepView{}, Stops: []domain.StopView{}, Titles: noTitles(),
	}
	if set := d.DeadlineAt(clock.At); set != nil {
		made.Due = in(zone, set.Due)
	}
	if ended := until(clock.At, cmp.Or(d.CompletedAt, d.EndedAt)); !ended.IsZero() {
		made.Ended, made.Verdict, made.Due = in(zone, ended), d.Verdict(), in(zone, d.Due())
	}
	x := indexOf(g)
	x.name(&made.Titles, d.Procedure, "", d.Agency, d.Unit)
	for _, step := range clock.Handovers {
		step.At, step.Due, step.Until = in(zone, step.At), in(zone, step.Due), in(zone, step.Until)
		step.Until = until(clock.At, step.Until)
		made.Steps = append(made.Steps, step)
		x.name(&made.Titles, "", "", step.Agency, step.Unit)
	}
	for _, stop := range clock.Stops {
		if stop.From.After(clock.At) {
			continue
		}
		stop.From, stop.To, stop.Until = in(zone, stop.From), in(zone, until(clock.At, stop.To)), in(zone, stop.Until)
		made.Stops = append(made.Stops, stop)
	}
	return made
}

// until returns what had happened by an instant; none of what came later.
func until(at, t time.Time) time.Time {
	if t.After(at) {
		return time.Time{}
	}
	return t
}

// in puts an instant into the zone; none stays none.
func in(zone *time.Location, t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.In(zone)
}

// controlColumns are those of phiếu kiểm soát quá trình giải quyết hồ sơ, a form
// of the circulars on the one-stop mechanism (Thông tư 01/2018/TT-VPCP, form 05),
// with the step and its limit that the verdict is on.
var controlColumns = []listed{
	{label: textNumber, kind: Mark, width: 6},
	{label: textGiver, kind: Words, width: 26},
	{label: textTaker, kind: Words, width: 26},
	{label: textHandover, kind: Instant, width: 17},
	{label: textStep, kind: Words, width: 18},
	{label: textStepDue, kind: Instant, width: 17},
	{label: textStepEnd, kind: Instant, width: 17},
	{label: textVerdict, kind: Mark, width: 18},
	{label: textNotes, kind: Words, width: 30},
}

// Sheet implements [Form].
func (f ControlSheet) Sheet(l Language) Sheet {
	s := page(l, f.Office, textControlTitle)
	s.File = fileName(Control, l, f.Code)
	s.Subtitle = []string{l.say(textOfDossier, f.Code), l.say(textOfProcedure, f.Titles.procedure(f.Procedure)), f.when(l)}
	s.facts(noPolicy, f.At, f.Position)
	s.list(controlColumns)
	if !f.Received.IsZero() {
		s.Rows = append(s.Rows, f.receipt(l))
	}
	from := f.Receiver
	for i := range f.Steps {
		s.Rows = append(s.Rows, f.row(l, i, from))
		from = holderOf(&f.Steps[i])
	}
	s.Notes = []string{f.outcome(l)}
	return s
}
