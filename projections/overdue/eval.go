package overdue

import (
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// Rung is a rung that is reached and not recorded yet.
type Rung struct {
	Code     domain.Code
	Subject  string // of the dossier in the log
	Province string
	Agency   string
	Data     domain.Data // what to record: [*domain.Approached] or [*domain.Missed]
	Known    time.Time   // when its deadline became known
}

// Past reports whether the rung lay in the past already when its deadline became
// known: a late post, or an import.
func (r *Rung) Past() bool { return !domain.RungOf(r.Data).Instant.After(r.Known) }

// Eval returns the rungs that are reached at now and not recorded, in the order
// of their instants, the first most of them; all where most is 0. It changes
// nothing: until the log says that a rung was raised, it is returned again. The
// cost grows with what is returned, not with the clocks that are open.
func (l *Ladder) Eval(now time.Time, most int) []Rung {
	reached, _ := l.EvalKnown(now, most, l.lastPast)
	return reached
}

// EvalKnown is [Ladder.Eval] without those rungs of the past whose deadline became
// known after the instant. held is how many it passed over on the way; they
// are returned again. Most of them it passes over without a look at the dossier: an
// import leaves many.
func (l *Ladder) EvalKnown(now time.Time, most int, until time.Time) (reached []Rung, held int) {
	l.settled()
	today, last := day(now), day(until)
	for f := l.frontier(now.UnixMilli()); len(f.steps) > 0 && (most <= 0 || len(reached) < most); f.advance() {
		if f.steps[0].passedOver(today, last) {
			held++
			continue
		}
		r, some := f.open(&f.steps[0])
		switch {
		case some && r.Past() && r.Known.After(until):
			held++
		case some:
			reached = append(reached, r)
		}
	}
	return reached, held
}

// LastPast returns when the latest due became known whose breach lay in the past then
// already, be it recorded or void by now; the zero instant where there was none.
func (l *Ladder) LastPast() time.Time { return l.lastPast }

// Next returns the next instant at which a rung is reached; it may lie in the
// past. False where none is to come.
func (l *Ladder) Next() (time.Time, bool) {
	if l.settled(); len(l.queue.items) == 0 {
		return time.Time{}, false
	}
	return time.UnixMilli(l.queue.items[0].at), true
}

// Figures are the ladder's totals.
type Figures struct {
	Dossiers int `json:"dossiers"` // open: submitted or in hand
	Clocks   int `json:"clocks"`   // with a rung to come; those that stand are not among them
}

// Open returns the totals.
func (l *Ladder) Open() Figures {
	l.settled()
	return Figures{Dossiers: len(l.open), Clocks: len(l.queue.items)}
}
