package domain

import (
	"time"

	"github.com/hoso-engine/dossier/domain/pack"
)

// packLists packs what can happen more than once. A list's loop stands here for each:
// one function for all would call another by its value, and the pack would escape to
// the heap for every row.
func (d *Dossier) packLists(p *pack.Pack) {
	pack.Slice(p, &d.Deadlines)
	for i := range d.Deadlines {
		d.Deadlines[i].pack(p)
	}
	pack.Slice(p, &d.Handovers)
	for i := range d.Handovers {
		d.Handovers[i].pack(p)
	}
	pack.Slice(p, &d.Stops)
	for i := range d.Stops {
		d.Stops[i].pack(p)
	}
	pack.Slice(p, &d.Extensions)
	for i := range d.Extensions {
		d.Extensions[i].pack(p)
	}
	pack.Slice(p, &d.Reminded)
	for i := range d.Reminded {
		d.Reminded[i].pack(p)
	}
	pack.Slice(p, &d.Raised)
	for i := range d.Raised {
		d.Raised[i].pack(p)
	}
	pack.Slice(p, &d.Tendings)
	for i := range d.Tendings {
		d.Tendings[i].pack(p)
	}
}

// pack shares the terms: one procedure, policy and calendar set the dues of
// thousands.
func (set *Deadline) pack(p *pack.Pack) {
	p.Share()
	p.Name((*string)(&set.Clock))
	p.Int(&set.Revision)
	p.Int(&set.For)
	p.Name((*string)(&set.Cause))
	set.Limit.Pack(p)
	p.Name((*string)(&set.Verdict))
	p.Name((*string)(&set.Stop))
	p.Name(&set.Zone)
	p.Bool(&set.Unknown)
	p.Bool(&set.Provisional)
	set.Procedure.pack(p)
	set.Calendar.pack(p)
	set.Policy.pack(p)
	p.EndShare()
	p.Time(&set.Start)
	p.Time(&set.From)
	p.Time(&set.RecordedAt)
	p.TimeIfAny(&set.Due)
	packDay(p, set.Due, &set.EarlyBefore, &set.Breach)
	p.TimeIfAny(&set.Computed)
}

// packDay packs the bounds of what is judged by date: nearly always the midnights
// before and after the due, which take a bit.
func packDay(p *pack.Pack, due time.Time, early, breach *time.Time) {
	if p.Has(!p.Reading() && begins(*early, due, 0) && begins(*breach, due, 1)) {
		if p.Reading() {
			*early, *breach = midnight(due, 0), midnight(due, 1)
		}
		return
	}
	p.TimeIfAny(early)
	p.TimeIfAny(breach)
}

// midnight returns the beginning of an instant's day or, so many days later, of
// another, at its offset from UTC.
func midnight(t time.Time, later int64) time.Time {
	const day = 24 * 60 * 60
	_, east := t.Zone()
	local := t.Unix() + int64(east)
	return time.Unix(local-(local%day+day)%day+later*day-int64(east), 0).In(t.Location())
}

// begins reports whether it is the midnight of an instant, with the same offset.
func begins(it, t time.Time, later int64) bool {
	_, offset := it.Zone()
	_, east := t.Zone()
	return offset == east && it.Equal(midnight(t, later))
}

func (r *ProcedureRef) pack(p *pack.Pack) {
	p.Name(&r.ID)
	p.Int(&r.Version)
	p.Name(&r.Field)
	p.Name((*string)(&r.ServiceLevel))
	p.Bool(&r.Interlinked)
}

func (r *VersionRef) pack(p *pack.Pack) {
	p.Name(&r.ID)
	p.Int(&r.Version)
}

// pack shares the holder with the step.
func (h *Handover) pack(p *pack.Pack) {
	p.Time(&h.At)
	p.Int(&h.Sequence)
	p.Share()
	p.Name(&h.Agency)
	p.Name(&h.Unit)
	p.Name(&h.Officer)
	p.Name(&h.Step)
	h.Limit.Pack(p)
	p.Name((*string)(&h.verdict))
	p.EndShare()
	p.TimeIfAny(&h.GivenDue)
	p.TimeIfAny(&h.Due)
	packDay(p, h.Due, &h.early, &h.Breach)
	if p.Has(h.Revision != 0) {
		p.Int(&h.Revision)
	}
}

func (s *Stop) pack(p *pack.Pack) {
	p.Below((*uint8)(&s.Kind), uint8(stateCount))
	p.Name((*string)(&s.Reason))
	p.Time(&s.From)
	p.TimeIfAny(&s.To)
	p.TimeIfAny(&s.GivenDue)
	p.TimeIfAny(&s.Until)
	p.Int(&s.Opened)
	p.Int(&s.Ended)
	if p.Has(s.Revision != 0) {
		p.Int(&s.Revision)
	}
}

func (x *Extension) pack(p *pack.Pack) {
	p.Time(&x.At)
	p.Int(&x.Sequence)
	p.Int(&x.Revision)
	p.Text(&x.Reason)
	p.Name((*string)(&x.Cause))
	p.Text(&x.Letter)
	x.By.Pack(p)
	p.TimeIfAny(&x.Appointment)
	p.TimeIfAny(&x.promised)
}

func (r *Reminder) pack(p *pack.Pack) {
	p.Time(&r.At)
	p.Int(&r.Sequence)
	p.Int(&r.Number)
	p.Name(&r.Unit)
	p.Name(&r.Officer)
}

func (r *RaisedRung) pack(p *pack.Pack) {
	p.Share()
	p.Name((*string)(&r.Clock))
	p.Name(&r.Rung)
	p.EndShare()
	p.Int(&r.Revision)
}

func (t *Tended) pack(p *pack.Pack) {
	t.RaisedRung.pack(p)
	p.Name((*string)(&t.Quiet))
	p.Name(&t.By)
	p.TimeIfAny(&t.Until)
	p.Int(&t.Reminded)
}
