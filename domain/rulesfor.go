package domain

import "time"

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
