package domain

import "time"

// Status is what became of a submitted event.
type Status string

const (
	Accepted   Status = "accepted"
	Duplicated Status = "duplicate" // accepted before, with the same content
	Declined   Status = "refused"
)

// Result is the answer to one submitted event, the same on every interface. An
// accepted event is durable when its result is given.
type Result struct {
	ID       string    `json:"id"`
	Code     string    `json:"code,omitzero"` // of the dossier, or the id of the reference fact
	Status   Status    `json:"status"`
	Position uint64    `json:"seq,omitzero"`      // of its commit in the log
	Sequence int       `json:"sequence,omitzero"` // of the event in its dossier
	Due      time.Time `json:"due,omitzero"`      // the dossier's due after the event
	Error    *Error    `json:"error,omitzero"`    // of a refused event
}

// Refusal returns the result of an event that was refused.
func Refusal(id, code string, err error) Result {
	return Result{ID: id, Code: code, Status: Declined, Error: AsError(err)}
}
