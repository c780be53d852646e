package domain

import (
	"errors"
	"fmt"
)

// ErrorKind groups error codes by what the publisher can do about them.
type ErrorKind uint8

const (
	Malformed   ErrorKind = iota + 1 // the request can't be read
	NotFound                         // it speaks of something unknown
	Conflict                         // it contradicts what has happened
	TooLarge                         // it is too big
	Invalid                          // it can be read, but a value is wrong
	Unavailable                      // not the publisher's fault; try again
	Internal                         // not the publisher's fault; trying again will not help
)

// ErrorCode is the stable machine name of a refusal. Codes are never renamed.
type ErrorCode string

// Codes of requests that can't be read or taken as events.
const (
	CodeMalformedJSON    ErrorCode = "malformed-json"
	CodeNotCloudEvent    ErrorCode = "not-a-cloudevent"
	CodeTooLarge         ErrorCode = "too-large"
	CodeUnknownType      ErrorCode = "unknown-type"
	CodeEngineOnly       ErrorCode = "engine-only"
	CodeMissingField     ErrorCode = "missing-field"
	CodeInvalidField     ErrorCode = "invalid-field"
	CodeUnknownField     ErrorCode = "unknown-field"
	CodeInvalidCode      ErrorCode = "invalid-code"
	CodeInvalidToken     ErrorCode = "invalid-token"
	CodeMixedTransaction ErrorCode = "mixed-transaction"
	CodeTransaction      ErrorCode = "transaction-refused"
)

// Codes about time.
const (
	CodeInFuture      ErrorCode = "time-in-future"
	CodeTooOld        ErrorCode = "time-too-old"
	CodeBeforeReceipt ErrorCode = "time-before-receipt"
	CodeOutOfOrder    ErrorCode = "time-out-of-order"
)

// Codes of the state machine: why an event can't follow what has happened.
const (
	CodeUnknownDossier     ErrorCode = "unknown-dossier"
	CodeAlreadySubmitted   ErrorCode = "already-submitted"
	CodeAlreadyReceived    ErrorCode = "already-received"
	CodeNotReceived        ErrorCode = "not-received"
	CodeSupplementOpen     ErrorCode = "supplement-open"
	CodeNoSupplementOpen   ErrorCode = "no-supplement-open"
	CodeAlreadyPaused      ErrorCode = "already-paused"
	CodeNotPaused          ErrorCode = "not-paused"
	CodeNotCompleted       ErrorCode = "not-completed"
	CodeCompleted          ErrorCode = "completed"
	CodeReturned           ErrorCode = "returned"
	CodeRefused            ErrorCode = "refused"
	CodeWithdrawn          ErrorCode = "withdrawn"
	CodeTerminated         ErrorCode = "terminated"
	CodeTooManySupplements ErrorCode = "too-many-supplements"
	CodeTooManyExtensions  ErrorCode = "too-many-extensions"
	CodeExtensionExpired   ErrorCode = "extension-after-expiry"
	CodeNothingToExtend    ErrorCode = "nothing-to-extend"
	CodeUnknownEvent       ErrorCode = "unknown-event"
	CodeRungPassed         ErrorCode = "rung-passed"
	CodeUnknownAlert       ErrorCode = "unknown-alert"
	CodeNotFiring          ErrorCode = "alert-not-firing"
)

// Codes of identity and reference facts.
const (
	CodeIDReused         ErrorCode = "id-reused"
	CodeCodeTaken        ErrorCode = "code-taken"
	CodeUnknownProcedure ErrorCode = "unknown-procedure"
	CodeNoCalendar       ErrorCode = "no-calendar"
	CodeStaleVersion     ErrorCode = "stale-version"
	CodeAlreadySilenced  ErrorCode = "already-silenced"
	CodeUnknownSilence   ErrorCode = "unknown-silence"
)

// Codes of an engine that can't answer now.
const (
	CodeUnavailable ErrorCode = "unavailable"
	CodeBusy        ErrorCode = "busy"
	CodeNotVisible  ErrorCode = "not-yet-visible"
	CodeUnknown     ErrorCode = "not-found"
	CodeCorrupt     ErrorCode = "log-corrupt"
	CodeInternal    ErrorCode = "internal"
)

// kinds lists the codes that are not plain contradictions ([Conflict]).
var kinds = map[ErrorCode]ErrorKind{
	CodeMalformedJSON:    Malformed,
	CodeNotCloudEvent:    Malformed,
	CodeTooLarge:         TooLarge,
	CodeUnknownType:      Invalid,
	CodeEngineOnly:       Invalid,
	CodeMissingField:     Invalid,
	CodeInvalidField:     Invalid,
	CodeUnknownField:     Invalid,
	CodeInvalidCode:      Invalid,
	CodeInvalidToken:     Invalid,
	CodeMixedTransaction: Invalid,
	CodeInFuture:         Invalid,
	CodeTooOld:           Invalid,
	CodeBeforeReceipt:    Invalid,
	CodeOutOfOrder:       Invalid,

	CodeUnknownDossier:   NotFound,
	CodeUnknownProcedure: NotFound,
	CodeUnknownEvent:     NotFound,
	CodeUnknownAlert:     NotFound,
	CodeUnknownSilence:   NotFound,
	CodeUnknown:          NotFound,

	CodeNoCalendar:  Unavailable,
	CodeUnavailable: Unavailable,
	CodeBusy:        Unavailable,
	CodeNotVisible:  Unavailable,
	CodeCorrupt:     Internal,
	CodeInternal:    Internal,
}

// Kind returns the group of the code.
func (c ErrorCode) Kind() ErrorKind {
	if k, ok := kinds[c]; ok {
		return k
	}
	return Conflict
}

// Error is a refusal: a stable code, an English sentence that names the field
// and the offending value, and the place of that field in the request. It never
// carries personal data: values of the applicant object are not quoted.
type Error struct {
	Code    ErrorCode `json:"code"`
	Message string    `json:"message"`
	Field   string    `json:"field,omitempty"` // JSON pointer into the event, such as /data/channel
}

func (e *Error) Error() string { return string(e.Code) + ": " + e.Message }

// Is makes errors.Is(err, &Error{Code: c}) true for every error of code c.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code && t.Message == ""
}

// refuse builds an [Error] about the field at the given place.
func refuse(code ErrorCode, field, format string, args ...any) *Error {
	return &Error{Code: code, Field: field, Message: fmt.Sprintf(format, args...)}
}

// AsError returns err as an [Error]; one that is none becomes an internal error
// without its text, which is for the log and not for publishers.
func AsError(err error) *Error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	return refuse(CodeInternal, "", "the engine failed; its log says why")
}
