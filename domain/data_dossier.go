package domain

import (
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/hoso-engine/dossier/domain/calendar"
)

// The structs of this file are the stored form of dossier events: the names in
// the JSON tags are never changed. A changed form gets a new version in the
// table forms and an upcaster in eventstore. What a field means is said once, in
// its jsonschema tag: see [Schema].

// Intake is what the desk knows of a dossier when it comes in.
type Intake struct {
	Province     string       `json:"province,omitzero" jsonschema:"id of the province; a subject token"`
	Agency       string       `json:"agency,omitzero" jsonschema:"id of the agency that owns the promise; a subject token"`
	Procedure    string       `json:"procedure,omitzero" jsonschema:"code of the procedure (TTHC)"`
	Field        string       `json:"field,omitzero" jsonschema:"field of the procedure; taken from the registry where empty"`
	Case         string       `json:"case,omitzero" jsonschema:"case within the procedure that has its own limit"`
	Channel      Channel      `json:"channel,omitzero" jsonschema:"how it came in"`
	ServiceLevel ServiceLevel `json:"service_level,omitzero" jsonschema:"taken from the registry where empty"`
	Desk         string       `json:"desk,omitzero" jsonschema:"where it was received"`
	Unit         string       `json:"unit,omitzero" jsonschema:"unit that holds it"`
	Officer      string       `json:"officer,omitzero" jsonschema:"opaque reference of the officer who holds it"`
	Content      string       `json:"content,omitzero" jsonschema:"what the request is about, without personal data"`
	Sets         int          `json:"sets,omitzero" jsonschema:"number of sets of papers"`
	Interlinked  bool         `json:"interlinked,omitzero" jsonschema:"liên thông: other agencies take part"`
	Digitised    bool         `json:"digitised,omitzero" jsonschema:"its papers were digitised at the desk"`
	Applicant    *Applicant   `json:"applicant,omitzero"`
}

// Applicant is the only place for personal data: everything but Ref may be
// encrypted per person and erased by destroying the key. It is never quoted in
// subjects, logs, labels, alerts or statistics.
type Applicant struct {
	Ref      string `json:"ref" jsonschema:"opaque reference; says nothing by itself"`
	Name     string `json:"name,omitzero"`
	Identity string `json:"identity,omitzero"`
	Phone    string `json:"phone,omitzero"`
	Email    string `json:"email,omitzero"`
	Address  string `json:"address,omitzero"`
}

// Submitted: an online or postal submission waits for intake (mới đăng ký).
type Submitted struct {
	Intake
}

// Received: the desk accepts the dossier (tiếp nhận); the clock starts.
type Received struct {
	Intake
	Due         time.Time `json:"due,omitzero" jsonschema:"a due given by the source, taken as it is"`
	Appointment time.Time `json:"appointment,omitzero" jsonschema:"the date promised on the receipt, where it differs from the due"`
}

// Refused: the desk does not accept it (form 03). Intake is needed only where
// nothing was submitted before.
type Refused struct {
	Intake
	Reason string `json:"reason"`
	Basis  string `json:"basis,omitzero" jsonschema:"legal basis"`
}

// DeadlineSet: the engine computed when a clock runs out, or took the due as it
// was given.
type DeadlineSet struct {
	Clock       ClockName      `json:"clock"`
	Revision    int            `json:"revision" jsonschema:"of this clock, from 1; a later one voids the rungs of the earlier"`
	For         int            `json:"for,omitzero" jsonschema:"sequence of the transfer (step), extension (appointment) or request (supplement) that it belongs to"`
	Cause       DeadlineCause  `json:"cause"`
	Limit       calendar.Limit `json:"limit,omitzero" jsonschema:"absent: no limit"`
	Unknown     bool           `json:"unknown,omitzero" jsonschema:"the procedure is not known (yet), and so its limit"`
	Start       time.Time      `json:"start" jsonschema:"the limit runs from here"`
	From        time.Time      `json:"from" jsonschema:"this revision is in force from here"`
	Due         time.Time      `json:"due,omitzero" jsonschema:"absent: no deadline"`
	EarlyBefore time.Time      `json:"early_before,omitzero" jsonschema:"completion before it is early"`
	Breach      time.Time      `json:"breach,omitzero" jsonschema:"when pending becomes overdue"`
	Verdict     VerdictMode    `json:"verdict,omitzero"`
	Computed    time.Time      `json:"computed,omitzero" jsonschema:"what the engine would have set, where a given due differs"`
	Provisional bool           `json:"provisional,omitzero" jsonschema:"lies beyond the calendar's confirmed dates"`
	Stop        StopMode       `json:"stop,omitzero" jsonschema:"what a supplement does to the clock"`
	Zone        string         `json:"zone"`
	Procedure   ProcedureRef   `json:"procedure,omitzero"`
	Calendar    VersionRef     `json:"calendar"`
	Policy      VersionRef     `json:"policy"`
}

// ProcedureRef pins one version of a procedure, with the facts that statistics
// group by.
type ProcedureRef struct {
	ID           string       `json:"id"`
	Version      int          `json:"version"`
	Field        string       `json:"field,omitzero"`
	ServiceLevel ServiceLevel `json:"service_level,omitzero"`
	Interlinked  bool         `json:"interlinked,omitzero"`
}

// VersionRef pins one version of a reference fact.
type VersionRef struct {
	ID      string `json:"id"`
	Version int    `json:"version"`
}

