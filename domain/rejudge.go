package domain

import (
	"slices"
	"time"
)

// Rejudge returns the dossier's deadline as it would be had the rules been in
// force from its receipt on: computed anew from the receipt, the stops and the
// extensions that were accepted. What was refused then (an extension that came
// after expiry, say) is not part of the history, and stays refused. The dossier
// must have been received.
func Rejudge(d *Dossier, rules Rules) (*DeadlineSet, error) {
	r, err := d.runClock(rules, nil)
	if err != nil {
		return nil, cantCompute("", err)
	}
	set := rules.pin(DeadlineSet{
		Clock: DossierClock, Revision: len(d.Deadlines) + 1, Cause: CauseRecalculated,
		Limit: r.limit, Unknown: rules.Procedure == nil && d.GivenDue.IsZero(),
		Start: r.start, From: d.ReceivedAt, Due: r.due,
		Verdict: rules.Policy.Verdict, Stop: rules.stopMode(),
	})
	return set, nil
}

// under returns where the dossier would stand at the instant by another deadline.
func (d *Dossier) under(set *DeadlineSet, at time.Time) Standing {
	other := *d
	other.Deadlines = []Deadline{{DeadlineSet: *set}}
	return other.StandingAt(at)
}

// until returns the dossier as it was at the instant, by all that is known now:
// without the stops and extensions that came later.
func (d *Dossier) until(at time.Time) *Dossier {
	u := d.Clone()
	u.Stops = slices.DeleteFunc(u.Stops, func(s Stop) bool { return s.From.After(at) })
	for i := range u.Stops {
		if s := &u.Stops[i]; s.To.After(at) {
			s.To, s.GivenDue = time.Time{}, time.Time{}
		}
	}
	u.Extensions = slices.DeleteFunc(u.Extensions, func(x Extension) bool { return x.At.After(at) })
	return u
}
