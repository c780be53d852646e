package supervision

import (
	"slices"
	"strings"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/pack"
)

// Form is the number of the form that [Board.Keep] writes. It grows whenever the
// form changes, or what is derived from the events.
func (b *Board) Form() int { return 1 }

// Keep writes the board, or makes it what was written. Two boards that followed the
// same log write the same bytes. The messages of the last commit are not kept. The
// facts and the dossiers are kept with it.
func (b *Board) Keep(p *pack.Pack) {
	files := b.inOrder()
	if p.Reading() {
		*b, files = *New(b.facts, b.dossiers), nil
	}
	b.keepActs(p)
	b.rungs.keep(p)
	pack.Slice(p, &files)
	for i := range files {
		if p.Reading() {
			files[i] = new(file)
		}
		files[i].keep(p, &b.rungs)
	}
	if p.Reading() {
		b.link(p, files)
	}
}

// inOrder returns the files in the order of their first alerts.
func (b *Board) inOrder() []*file {
	files := make([]*file, 0, len(b.files))
	for _, f := range b.files {
		files = append(files, f)
	}
	slices.SortFunc(files, func(f, o *file) int { return f.first.compare(o.first) })
	return files
}

// keepActs packs what was said about silences, as the log has it.
func (b *Board) keepActs(p *pack.Pack) {
	acts := b.acts
	pack.Slice(p, &acts)
	for i := range acts {
		if acts[i].Keep(p); p.Reading() && p.Err() == nil {
			b.note(acts[i])
		}
	}
}

func (s *rungs) keep(p *pack.Pack) {
	all := s.all
	pack.Slice(p, &all)
	for i := range all {
		var r rung
		if !p.Reading() {
			r = *all[i]
		}
		r.keep(p)
		if p.Reading() {
			s.of(r)
		}
	}
	if len(s.all) != len(all) { // one came twice
		p.Fail()
	}
}

func (r *rung) keep(p *pack.Pack) {
	for _, text := range [...]*string{(*string)(&r.clock), &r.name, (*string)(&r.level)} {
		p.Text(text)
		if p.Reading() {
			*text = strings.Clone(*text) // else all that was read would stay with it
		}
	}
	p.Bool(&r.critical)
	p.Bool(&r.missed)
	p.Int32(&r.east)
	p.Int32(&r.eastOfDue)
}

func (f *file) keep(p *pack.Pack, rungs *rungs) {
	p.Text((*string)(&f.code))
	alerts := slices.Collect(f.alerts())
	pack.Slice(p, &alerts)
	for i := range alerts {
		if p.Reading() {
			alerts[i] = new(alert)
		}
		alerts[i].keep(p, rungs)
		if p.Reading() {
			f.add(alerts[i])
		}
	}
	if p.Reading() {
		f.code = domain.Code(strings.Clone(string(f.code)))
	}
	if f.first == nil {
		p.Fail()
	}
}

func (a *alert) keep(p *pack.Pack, rungs *rungs) {
	serial := uint32(0)
	if !p.Reading() {
		serial = uint32(a.rung.serial)
	}
	p.Uint32(&serial)
	p.Uint(&a.position)
	p.Uint32(&a.index)
	p.Uint32(&a.revision)
	for _, ms := range [...]*int64{&a.instant, &a.due, &a.recorded, &a.wake} {
		p.Int64(ms)
	}
	p.Bool(&a.fires)
	p.Bool(&a.told)
	if !p.Reading() {
		return
	}
	if serial == 0 || int(serial) > len(rungs.all) {
		p.Fail()
		return
	}
	a.rung = rungs.all[serial-1]
}

// link finds what is not written: which alerts are listed, and which are to be told.
func (b *Board) link(p *pack.Pack, files []*file) {
	for _, f := range files {
		if p.Err() != nil || b.files[f.code] != nil {
			p.Fail()
			break
		}
		b.files[f.code] = f
		for a := range f.alerts() {
			if b.queue.put(a); a.fires {
				a.listed = true
				b.order.alerts = append(b.order.alerts, a)
			}
		}
	}
	slices.SortFunc(b.order.alerts, (*alert).compare)
	if p.Err() != nil { // nothing of it is to be used
		*b = *New(b.facts, b.dossiers)
	}
}
