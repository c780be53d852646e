package overdue

import (
	"container/heap"
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
	reached, _ := l.EvalIf(now, most, func(*Rung) bool { return true })
	return reached
}

// EvalIf is [Ladder.Eval] of the rungs that a caller wants now. held is how many
// it passed over on the way; they are returned again.
func (l *Ladder) EvalIf(now time.Time, most int, wanted func(*Rung) bool) (reached []Rung, held int) {
	for f := l.frontier(); len(f) > 0 && (most <= 0 || len(reached) < most); {
		first := f[0]
		if first.clock.rungs[first.rung].reached.After(now) {
			break
		}
		if r := first.raise(); wanted(&r) {
			reached = append(reached, r)
		} else {
			held++
		}
		f.advance(l.queue)
	}
	return reached, held
}

// LastPast returns when the latest breach became known that lay in the past then
// already, be it recorded or void by now; the zero instant where there was none.
func (l *Ladder) LastPast() time.Time { return l.lastPast }

// Next returns the next instant at which a rung is reached; it may lie in the
// past. False where none is to come.
func (l *Ladder) Next() (time.Time, bool) {
	if len(l.queue) == 0 {
		return time.Time{}, false
	}
	first := l.queue[0]
	return first.rungs[first.next].reached, true
}

// Figures are the ladder's totals.
type Figures struct {
	Dossiers int `json:"dossiers"` // open: submitted or in hand
	Clocks   int `json:"clocks"`   // with a rung to come; those that stand are not among them
}

// Open returns the totals.
func (l *Ladder) Open() Figures { return Figures{Dossiers: len(l.open), Clocks: len(l.queue)} }

// raise returns what to record.
func (s step) raise() Rung {
	d := &s.clock.entry.dossier
	return Rung{
		Code: d.Code, Subject: s.clock.entry.subject, Province: d.Province, Agency: d.Agency,
		Data: s.clock.data(&s.clock.rungs[s.rung]), Known: s.clock.deadline.RecordedAt,
	}
}

// frontier is where a walk through the queue in order stands: the steps that may
// come next. So the queue stays as it is while it is walked.
type frontier []candidate

type candidate struct {
	step
	place int // in the queue, whose children may come next; -1 for a later rung of a clock
}

func (l *Ladder) frontier() frontier {
	if len(l.queue) == 0 {
		return nil
	}
	return frontier{{step{l.queue[0], l.queue[0].next}, 0}}
}

// advance replaces the first candidate by those that follow it.
func (f *frontier) advance(q queue) {
	first := heap.Pop(f).(candidate)
	if next := first.clock.pending(first.rung + 1); next < len(first.clock.rungs) {
		heap.Push(f, candidate{step{first.clock, next}, -1})
	}
	if first.place < 0 {
		return
	}
	for child := 2*first.place + 1; child <= 2*first.place+2 && child < len(q); child++ {
		heap.Push(f, candidate{step{q[child], q[child].next}, child})
	}
}

// Len, Less, Swap, Push and Pop implement [heap.Interface].
func (f frontier) Len() int           { return len(f) }
func (f frontier) Less(i, j int) bool { return f[i].compare(f[j].step) < 0 }
func (f frontier) Swap(i, j int)      { f[i], f[j] = f[j], f[i] }
func (f *frontier) Push(c any)        { *f = append(*f, c.(candidate)) }
func (f *frontier) Pop() any {
	last := len(*f) - 1
	c := (*f)[last]
	*f = (*f)[:last]
	return c
}
