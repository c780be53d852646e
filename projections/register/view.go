package register

import (
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// View is a dossier as lists show it. Of the applicant it holds nothing but the
// opaque reference. Instants are in the dossier's zone.
type View struct {
	Code           domain.Code     `json:"code"`
	State          domain.State    `json:"state"`
	NationalStatus int             `json:"national_status"` // TrangThaiHoSo, 1 to 10
	Standing       domain.Standing `json:"standing"`        // at the instant asked for
	Verdict        domain.Verdict  `json:"verdict"`

	Province     string              `json:"province"`
	Agency       string              `json:"agency"`                 // owns the promise
	HolderAgency string              `json:"holder_agency,omitzero"` // of the present holder, where it is another
	Unit         string              `json:"unit,omitzero"`          // of the present holder
	Officer      string              `json:"officer,omitzero"`       // the present holder
	Desk         string              `json:"desk,omitzero"`
	Step         string              `json:"step,omitzero"` // the present one
	Procedure    string              `json:"procedure"`
	Case         string              `json:"case,omitzero"`
	Field        string              `json:"field,omitzero"`
	Content      string              `json:"content,omitzero"`
	Channel      domain.Channel      `json:"channel"`
	ServiceLevel domain.ServiceLevel `json:"service_level,omitzero"`
	Interlinked  bool                `json:"interlinked,omitzero"`
	Applicant    string              `json:"applicant,omitzero"` // opaque reference

	Submitted   time.Time `json:"submitted,omitzero"`
	Received    time.Time `json:"received,omitzero"`
	Due         time.Time `json:"due,omitzero"`
	Computed    time.Time `json:"computed,omitzero"` // what the engine computes, where the given due differs
	Appointment time.Time `json:"appointment,omitzero"`
	Completed   time.Time `json:"completed,omitzero"`
	Returned    time.Time `json:"returned,omitzero"`
	Ended       time.Time `json:"ended,omitzero"` // refused, withdrawn or terminated

	Sequence     int          `json:"sequence"`           // of the last event
	Revision     int          `json:"revision,omitzero"`  // of the due
	Stopped      bool         `json:"stopped,omitzero"`   // now
	StepLate     bool         `json:"step_late,omitzero"` // at the instant: the present step's limit is exceeded, the dossier's not
	LimitUnknown bool         `json:"limit_unknown,omitzero"`
	Provisional  bool         `json:"provisional,omitzero"`
	Apologised   bool         `json:"apologised,omitzero"`
	Backdated    bool         `json:"backdated,omitzero"`
	Corrected    bool         `json:"corrected,omitzero"`
	Cause        domain.Cause `json:"cause,omitzero"` // of its lateness, as explained
	Reminders    int          `json:"reminders,omitzero"`
}

// ViewOf returns the dossier as it is known now, its standing at the instant.
func ViewOf(d *domain.Dossier, at time.Time) View { return zones(nil).view(d, at) }

// View is [ViewOf] of a dossier of the table.
func (t *Table) View(d *domain.Dossier, at time.Time) View { return t.columns.zones.view(d, at) }

func (z zones) view(d *domain.Dossier, at time.Time) View {
	v := View{
		Code: d.Code, State: d.State, NationalStatus: d.NationalStatus(),
		Standing: d.StandingAt(at), Verdict: d.Verdict(), StepLate: d.StepLateAt(at),
		Sequence: d.Sequence, Stopped: d.Stopped(), Apologised: d.Apologised(),
		Backdated: d.Backdated > 0, Corrected: d.Corrections > 0,
		Cause: d.Explanation, Reminders: d.Reminders,
	}
	v.place(d)
	v.times(d, z.of(d))
	if set := d.Deadline(); set != nil {
		v.Revision, v.LimitUnknown, v.Provisional = set.Revision, set.Unknown, set.Provisional
	}
	return v
}

func (v *View) place(d *domain.Dossier) {
	v.Province, v.Agency, v.Desk = d.Province, d.Agency, d.Desk
	v.Procedure, v.Case, v.Field, v.Content = d.Procedure, d.Case, d.Field, d.Content
	v.Channel, v.ServiceLevel, v.Interlinked = d.Channel, d.ServiceLevel, d.Interlinked
	holder := d.Holder()
	v.Unit, v.Officer, v.Step = holder.Unit, holder.Officer, holder.Step
	if holder.Agency != d.Agency {
		v.HolderAgency = holder.Agency
	}
	if d.Applicant != nil {
		v.Applicant = d.Applicant.Ref
	}
}

func (v *View) times(d *domain.Dossier, loc *time.Location) {
	in := func(t time.Time) time.Time {
		if t.IsZero() || loc == nil {
			return t
		}
		return t.In(loc)
	}
	v.Submitted, v.Received = in(d.SubmittedAt), in(d.ReceivedAt)
	v.Due, v.Appointment = in(d.Due()), in(d.Appointment())
	v.Completed, v.Returned, v.Ended = in(d.CompletedAt), in(d.ReturnedAt), in(d.EndedAt)
	if set := d.Deadline(); set != nil {
		v.Computed = in(set.Computed)
	}
}

// zones holds locations by name: looking one up costs more than a view.
type zones map[string]*time.Location

// of returns the zone in which the dossier's due was computed; nil, for instants
// to stay as they are, where it has none.
func (z zones) of(d *domain.Dossier) *time.Location {
	name := zoneOf(d)
	if loc, known := z[name]; known || name == "" {
		return loc
	}
	return locate(name)
}

// learn looks up the dossier's zone for those who ask later.
func (z zones) learn(d *domain.Dossier) {
	name := zoneOf(d)
	if _, known := z[name]; !known && name != "" {
		z[name] = locate(name)
	}
}

func zoneOf(d *domain.Dossier) string {
	if set := d.Deadline(); set != nil {
		return set.Zone
	}
	return d.Waiting.Zone
}

// locate returns the location of that name; nil where this machine lacks it.
func locate(name string) *time.Location {
	loc, _ := time.LoadLocation(name)
	return loc
}
