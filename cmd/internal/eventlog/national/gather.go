package national

import (
	"cmp"
	"reflect"
	"slices"
)

// file is what is known of one dossier.
type file struct {
	code    string
	at      place   // of its record, or of its first step
	dossier *Record // nil: only steps are there
	steps   []stepAt
	said    map[Step]bool // what steps holds: one that was sent twice counts once
	refused []placed      // records that can't be read
}

// stepAt is a step and its place.
type stepAt struct {
	*Step
	place
	moment int64 // Unix seconds
}

// gathering is all records, by dossier in the order in which they are first
// named.
type gathering struct {
	files   []*file
	byCode  map[string]*file
	broken  []placed // that name no dossier
	summary Summary
}

// Summary says what a source held, and what was dropped of it.
type Summary struct {
	Dossiers int `json:"dossiers"`
	Steps    int `json:"steps"`
	Repeated int `json:"repeated"` // earlier records of a dossier, for which a later one stands
	// Dropped counts the personal values that were not kept, by the field's name.
	Dropped map[string]int `json:"dropped"`
	// Officers is how many names of officers became references.
	Officers int `json:"officers"`
}

func newGathering() *gathering {
	return &gathering{byCode: make(map[string]*file), summary: Summary{Dropped: make(map[string]int)}}
}

// add takes in a record.
func (g *gathering) add(p placed) {
	code := ""
	switch {
	case p.dossier != nil:
		code = string(p.dossier.Code)
	case p.step != nil:
		code = string(p.step.Code)
	}
	if p.err != nil || code == "" {
		g.broken = append(g.broken, p)
		return
	}
	f := g.byCode[code]
	if f == nil {
		f = &file{code: code, at: p.place, said: make(map[Step]bool)}
		g.byCode[code], g.files = f, append(g.files, f)
	}
	if p.step != nil {
		g.step(f, p)
		return
	}
	g.summary.Dossiers++
	g.drop(reflect.ValueOf(&p.dossier.Personal).Elem())
	for i := range p.dossier.Supplements {
		g.supplement(&p.dossier.Supplements[i])
	}
	if f.dossier != nil {
		g.summary.Repeated++
	}
	f.dossier, f.at = p.dossier, p.place
}

// step takes in a step.
func (g *gathering) step(f *file, p placed) {
	g.summary.Steps++
	g.keepText(&p.step.Name, "NoiDungXuLy")
	g.refer(&p.step.Officer)
	at, err := p.step.At.instant("ThoiDiemXuLy")
	if err != nil || at.IsZero() {
		p.err = cmp.Or(err, error(&valueError{"ThoiDiemXuLy", "is missing"}))
		f.refused = append(f.refused, p)
		return
	}
	if f.said[*p.step] {
		g.summary.Repeated++
		return
	}
	f.said[*p.step] = true
	f.steps = append(f.steps, stepAt{p.step, p.place, at.Unix()})
}

func (g *gathering) supplement(s *Supplement) {
	g.drop(reflect.ValueOf(s).Elem())
	g.keepText(&s.Text, "NoiDungBoSung")
}

// inCourse puts the steps of each dossier in the order of time; those of one
// second keep theirs.
func (g *gathering) inCourse() {
	for _, f := range g.files {
		slices.SortStableFunc(f.steps, func(a, b stepAt) int { return cmp.Compare(a.moment, b.moment) })
	}
}
