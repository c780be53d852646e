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

// RecordedGate keeps back what the log mutes: the message is on record and not for
// people, and comes again when nothing mutes it any more.
type RecordedGate struct{}

// Suppressed implements [Gate].
func (RecordedGate) Suppressed(a *Alert, _ string, _ time.Time) (string, bool) {
	switch {
	case a.Suppressed == nil:
		return "", false
	case a.Suppressed.Silence != "":
		return string(a.Suppressed.By) + ":" + a.Suppressed.Silence, true
	}
	return string(a.Suppressed.By), true
}
