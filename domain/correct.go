package domain

import (
	"time"
)

func (d *Corrected) check(c *checks) {
	c.atLeast("sequence", d.Sequence, 1)
	c.required("event", string(d.Event))
	if !d.Event.Known() {
		c.fail(CodeInvalidField, "event", "event %.40q is not a known type", string(d.Event))
	}
	c.required("reason", d.Reason)
	c.required("authority", d.Authority)
	c.span("at", d.At)
	switch {
	case len(d.Facts) > 0 && d.Facts.Kind() != '{':
		c.fail(CodeInvalidField, "facts", "facts is not a JSON object")
	case d.At.IsZero() && len(d.Facts) == 0:
		c.fail(CodeMissingField, "facts", "facts and at are both missing: nothing is corrected")
	}
}

// guardCorrection refuses a correction of an event that was not said, one that
// makes an event say what it could not have said, and one that breaks the order
// of the dossier's instants.
func guardCorrection(d *Dossier, data *Corrected, rules Rules, now time.Time) error {
	said := d.said.at(data.Sequence)
	if said == "" || said == TypeCorrected || said == TypeAlertAcknowledged || said == TypeAlertSnoozed {
		return refuse(CodeUnknownEvent, "/data/sequence", "number %d of the dossier is no event that can be corrected", data.Sequence)
	}
	if said != data.Event {
		return refuse(CodeUnknownEvent, "/data/event", "number %d of the dossier is %s, not %.40q", data.Sequence, said, string(data.Event))
	}
	if data.At.After(now.Add(rules.Policy.Skew())) {
		return refuse(CodeInFuture, "/data/at", "at %s lies in the future: the engine's clock is at %s", stamp(data.At), stamp(now))
	}
	after := d.Clone()
	if err := after.applyCorrection(data); err != nil {
		return err
	}
	if after.Agency != d.Agency || after.Province != d.Province {
		return refuse(CodeInvalidField, "/data/facts", "province and agency are the dossier's place in the log and can't be corrected")
	}
	return after.inOrder()
}

// inOrder checks that the dossier's instants follow each other.
func (d *Dossier) inOrder() error {
	ends := []time.Time{d.CompletedAt, d.EndedAt}
	pairs := [][2]time.Time{
		{d.SubmittedAt, d.ReceivedAt},
		{d.SubmittedAt, d.EndedAt},
		{d.ReceivedAt, d.CompletedAt},
		{d.ReceivedAt, d.EndedAt},
		{d.CompletedAt, d.ReturnedAt},
		{d.ReceivedAt, d.GivenDue},
		{d.ReceivedAt, d.Promised},
	}
	for i := range d.Stops {
		s := &d.Stops[i]
		pairs = append(pairs, [2]time.Time{d.ReceivedAt, s.From}, [2]time.Time{s.From, s.To})
		for _, end := range ends {
			pairs = append(pairs, [2]time.Time{s.latest(), end})
		}
	}
	for i := range d.Handovers {
		pairs = append(pairs, [2]time.Time{d.ReceivedAt, d.Handovers[i].At})
	}
	for _, p := range pairs {
		if !p[0].IsZero() && !p[1].IsZero() && p[1].Before(p[0]) {
			return refuse(CodeOutOfOrder, "/data/at", "after the correction %s would come before %s", stamp(p[1]), stamp(p[0]))
		}
	}
	return nil
}
