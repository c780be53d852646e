package domain

import (
	"cmp"
	"slices"
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// WhatIf is the answer to a [WhatIfQuery]: which verdicts would differ.
type WhatIf struct {
	From       calendar.Date  `json:"from"`
	To         calendar.Date  `json:"to"`
	At         time.Time      `json:"at"`        // pending dossiers are compared as they stood then
	Completed  int            `json:"completed"` // within the period
	Pending    int            `json:"pending"`   // at the end of the period
	Differ     int            `json:"differ"`    // verdicts and standings
	DueDiffers int            `json:"due_differs"`
	Then       map[string]int `json:"then"`  // dossiers by verdict, pending ones by standing
	Under      map[string]int `json:"under"` // by the verdict or standing under the other rules
	Turns      []Turn         `json:"turns"`
	Dossiers   []Rejudged     `json:"dossiers"`        // that differ, by code
	LeftOut    int            `json:"left_out"`        // of them, beyond those listed
	Failed     map[string]int `json:"failed,omitzero"` // dossiers that can't be judged by the other rules, by reason
	turns      map[[2]string]int
}

// Turn is how many dossiers turn from one verdict or standing to another.
type Turn struct {
	Then     string `json:"then"`
	Under    string `json:"under"`
	Dossiers int    `json:"dossiers"`
}

// Rejudged is one dossier whose verdict, or whose standing while it is pending,
// differs under the other rules.
type Rejudged struct {
	Code      Code       `json:"code"`
	Agency    string     `json:"agency"`
	Procedure string     `json:"procedure"`
	Received  time.Time  `json:"received"`
	Completed time.Time  `json:"completed,omitzero"`
	Then      string     `json:"then"`
	Under     string     `json:"under"`
	Due       time.Time  `json:"due,omitzero"` // as it was judged by
	DueUnder  time.Time  `json:"due_under,omitzero"`
	Calendar  VersionRef `json:"calendar"` // of the other rules
	Policy    VersionRef `json:"policy"`
}

// Begin begins the answer. Dossiers that are pending at the end of the period are
// compared as they stood then, or now where it isn't over; its dates are in the
// zone.
func (q *WhatIfQuery) Begin(zone *time.Location, now time.Time) *WhatIf {
	year, month, day := q.To.AddDays(1).Civil()
	at := time.Date(year, month, day, 0, 0, 0, 0, zone).Add(-time.Millisecond)
	if now.Before(at) {
		at = now
	}
	return &WhatIf{
		From: q.From, To: q.To, At: at, Then: map[string]int{}, Under: map[string]int{},
		Turns: []Turn{}, Dossiers: []Rejudged{}, Failed: map[string]int{}, turns: map[[2]string]int{},
	}
}

// Take compares one dossier, if it was completed within the period or pending at
// its end.
func (w *WhatIf) Take(d *Dossier, other Alternative, g *Registry) {
	completed := w.completed(d, other.zone)
	if !completed && !d.StandingAt(w.At).Pending() {
		return
	}
	rules, err := other.rules(d, g)
	then := d
	if !completed {
		then = d.until(w.At)
	}
	var set *DeadlineSet
	if err == nil {
		set, err = Rejudge(then, rules)
	}
	if err != nil {
		w.Failed[string(AsError(err).Code)]++
		return
	}
	if completed {
		w.Completed++
		w.compare(d, d.Deadline(), set, d.Verdict().String(), set.Judge(d.CompletedAt).String())
		return
	}
	w.Pending++
	w.compare(d, d.DeadlineAt(w.At), set, d.StandingAt(w.At).String(), then.under(set, w.At).String())
}

func (w *WhatIf) completed(d *Dossier, zone *time.Location) bool {
	if d.CompletedAt.IsZero() {
		return false
	}
	date := calendar.DateOf(d.CompletedAt, zone)
	return date >= w.From && date <= w.To
}

func (w *WhatIf) compare(d *Dossier, was *Deadline, set *DeadlineSet, then, under string) {
	w.Then[then]++
	w.Under[under]++
	var due time.Time
	if was != nil {
		due = was.Due
	}
	if !due.Equal(set.Due) {
		w.DueDiffers++
	}
	if then == under {
		return
	}
	w.Differ++
	w.turns[[2]string{then, under}]++
	w.Dossiers = append(w.Dossiers, Rejudged{
		Code: d.Code, Agency: d.Agency, Procedure: d.Procedure, Received: d.ReceivedAt, Completed: d.CompletedAt,
		Then: then, Under: under, Due: due, DueUnder: set.Due, Calendar: set.Calendar, Policy: set.Policy,
	})
}

// Close counts the turns and lists no more than so many dossiers, by code.
func (w *WhatIf) Close(most int) {
	for turn, n := range w.turns {
		w.Turns = append(w.Turns, Turn{Then: turn[0], Under: turn[1], Dossiers: n})
	}
	slices.SortFunc(w.Turns, func(a, b Turn) int {
		return cmp.Or(cmp.Compare(b.Dossiers, a.Dossiers), cmp.Compare(a.Then, b.Then), cmp.Compare(a.Under, b.Under))
	})
	slices.SortFunc(w.Dossiers, func(a, b Rejudged) int { return cmp.Compare(a.Code, b.Code) })
	w.LeftOut = max(0, len(w.Dossiers)-most)
	w.Dossiers = w.Dossiers[:len(w.Dossiers)-w.LeftOut]
}
