package demo

import (
	"container/heap"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// act is something that is done at an instant: events that are posted together.
type act struct {
	at     time.Time // when they are posted; what they say may lie before
	order  int       // among acts of one instant: as they were planned
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
		next.order = a.planned
		heap.Push(&a.acts, next)
	}
}

// first returns the next act and leaves it; nil where there is none.
func (a *agenda) first() *act {
	if len(a.acts) == 0 {
		return nil
	}
	return a.acts[0]
}

// next takes the next act; nil where none is left until the end.
func (a *agenda) next(end time.Time) *act {
	if len(a.acts) == 0 || a.acts[0].at.After(end) {
		return nil
	}
	return heap.Pop(&a.acts).(*act)
}

// acts is a heap, ordered by instant.
type acts []*act

// Len implements [heap.Interface].
func (a acts) Len() int { return len(a) }

// Less implements [heap.Interface].
func (a acts) Less(i, j int) bool {
	if c := a[i].at.Compare(a[j].at); c != 0 {
		return c < 0
	}
	return a[i].order < a[j].order
}

// Swap implements [heap.Interface].
func (a acts) Swap(i, j int) { a[i], a[j] = a[j], a[i] }

// Push implements [heap.Interface].
func (a *acts) Push(x any) { *a = append(*a, x.(*act)) }

// Pop implements [heap.Interface].
func (a *acts) Pop() any {
	last := len(*a) - 1
	x := (*a)[last]
	(*a)[last] = nil
	*a = (*a)[:last]
	return x
}
