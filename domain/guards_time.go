package domain

import "time"

// guardTime checks the event's instant against the engine's clock. A stop can't
// begin beyond the tolerance, whatever the publisher's word: it would hold back
// a due that has passed. Its end may, for that only takes time away.
func guardTime(e Event, rules Rules, now time.Time) error {
	if !within(e.At) {
		return refuse(CodeInvalidField, "/time", "time lies in the year %d, not in %d to %d", e.At.Year(), firstYear, lastYear)
	}
	if e.At.After(now.Add(rules.Policy.Skew())) {
		return refuse(CodeInFuture, "/time", "time %s lies in the future: the engine's clock is at %s", stamp(e.At), stamp(now))
	}
	switch stop := e.Type == TypeSupplementRequested || e.Type == TypePaused; {
	case !rules.Policy.tooOld(e.At, now):
		return nil
	case stop:
		return refuse(CodeTooOld, "/time", "time %s is more than %d hours old: a stop of the clock can't be backdated that far", stamp(e.At), rules.Policy.BackdatingHours)
	case !e.Backdated:
		return refuse(CodeTooOld, "/time", "time %s is more than %d hours old: set backdated to true if it is meant so", stamp(e.At), rules.Policy.BackdatingHours)
	}
	return nil
}

func stamp(t time.Time) string { return t.Format("2006-01-02T15:04:05.999Z07:00") }

// guardOrder checks the event's instant against those that it must follow. A
// late post may lie before the last event, but never before the beginning, and
// an end never before its start.
func guardOrder(d *Dossier, e Event) error {
	if start := d.ReceivedAt; !start.IsZero() && e.At.Before(start) {
		return refuse(CodeBeforeReceipt, "/time", "time %s lies before the receipt at %s", stamp(e.At), stamp(start))
	}
	if start := d.SubmittedAt; !start.IsZero() && e.At.Before(start) {
		return refuse(CodeOutOfOrder, "/time", "time %s lies before the submission at %s", stamp(e.At), stamp(start))
	}
	switch e.Type {
	case TypeReturned:
		return notBefore(e, d.CompletedAt, "the completion")
	case TypeSupplementReceived:
		return notBefore(e, d.openStop(StateSupplement).From, "the request")
	case TypeResumed:
		if s := d.openStop(StatePaused); s != nil {
			return notBefore(e, s.From, "the pause")
		}
	case TypeCompleted, TypeWithdrawn, TypeTerminated:
		for i := range d.Stops {
			if err := notBefore(e, d.Stops[i].latest(), "the stop of the clock"); err != nil {
				return err
			}
		}
	}
	return nil
}

// latest returns the last instant that is known of the stop.
func (s *Stop) latest() time.Time {
	if s.To.IsZero() {
		return s.From
	}
	return s.To
}

func notBefore(e Event, start time.Time, what string) error {
	if e.At.Before(start) {
		return refuse(CodeOutOfOrder, "/time", "time %s lies before %s at %s", stamp(e.At), what, stamp(start))
	}
	return nil
}
