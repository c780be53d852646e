package domain

import "cmp"

// after returns what is known after a later word about the same dossier: what
// it leaves out stays as it was said before.
func (in Intake) after(before Intake) Intake {
	if in == (Intake{}) {
		return before
	}
	in.Field = cmp.Or(in.Field, before.Field)
	in.Case = cmp.Or(in.Case, before.Case)
	in.ServiceLevel = cmp.Or(in.ServiceLevel, before.ServiceLevel)
	in.Desk = cmp.Or(in.Desk, before.Desk)
	in.Unit = cmp.Or(in.Unit, before.Unit)
	in.Officer = cmp.Or(in.Officer, before.Officer)
	in.Content = cmp.Or(in.Content, before.Content)
	in.Sets = cmp.Or(in.Sets, before.Sets)
	in.Applicant = cmp.Or(in.Applicant, before.Applicant)
	in.Interlinked = in.Interlinked || before.Interlinked
	in.Digitised = in.Digitised || before.Digitised
	return in
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
