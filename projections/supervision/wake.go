package supervision

import (
	"cmp"
	"container/heap"
	"slices"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// Again is an alert that is to be told (again).
type Again struct {
	Code domain.Code
	At   time.Time // since when
	Data *domain.AlertReminded
}

// Due returns the alerts that are to be told (again) at now, at most so many; all
// where most is 0. It changes nothing: until the log says that one was told, it is
// returned again.
func (b *Board) Due(now time.Time, most int) []Again {
	var due []*alert
	for next := []int{0}; len(next) > 0 && (most <= 0 || len(due) < most); {
		i := next[0]
		next = next[1:]
		if i >= len(b.queue) || b.queue[i].wake > now.UnixMilli() {
			continue // so are all below it
		}
		due = append(due, b.queue[i])
		next = append(next, 2*i+1, 2*i+2)
	}
	slices.SortFunc(due, less)
	again := make([]Again, 0, len(due))
	for _, a := range due {
		if d, known := b.dossiers.Dossier(a.file.code); known {
			again = append(again, a.again(d))
		}
	}
	return again
}

// Next returns when the next alert is to be told (again); it may lie in the past.
// False where none is, as things stand.
func (b *Board) Next() (time.Time, bool) {
	if len(b.queue) == 0 {
		return time.Time{}, false
	}
	return time.UnixMilli(b.queue[0].wake), true
}

func (a *alert) again(d *domain.Dossier) Again {
	done := d.Tended(a.raised())
	cause := done.Quiet
	if cause == "" {
		cause = domain.SuppressionOver
	}
	return Again{Code: d.Code, At: time.UnixMilli(a.wake), Data: &domain.AlertReminded{
		RaisedRung: a.raised(), Number: done.Reminded + 1, Cause: cause,
	}}
}

// schedule finds when the alerts of the file are to be told (again), as things
// stand after what was recorded at the instant.
func (b *Board) schedule(f *file, d *domain.Dossier, at time.Time) {
	for a := range f.alerts() {
		a.wake = 0
		if wake := b.wakes(a, d, at); !wake.IsZero() {
			a.wake = wake.UnixMilli()
		}
		b.queue.put(a)
	}
}

// wakes returns when the alert is to be told (again): when its acknowledgement or
// snooze has ended and nothing mutes it. Zero where nothing is owed, or where
// another alert makes it needless.
func (b *Board) wakes(a *alert, d *domain.Dossier, at time.Time) time.Time {
	done := d.Tended(a.raised())
	if _, needless := inhibited(a); !a.fires || needless || a.told && done.Quiet == "" {
		return time.Time{}
	}
	if done.Quiet != "" && done.Until.After(at) {
		at = done.Until
	}
	for moved := true; moved; {
		moved = false
		for _, s := range b.silences {
			if s.In(at) && b.mutes(s, a, d) {
				at, moved = s.Ends(), true
			}
		}
	}
	return at
}

// queue holds the alerts that are to be told (again), as a heap: the first is the
// root.
type queue []*alert

// put takes in, moves or takes out the alert, as its wake wants it.
func (q *queue) put(a *alert) {
	switch {
	case a.wake == 0:
		q.drop(a)
	case a.place == 0:
		heap.Push(q, a)
	default:
		heap.Fix(q, int(a.place)-1)
	}
}

func (q *queue) drop(a *alert) {
	if a.place > 0 {
		heap.Remove(q, int(a.place)-1)
	}
}

// less orders alerts by when they are to be told.
func less(a, b *alert) int { return cmp.Or(cmp.Compare(a.wake, b.wake), a.compare(b)) }

// Len, Less, Swap, Push and Pop implement [heap.Interface].
func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return less(q[i], q[j]) < 0 }
func (q queue) Swap(i, j int) {
	q[i], q[j] = q[j], q[i]
	q[i].place, q[j].place = int32(i+1), int32(j+1)
}

func (q *queue) Push(a any) {
	*q = append(*q, a.(*alert))
	a.(*alert).place = int32(len(*q))
}

func (q *queue) Pop() any {
	last := len(*q) - 1
	a := (*q)[last]
	(*q)[last] = nil
	*q, a.place = (*q)[:last], 0
	return a
}
