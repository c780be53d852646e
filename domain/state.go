package domain

import "slices"

// State is where a dossier stands in its course.
type State uint8

const (
	StateNone State = iota
	StateSubmitted
	StateReceived
	StateProcessing
	StateSupplement // waiting for the applicant
	StatePaused
	StateCompleted
	StateReturned
	StateRefused
	StateWithdrawn
	StateTerminated
	stateCount
)

var stateNames = [stateCount]string{
	"none", "submitted", "received", "processing", "supplement", "paused",
	"completed", "returned", "refused", "withdrawn", "terminated",
}

func (s State) String() string { return stateNames[s] }

// MarshalText returns the state's name.
func (s State) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads a state's name.
func (s *State) UnmarshalText(text []byte) (err error) {
	*s, err = ParseState(string(text))
	return err
}

// ParseState reads a state's name.
func ParseState(name string) (State, error) {
	if i := slices.Index(stateNames[:], name); i >= 0 {
		return State(i), nil
	}
	return StateNone, refuse(CodeInvalidField, "state", "state %.40q is not one of %q", name, stateNames[1:])
}

// Open reports whether the dossier is in hand: received and not ended.
func (s State) Open() bool { return s >= StateReceived && s <= StatePaused }

// Closed reports whether nothing but a correction, a rating or an explanation
// can follow.
func (s State) Closed() bool { return s >= StateReturned }

// Stopped reports whether the dossier waits for somebody outside.
func (s State) Stopped() bool { return s == StateSupplement || s == StatePaused }

// refusal codes of the table, short so that it reads as a table.
const (
	ok  = ErrorCode("")
	unk = CodeUnknownDossier
	asb = CodeAlreadySubmitted
	arc = CodeAlreadyReceived
	nrc = CodeNotReceived
	sop = CodeSupplementOpen
	nsp = CodeNoSupplementOpen
	apd = CodeAlreadyPaused
	npd = CodeNotPaused
	ncp = CodeNotCompleted
	cpl = CodeCompleted
	ret = CodeReturned
	ref = CodeRefused
	wdr = CodeWithdrawn
	trm = CodeTerminated
)

// course says what may follow what: the state machine. A cell is ok, or the
// code that refuses the event in that state. What depends on more than the
// state (a second supplement, an extension after expiry) is in guards.go.
var course = map[Type][stateCount]ErrorCode{
	//                       none subm recv proc supp paus comp retd refd wdrn term
	TypeSubmitted:           {ok, asb, arc, arc, arc, arc, cpl, ret, ref, wdr, trm},
	TypeReceived:            {ok, ok, arc, arc, arc, arc, cpl, ret, ref, wdr, trm},
	TypeRefused:             {ok, ok, arc, arc, arc, arc, cpl, ret, ref, wdr, trm},
	TypeDeadlineSet:         {unk, ok, ok, ok, ok, ok, ok, ok, ref, ok, ok},
	TypeTransferred:         {unk, nrc, ok, ok, ok, ok, cpl, ret, ref, wdr, trm},
	TypeSupplementRequested: {unk, nrc, ok, ok, sop, ok, cpl, ret, ref, wdr, trm},
	TypeSupplementReceived:  {unk, nrc, nsp, nsp, ok, nsp, cpl, ret, ref, wdr, trm},
	TypePaused:              {unk, nrc, ok, ok, ok, apd, cpl, ret, ref, wdr, trm},
	TypeResumed:             {unk, nrc, npd, npd, ok, ok, cpl, ret, ref, wdr, trm},
	TypeExtended:            {unk, nrc, ok, ok, ok, ok, cpl, ret, ref, wdr, trm},
	TypeCompleted:           {unk, nrc, ok, ok, ok, ok, cpl, ret, ref, wdr, trm},
	TypeReturned:            {unk, nrc, ncp, ncp, ncp, ncp, ok, ret, ref, wdr, trm},
	TypeWithdrawn:           {unk, ok, ok, ok, ok, ok, cpl, ret, ref, wdr, trm},
	TypeTerminated:          {unk, nrc, ok, ok, ok, ok, cpl, ret, ref, wdr, trm},
	TypeApproached:          {unk, ok, ok, ok, ok, ok, cpl, ret, ref, wdr, trm},
	TypeMissed:              {unk, ok, ok, ok, ok, ok, ok, ret, ref, wdr, trm}, // completed: not collected
	TypeExplained:           {unk, nrc, ok, ok, ok, ok, ok, ok, ref, ok, ok},
	TypeReminded:            {unk, ok, ok, ok, ok, ok, cpl, ret, ref, wdr, trm},
	TypeFeePaid:             {unk, ok, ok, ok, ok, ok, cpl, ret, ref, wdr, trm},
	TypeRated:               {unk, nrc, ncp, ncp, ncp, ncp, ok, ok, ref, wdr, trm},
	TypeCorrected:           {unk, ok, ok, ok, ok, ok, ok, ok, ok, ok, ok},
	TypeAlertAcknowledged:   {unk, ok, ok, ok, ok, ok, ok, ret, ref, wdr, trm},
	TypeAlertSnoozed:        {unk, ok, ok, ok, ok, ok, ok, ret, ref, wdr, trm},
	TypeAlertReminded:       {unk, ok, ok, ok, ok, ok, ok, ret, ref, wdr, trm},
}

// sentences explain the codes of the table.
var sentences = map[ErrorCode]string{
	unk: "the dossier is not known",
	asb: "the dossier was submitted already",
	arc: "the dossier was received already",
	nrc: "the dossier was not received yet",
	sop: "a supplement is open already",
	nsp: "no supplement was requested",
	apd: "the dossier is paused already",
	npd: "the dossier is not paused",
	ncp: "the dossier is not completed yet",
	cpl: "the dossier is completed",
	ret: "the dossier's result was returned",
	ref: "the dossier was refused",
	wdr: "the dossier was withdrawn",
	trm: "the dossier was terminated",
}

// Allowed returns nil if an event of the type may follow in the state.
func Allowed(s State, t Type) *Error {
	row, known := course[t]
	if !known {
		return refuse(CodeUnknownType, "/type", "type %q is not about a dossier", t)
	}
	if code := row[s]; code != ok {
		return refuse(code, "/type", "%s can't follow: %s", t, sentences[code])
	}
	return nil
}
