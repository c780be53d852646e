package domain

// Channel is how a dossier comes in, or how its result goes out.
type Channel string

const (
	InPerson Channel = "in-person" // trực tiếp
	Online   Channel = "online"    // trực tuyến
	Postal   Channel = "postal"    // bưu chính công ích (BCCI)
)

// Channels lists every channel.
func Channels() []Channel { return []Channel{InPerson, Online, Postal} }

// ServiceLevel is how much of a procedure is online: 1 to 4 until 2022, in words
// since Nghị định 42/2022.
type ServiceLevel string

const (
	Level1          ServiceLevel = "1"
	Level2          ServiceLevel = "2"
	Level3          ServiceLevel = "3"
	Level4          ServiceLevel = "4"
	LevelFull       ServiceLevel = "full"        // toàn trình
	LevelPartial    ServiceLevel = "partial"     // một phần
	LevelInfoOnline ServiceLevel = "information" // cung cấp thông tin
)

// ServiceLevels lists every service level.
func ServiceLevels() []ServiceLevel {
	return []ServiceLevel{Level1, Level2, Level3, Level4, LevelFull, LevelPartial, LevelInfoOnline}
}

// PauseReason is why the clock stops without a supplement.
type PauseReason string

const (
	FinancialObligation PauseReason = "financial-obligation" // national status 6
	OutsideConsultation PauseReason = "outside-consultation"
	Verification        PauseReason = "verification"
	OtherReason         PauseReason = "other"
)

// PauseReasons lists every reason.
func PauseReasons() []PauseReason {
	return []PauseReason{FinancialObligation, OutsideConsultation, Verification, OtherReason}
}

// Cause is who a delay is due to.
type Cause string

const (
	Subjective Cause = "subjective" // chủ quan: the office
	Objective  Cause = "objective"  // khách quan
)

// Causes lists every cause.
func Causes() []Cause { return []Cause{Subjective, Objective} }

// Outcome is what was decided.
type Outcome string

const (
	Granted Outcome = "granted"
	Denied  Outcome = "denied"
)

// Outcomes lists every outcome.
func Outcomes() []Outcome { return []Outcome{Granted, Denied} }

// Satisfaction is the citizen's rating.
type Satisfaction string

const (
	VerySatisfied Satisfaction = "very-satisfied"
	Satisfied     Satisfaction = "satisfied"
	Dissatisfied  Satisfaction = "dissatisfied"
)

// Satisfactions lists every rating.
func Satisfactions() []Satisfaction { return []Satisfaction{VerySatisfied, Satisfied, Dissatisfied} }

// UnitKind is the level of a node in the organisation tree.
type UnitKind string

const (
	UnitProvince UnitKind = "province"
	UnitAgency   UnitKind = "agency"
	UnitCommune  UnitKind = "commune"
	UnitUnit     UnitKind = "unit"
	UnitDesk     UnitKind = "desk"
)

// UnitKinds lists every level.
func UnitKinds() []UnitKind {
	return []UnitKind{UnitProvince, UnitAgency, UnitCommune, UnitUnit, UnitDesk}
}

// DeadlineCause is why a deadline was set.
type DeadlineCause string

const (
	CauseReceived     DeadlineCause = "received"     // the receipt
	CauseSubmitted    DeadlineCause = "submitted"    // the submission: intake clock
	CauseTransferred  DeadlineCause = "transferred"  // a transfer: step clock
	CauseRequested    DeadlineCause = "requested"    // a supplement request: supplement clock
	CauseGiven        DeadlineCause = "given"        // taken as the source gave it
	CauseResumed      DeadlineCause = "resumed"      // a stop ended, the clock goes on
	CauseRestarted    DeadlineCause = "restarted"    // a stop ended, the clock starts anew
	CauseExtended     DeadlineCause = "extended"     // an extension that moves the due
	CauseCorrected    DeadlineCause = "corrected"    // an earlier fact was corrected
	CauseRecalculated DeadlineCause = "recalculated" // the calendar or policy changed
	CausePublished    DeadlineCause = "published"    // the procedure became known
)

// DeadlineCauses lists every cause.
func DeadlineCauses() []DeadlineCause {
	return []DeadlineCause{
		CauseReceived, CauseSubmitted, CauseTransferred, CauseRequested, CauseGiven, CauseResumed, CauseRestarted,
		CauseExtended, CauseCorrected, CauseRecalculated, CausePublished,
	}
}

// ClockName tells the clocks of a dossier apart.
type ClockName string

const (
	DossierClock ClockName = "dossier" // the statutory due
	StepClock    ClockName = "step"    // the present step's limit
	IntakeClock  ClockName = "intake"  // an online submission waiting for receipt
	// AppointmentClock is the new date that an apology letter promised.
	AppointmentClock ClockName = "appointment"
	// SupplementClock is the applicant's window to bring what is missing. It runs
	// while the others stand.
	SupplementClock ClockName = "supplement"
	// PauseClock counts how long the present stop lasts, CollectionClock how long
	// a result waits to be fetched. Neither has a due, nor does a stop hold it.
	PauseClock      ClockName = "pause"
	CollectionClock ClockName = "collection"
)

// ClockNames lists every clock.
func ClockNames() []ClockName {
	return []ClockName{DossierClock, StepClock, IntakeClock, AppointmentClock, SupplementClock, PauseClock, CollectionClock}
}

// StopMode is what the end of a stop does to the clock.
type StopMode string

const (
	Resume  StopMode = "resume"  // the clock goes on where it stood
	Restart StopMode = "restart" // the full limit again, as if received at the end of the stop
)

// StopModes lists every mode.
func StopModes() []StopMode { return []StopMode{Resume, Restart} }

// VerdictMode is how a completion is judged against the due.
type VerdictMode string

const (
	ByDate    VerdictMode = "by-date"    // late after the due day
	BySession VerdictMode = "by-session" // early before the due's session, late after the due instant
	ByInstant VerdictMode = "by-instant" // early before the due day, late after the due instant
)

// VerdictModes lists every mode.
func VerdictModes() []VerdictMode { return []VerdictMode{ByDate, BySession, ByInstant} }
