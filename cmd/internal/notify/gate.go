package notify

import "time"

// Gate says what a receiver is not to be told: because somebody silenced it,
// acknowledged it, or a greater matter covers it. Whoever delivers asks it before
// each delivery, and records its answer.
type Gate interface {
	// Suppressed reports whether the receiver is not told of the alert at the
	// instant, and why: a stable word, with what it refers to behind a colon, such
	// as "silenced:17". It holds nothing personal.
	Suppressed(a *Alert, receiver string, at time.Time) (reason string, suppressed bool)
}

// OpenGate lets every alert through.
type OpenGate struct{}

// Suppressed implements [Gate].
func (OpenGate) Suppressed(*Alert, string, time.Time) (string, bool) { return "", false }
