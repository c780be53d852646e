package domain

import (
	"github.com/hoso-engine/dossier/domain/pack"
)

// Pack packs what views show of the dossier: all but its code, which who keeps
// the pack knows it by, what publishers said, which only [Decide] asks for, and
// the personal data of the applicant, of which views have the reference alone.
// Instants come back with their offset, without the name of their zone. Writing
// changes nothing of the dossier; reading uses its lists again.
func (d *Dossier) Pack(p *pack.Pack) {
	if p.Reading() {
		d.Reset()
	}
	p.Below((*uint8)(&d.State), uint8(stateCount))
	p.Int(&d.Sequence)
	d.packIntake(p)
	d.packCourse(p)
	d.packLists(p)
	d.packEnd(p)
	d.packAside(p)
}

// Abridge drops what [Dossier.Pack] leaves out of the applicant, from a dossier that a
// view keeps as it is.
func (d *Dossier) Abridge() {
	if a := d.Applicant; a != nil && *a != (Applicant{Ref: a.Ref}) {
		d.Applicant = &Applicant{Ref: a.Ref}
	}
}

// Reset forgets all but the code and the room of the lists.
func (d *Dossier) Reset() {
	*d = Dossier{
		Code: d.Code, Deadlines: d.Deadlines[:0], Stops: d.Stops[:0], Extensions: d.Extensions[:0], Handovers: d.Handovers[:0],
		Reminded: d.Reminded[:0], Raised: d.Raised[:0], Tendings: d.Tendings[:0], fees: d.fees[:0],
	}
}

func (d *Intake) packIntake(p *pack.Pack) {
	p.Share()
	p.Name(&d.Province)
	p.Name(&d.Agency)
	p.Name(&d.Desk)
	p.Name(&d.Unit)
	p.Name(&d.Officer)
	p.EndShare()
	p.Share()
	p.Name(&d.Procedure)
	p.Name(&d.Field)
	p.Name(&d.Case)
	p.Name((*string)(&d.Channel))
	p.Name((*string)(&d.ServiceLevel))
	p.Int(&d.Sets)
	p.Bool(&d.Interlinked)
	p.Bool(&d.Digitised)
	p.EndShare()
	if p.Has(d.Content != "") {
		p.Text(&d.Content)
	}
	if p.Has(d.Applicant != nil) {
		if p.Reading() {
			d.Applicant = new(Applicant)
		}
		p.Text(&d.Applicant.Ref)
	}
}

// packCourse packs how the dossier came in and what it was promised.
func (d *Dossier) packCourse(p *pack.Pack) {
	p.TimeIfAny(&d.SubmittedAt)
	if p.Has(d.Waiting != Deadline{}) {
		d.Waiting.pack(p)
	}
	p.TimeIfAny(&d.ReceivedAt)
	p.TimeIfAny(&d.GivenDue)
	p.TimeIfAny(&d.Promised)
	if p.Has(d.adopted != ProcedureRef{}) {
		p.Share()
		d.adopted.pack(p)
		p.EndShare()
	}
}

// packEnd packs how the dossier ended.
func (d *Dossier) packEnd(p *pack.Pack) {
	p.TimeIfAny(&d.CompletedAt)
	p.TimeIfAny(&d.ReturnedAt)
	p.TimeIfAny(&d.EndedAt)
	p.Share()
	p.Name((*string)(&d.Outcome))
	p.Name((*string)(&d.ReturnMethod))
	p.Name((*string)(&d.Explanation))
	p.Name((*string)(&d.Satisfaction))
	p.Bool(&d.Electronic)
	p.EndShare()
}

// packAside packs what stands beside the course.
func (d *Dossier) packAside(p *pack.Pack) {
	if p.Has(d.Backdated|d.Corrections|d.Reminders|d.explained|d.rated != 0) {
		p.Int(&d.Backdated)
		p.Int(&d.Corrections)
		p.Int(&d.Reminders)
		p.Int(&d.explained)
		p.Int(&d.rated)
	}
	pack.Slice(p, &d.fees)
	for i := range d.fees {
		p.Int(&d.fees[i].sequence)
		p.Bool(&d.fees[i].online)
	}
	if p.Reading() {
		d.sumFees()
	}
}
