package domain

import "cmp"

// after returns what is known after a later word about the same dossier: what
// it leaves out stays as it was said before.
func (d Intake) after(before Intake) Intake {
	if d == (Intake{}) {
		return before
	}
	d.Field = cmp.Or(d.Field, before.Field)
	d.Case = cmp.Or(d.Case, before.Case)
	d.ServiceLevel = cmp.Or(d.ServiceLevel, before.ServiceLevel)
	d.Desk = cmp.Or(d.Desk, before.Desk)
	d.Unit = cmp.Or(d.Unit, before.Unit)
	d.Officer = cmp.Or(d.Officer, before.Officer)
	d.Content = cmp.Or(d.Content, before.Content)
	d.Sets = cmp.Or(d.Sets, before.Sets)
	d.Applicant = cmp.Or(d.Applicant, before.Applicant)
	d.Interlinked = d.Interlinked || before.Interlinked
	d.Digitised = d.Digitised || before.Digitised
	return d
}

// adopt takes the procedure's facts where the desk left them out. A procedure
// that was corrected takes its facts along.
func (d *Dossier) adopt(p ProcedureRef) {
	d.Intake, d.adopted = d.asSaid(), ProcedureRef{}
	if d.Field == "" {
		d.Field, d.adopted.Field = p.Field, p.Field
	}
	if d.ServiceLevel == "" {
		d.ServiceLevel, d.adopted.ServiceLevel = p.ServiceLevel, p.ServiceLevel
	}
	if !d.Interlinked {
		d.Interlinked, d.adopted.Interlinked = p.Interlinked, p.Interlinked
	}
}

// asSaid returns the intake without what was adopted from the procedure, to be
// overlaid by a correction: its applicant is a copy.
func (d *Dossier) asSaid() Intake {
	in := d.Intake
	if d.adopted.Field != "" {
		in.Field = ""
	}
	if d.adopted.ServiceLevel != "" {
		in.ServiceLevel = ""
	}
	if d.adopted.Interlinked {
		in.Interlinked = false
	}
	if in.Applicant != nil {
		applicant := *in.Applicant
		in.Applicant = &applicant
	}
	return in
}

// takeIntake replaces what was said; what was adopted stays.
func (d *Dossier) takeIntake(said Intake) {
	d.Intake, d.adopted = said, ProcedureRef{}
	if last := d.Deadline(); last != nil {
		d.adopt(last.Procedure)
	}
}
