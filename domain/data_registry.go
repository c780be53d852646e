package domain

import (
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// The structs of this file are the stored form of reference facts: the names in
// the JSON tags are never changed. What a field means is said in its jsonschema
// tag.

// ProcedureForm is everything a decision says of a procedure. Its code is the
// event's subject; it is in force from the event's At.
type ProcedureForm struct {
	Name         string           `json:"name"`
	Field        string           `json:"field"`
	FieldName    string           `json:"field_name,omitzero"`
	Authority    string           `json:"authority,omitzero" jsonschema:"province, district, commune, ..."`
	ServiceLevel ServiceLevel     `json:"service_level,omitzero"`
	Limits       []ProcedureLimit `json:"limits,omitzero" jsonschema:"empty: no deadline"`
	Steps        []ProcedureStep  `json:"steps,omitzero"`
	Stop         StopMode         `json:"stop,omitzero" jsonschema:"what a supplement does; empty: the policy's"`
	Supplements  *int             `json:"max_supplements,omitzero" jsonschema:"nil: the policy's"`
	Extensions   *int             `json:"max_extensions,omitzero" jsonschema:"nil: the policy's"`
	Interlinked  bool             `json:"interlinked,omitzero"`
	Payable      bool             `json:"payable,omitzero" jsonschema:"has a fee that can be paid online"`
	Ladder       []LadderRung     `json:"ladder,omitzero" jsonschema:"its own alerts; replace the policy's for the clocks that they name"`
	Decision     Decision         `json:"decision,omitzero"`
}

// ProcedureLimit is the limit for one channel and case; empty means any.
type ProcedureLimit struct {
	Channel Channel        `json:"channel,omitzero"`
	Case    string         `json:"case,omitzero"`
	Limit   calendar.Limit `json:"limit"`
}

// ProcedureStep is one step of the procedure's course.
type ProcedureStep struct {
	Name  string         `json:"name"`
	Unit  string         `json:"unit,omitzero"`
	Limit calendar.Limit `json:"limit,omitzero"`
}

// Decision is the act that publishes, amends or abolishes a procedure.
type Decision struct {
	Number string        `json:"number,omitzero"`
	Date   calendar.Date `json:"date,omitzero"`
}

// ProcedurePublished: the first version of a procedure.
type ProcedurePublished struct{ ProcedureForm }

// ProcedureAmended: a later version; dossiers received before keep theirs.
type ProcedureAmended struct{ ProcedureForm }

// ProcedureAbolished: from the event's At on a policy that asks for known
// procedures refuses a receipt.
type ProcedureAbolished struct {
	Decision Decision `json:"decision,omitzero"`
	Reason   string   `json:"reason,omitzero"`
}

// UnitDefined places a node in the organisation tree. Its id is the subject.
type UnitDefined struct {
	Kind      UnitKind `json:"kind"`
	Name      string   `json:"name"`
	NameEN    string   `json:"name_en,omitzero"`
	Parent    string   `json:"parent,omitzero" jsonschema:"empty for a province"`
	Calendar  string   `json:"calendar,omitzero" jsonschema:"empty: the parent's"`
	Policy    string   `json:"policy,omitzero" jsonschema:"empty: the parent's"`
	Head      string   `json:"head,omitzero" jsonschema:"opaque reference of who receives its alerts"`
	Receivers []string `json:"receivers,omitzero" jsonschema:"opaque references of who receives its alerts beside the head"`
}

// CalendarChanged publishes a version of a calendar. Its id is the subject.
type CalendarChanged struct {
	Calendar calendar.Spec `json:"calendar"`
	Reason   string        `json:"reason,omitzero"`
}

// PolicyChanged publishes a version of a policy. Its id is the subject.
type PolicyChanged struct {
	Policy Policy `json:"policy"`
	Reason string `json:"reason,omitzero"`
}

// CountingChanged publishes a version of a counting policy. Its name is the
// subject.
type CountingChanged struct {
	Counting CountingPolicy `json:"counting"`
	Reason   string         `json:"reason,omitzero"`
}

// IndicatorRecorded is a figure that comes from outside. The indicator's id is
// the subject.
type IndicatorRecorded struct {
	Agency string        `json:"agency,omitzero"`
	From   calendar.Date `json:"from"`
	To     calendar.Date `json:"to"`
	Value  float64       `json:"value"`
	Source string        `json:"source" jsonschema:"where the figure comes from"`
}

// TargetSet is a goal for an indicator. The indicator's id is the subject.
type TargetSet struct {
	Agency string        `json:"agency,omitzero"`
	From   calendar.Date `json:"from"`
	To     calendar.Date `json:"to"`
	Value  float64       `json:"value"`
	Source string        `json:"source,omitzero"`
	Set    time.Time     `json:"set,omitzero"`
}
