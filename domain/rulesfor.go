package domain

import (
	"strconv"
	"time"
)

// RulesFor returns what the event about the dossier is decided by: the rules of
// the agency and procedure that the dossier has, or that a receipt, a submission
// or a correction gives it, in force at its receipt.
func (g *Registry) RulesFor(d *Dossier, e Event) (Rules, error) {
	switch data := e.Data.(type) {
	case *Received:
		return g.Rules(data.Agency, data.Procedure, e.At)
	case *Submitted:
		return g.Rules(data.Agency, data.Procedure, e.At)
	case *Refused:
		if d.State == StateNone {
			return g.Rules(data.Agency, data.Procedure, e.At)
		}
	case *Corrected:
		corrected := d.Clone()
		if corrected.applyCorrection(data) == nil {
			d = corrected
		}
	}
	return g.Rules(d.Agency, d.Procedure, d.began())
}

// began returns the instant whose rules hold for the dossier.
func (d *Dossier) began() time.Time {
	if d.ReceivedAt.IsZero() {
		return d.SubmittedAt
	}
	return d.ReceivedAt
}

// Rules returns what the dossier is judged by.
func (d *Dossier) Rules(g *Registry) (Rules, error) {
	return g.Rules(d.Agency, d.Procedure, d.began())
}

// RulesAt returns what the due in force at the instant was set by: the versions
// that it pins, which may not be the latest. Where it pins none, or the registry
// does not hold one, what the dossier is judged by today.
func (d *Dossier) RulesAt(g *Registry, at time.Time) (Rules, error) {
	rules, err := d.Rules(g)
	set := d.clockAt(at)
	if set == nil {
		return rules, err
	}
	if pinned, there := g.Pinned(&set.DeadlineSet); there {
		return pinned, nil
	}
	return rules, err
}

// Pinned returns the versions that the deadline was set by; false where the
// registry does not hold its policy or its calendar.
func (g *Registry) Pinned(set *DeadlineSet) (Rules, bool) {
	c, there := g.editions.get(edition(set.Calendar.ID, set.Calendar.Version))
	policy := g.policyVersion(set.Policy)
	if !there || policy == nil {
		return Rules{}, false
	}
	return Rules{Policy: policy, Calendar: c, Procedure: g.procedureVersion(set.Procedure)}, true
}

// clockAt returns the revision of the clock that ran to a receipt or to the due
// at the instant; nil where none did.
func (d *Dossier) clockAt(at time.Time) *Deadline {
	if set := d.DeadlineAt(at); set != nil {
		return set
	}
	if d.Waiting.Revision > 0 && !d.SubmittedAt.After(at) {
		return &d.Waiting
	}
	return nil
}

// edition is the key of one version of a calendar.
func edition(id string, version int) string { return id + "/" + strconv.Itoa(version) }

func (g *Registry) policyVersion(ref VersionRef) *Policy {
	versions, _ := g.policies.get(ref.ID)
	for _, v := range versions {
		if v.policy.Version == ref.Version {
			return v.policy
		}
	}
	return nil
}

func (g *Registry) procedureVersion(ref ProcedureRef) *Procedure {
	versions, _ := g.procedures.get(ref.ID)
	for _, p := range versions {
		if p.Version == ref.Version {
			return p
		}
	}
	return nil
}
