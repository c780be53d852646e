package demo

import (
	"cmp"
	"container/heap"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// act is something that is done at an instant: events that are posted together.
type act struct {
	at     time.Time // when they are posted; what they say may lie before
	story  *story    // nil where it is about no dossier
	events []domain.Event
	expect answer
	then   func(answers []domain.Result) []*act // what follows once they are answered; nil for nothing
}

// answer is what an act should be answered with.
type answer struct {
	status domain.Status
	code   domain.ErrorCode // of a refusal
}

// accepted is what nearly all acts are answered with.
var accepted = answer{status: domain.Accepted}

func refused(code domain.ErrorCode) answer { return answer{status: domain.Declined, code: code} }

// matches reports whether the engine gave this answer.
func (a answer) matches(r domain.Result) bool {
	code := domain.ErrorCode("")
	if r.Error != nil {
		code = r.Error.Code
	}
	return r.Status == a.status && code == a.code
}

// agenda is the acts that are still to be done, the next one first.
type agenda struct {
	acts    acts
	planned int
}

// add plans acts.
func (a *agenda) add(acts ...*act) {
	for _, next := range acts {
		a.planned++
		heap.Push(&a.acts, planned{next.at.UnixNano(), a.planned, next})
	}
}

// first returns the next act and leaves it; nil where there is none.
func (a *agenda) first() *act {
	if len(a.acts) == 0 {
		return nil
	}
	return a.acts[0].act
}

// next takes the next act; nil where none is left until the end.
func (a *agenda) next(end time.Time) *act {
	if len(a.acts) == 0 || a.acts[0].act.at.After(end) {
		return nil
	}
	return heap.Pop(&a.acts).(planned).act
}

// planned is an act on the agenda, with what it is ordered by beside it: a heap of
// a province's acts is compared more often than its acts are in the processor's
// caches.
type planned struct {
	at    int64 // Unix nanoseconds
	order int   // among acts of one instant: as they were planned
	act   *act
}

// acts is a heap, ordered by instant.
type acts []planned

// Len implements [heap.Interface].
func (a acts) Len() int { return len(a) }

// Less implements [heap.Interface].
func (a acts) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(a[i].at, a[j].at), cmp.Compare(a[i].order, a[j].order)) < 0
}

// Swap implements [heap.Interface].
func (a acts) Swap(i, j int) { a[i], a[j] = a[j], a[i] }

// Push implements [heap.Interface].
func (a *acts) Push(x any) { *a = append(*a, x.(planned)) }

// Pop implements [heap.Interface].
func (a *acts) Pop() any {
	last := len(*a) - 1
	x := (*a)[last]
	(*a)[last] = planned{}
	*a = (*a)[:last]
	return x
}
