package demo

import (
	"iter"
	"sort"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// Dossiers returns how many dossiers are handed in.
func (p *Plan) Dossiers() int { return len(p.at) }

// Courses draws the courses, in the order in which they are handed in. No more than
// a day's are in memory at once; whoever asks again gets the same.
func (p *Plan) Courses() iter.Seq[*Course] {
	return func(yield func(*Course) bool) {
		for d := p.From; !d.After(p.To); d = d.AddDays(1) {
			for _, c := range p.day(d) {
				if !yield(c) {
					return
				}
			}
		}
	}
}

// day draws the courses of the dossiers that come on the date. Who submits one from
// home does so on that day, or on the days off right before it, so none is handed
// in before one that comes on an earlier day.
func (p *Plan) day(d calendar.Date) (courses []*Course) {
	for _, of := range [...]struct{ first, end int }{{0, p.usual}, {p.usual, len(p.at)}} {
		at := p.at[of.first:of.end]
		from := sort.Search(len(at), func(i int) bool { return !at[i].Before(p.office.Midnight(d)) })
		to := sort.Search(len(at), func(i int) bool { return !at[i].Before(p.office.Midnight(d.AddDays(1))) })
		for place := of.first + from; place < of.first+to; place++ {
			courses = append(courses, p.course(place))
		}
	}
	number(p.office, courses)
	return courses
}

// course draws the course at a place, without its code. Each has a source of chance
// of its own, so that one that is drawn differently, or twice, changes no other.
func (p *Plan) course(place int) *Course {
	if c := p.slipped[place]; c != nil {
		again := *c
		return &again
	}
	return p.drawing.course(p.source(uint64(place)+1), p.at[place], p.fates[place])
}