// Transferred: handed over (chuyển, bàn giao) to a unit or officer.
type Transferred struct {
	FromAgency  string         `json:"from_agency,omitzero"`
	FromUnit    string         `json:"from_unit,omitzero"`
	FromOfficer string         `json:"from_officer,omitzero"`
	ToAgency    string         `json:"to_agency,omitzero"`
	ToUnit      string         `json:"to_unit,omitzero"`
	ToOfficer   string         `json:"to_officer,omitzero"`
	Step        string         `json:"step,omitzero" jsonschema:"name of the step that begins"`
	StepLimit   calendar.Limit `json:"step_limit,omitzero" jsonschema:"its own limit; the procedure's for that step where empty"`
	StepDue     time.Time      `json:"step_due,omitzero" jsonschema:"given by the source"`
	Note        string         `json:"note,omitzero"`
}

// SupplementRequested: the applicant is asked for more; the clock stops.
type SupplementRequested struct {
	Missing []string  `json:"missing,omitzero" jsonschema:"what is missing"`
	Reason  string    `json:"reason"`
	Until   time.Time `json:"until,omitzero" jsonschema:"end of the applicant's window"`
}

// SupplementReceived: the supplement is there; the clock goes on or starts anew.
type SupplementReceived struct {
	Due  time.Time `json:"due,omitzero" jsonschema:"a new due given by the source"`
	Note string    `json:"note,omitzero"`
}

// Paused: any other stop of the clock.
type Paused struct {
	Reason PauseReason `json:"reason"`
	Basis  string      `json:"basis,omitzero" jsonschema:"legal basis"`
	Note   string      `json:"note,omitzero"`
}

// Resumed: the pause ends.
type Resumed struct {
	Due  time.Time `json:"due,omitzero" jsonschema:"a new due given by the source"`
	Note string    `json:"note,omitzero"`
}

// Extended: an apology letter (phiếu xin lỗi và hẹn lại) with a new appointment,
// given as an instant, or as a limit that is added to the present due.
type Extended struct {
	Reason      string         `json:"reason"`
	Cause       Cause          `json:"cause"`
	Letter      string         `json:"letter,omitzero" jsonschema:"number of the apology letter"`
	Appointment time.Time      `json:"appointment,omitzero"`
	By          calendar.Limit `json:"by,omitzero"`
}

// Completed: the result is ready (có kết quả); the clock stops for good.
type Completed struct {
	Outcome    Outcome `json:"outcome"`
	Electronic bool    `json:"electronic,omitzero" jsonschema:"an electronic result exists"`
	Note       string  `json:"note,omitzero"`
}

// Returned: the result was handed to the citizen (trả kết quả).
type Returned struct {
	Method Channel `json:"method"`
}

// Withdrawn: at the citizen's request.
type Withdrawn struct {
	Reason string `json:"reason,omitzero"`
}

// Terminated: the agency stops for good (form 05 of Thông tư 03/2025).
type Terminated struct {
	Reason string `json:"reason"`
	Basis  string `json:"basis,omitzero"`
}

// Rung names one step of the alert ladder of one revision of one clock.
type Rung struct {
	Clock    ClockName `json:"clock"`
	Revision int       `json:"revision" jsonschema:"of the clock's deadline; of the clock pause, the sequence of the stop's beginning; of the clock collection, 1"`
	Rung     string    `json:"rung" jsonschema:"its name in the ladder of the procedure or the policy"`
	Instant  time.Time `json:"instant" jsonschema:"when it was reached"`
	Due      time.Time `json:"due" jsonschema:"the due it speaks of; of the clocks pause and collection, where they began"`
	Level    Level     `json:"level,omitzero" jsonschema:"how far up the organisation it goes; unit where absent"`
	Critical bool      `json:"critical,omitzero" jsonschema:"is told alone, not in a digest"`
}

// Approached: a rung before the breach was reached.
type Approached struct{ Rung }

// Missed: the breach, or a rung after it, was reached.
type Missed struct{ Rung }

// Explained: why it was late.
type Explained struct {
	Cause Cause  `json:"cause"`
	By    string `json:"by,omitzero" jsonschema:"opaque reference of who says so"`
	Text  string `json:"text,omitzero"`
}

// Reminded: the n-th urge (phiếu đôn đốc) to an officer.
type Reminded struct {
	Number    int       `json:"number"`
	Unit      string    `json:"unit,omitzero"`
	Officer   string    `json:"officer,omitzero"`
	AnswerDue time.Time `json:"answer_due,omitzero"`
}

// FeePaid: a fee was paid.
type FeePaid struct {
	Online bool  `json:"online,omitzero"`
	Amount int64 `json:"amount,omitzero" jsonschema:"đồng"`
}

// Rated: what the citizen thinks of it.
type Rated struct {
	Satisfaction Satisfaction `json:"satisfaction"`
}

// Corrected replaces named facts of an earlier event; the earlier event stays.
type Corrected struct {
	Sequence  int            `json:"sequence" jsonschema:"of the event it corrects"`
	Event     Type           `json:"event" jsonschema:"its type, so that a fold needs no history"`
	At        time.Time      `json:"at,omitzero" jsonschema:"the right instant, where that was wrong"`
	Facts     jsontext.Value `json:"facts,omitzero" jsonschema:"the right values, as in that event's data; only those that change"`
	Reason    string         `json:"reason"`
	Authority string         `json:"authority" jsonschema:"who ordered it"`
}
