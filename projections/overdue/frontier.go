package overdue

import "container/heap"

// frontier is where a walk through the queue in order stands: the rungs that may
// come next, as a heap. So the queue stays as it is while it is walked. It goes no
// further than to its instant: of a clock that is opened nothing stays that is not
// reached.
type frontier struct {
	ladder *Ladder
	now    int64
	steps  []step
}

// step is a rung that may come next.
type step struct {
	item
	place  int    // in the queue, whose children may come next; -1 for a later rung of a clock
	opened *clock // nil until it is looked at
	rung   int    // of the opened clock
}

// frontier begins a walk to the instant, in milliseconds since 1970.
func (l *Ladder) frontier(now int64) *frontier {
	f := &frontier{ladder: l, now: now}
	if len(l.queue.items) > 0 {
		f.enter(step{item: l.queue.items[0]})
	}
	return f
}

func (f *frontier) enter(s step) {
	if s.at <= f.now {
		heap.Push(f, s)
	}
}

// open looks at the step's clock and returns what to record. False where the clock
// has no rung any more, since the dossier or the reference facts are not those that it
// was placed by.
func (f *frontier) open(s *step) (Rung, bool) {
	e := &f.ladder.open[s.slot]
	if s.opened == nil {
		s.opened = new(clock)
		if d, known := f.ladder.dossiers.At(int(e.number)); known {
			look{f.ladder, e, d}.open(int(s.clock), s.opened)
		}
		s.rung = s.opened.next(0)
	}
	if s.rung == len(s.opened.rungs) {
		return Rung{}, false
	}
	d := s.opened.dossier
	return Rung{
		Code: d.Code, Subject: f.ladder.dossiers.SubjectAt(int(e.number)), Province: d.Province, Agency: d.Agency,
		Data: s.opened.data(&s.opened.rungs[s.rung]), Known: s.opened.deadline.RecordedAt,
	}, true
}

// passedOver reports whether the step can be passed over unopened today: it lay in
// the past when its deadline became known, on a later day than the last, and no
// other rung of its clock is reached yet.
func (s *step) passedOver(today, last int64) bool {
	return s.opened == nil && s.known > 0 && int64(s.known) > last && today < int64(s.known)+int64(s.clear)
}

// advance replaces the first step by those that follow it. One that was not opened
// has no later rung that is reached.
func (f *frontier) advance() {
	first := heap.Pop(f).(step)
	if first.opened != nil {
		f.later(first)
	}
	if first.place < 0 {
		return
	}
	items := f.ladder.queue.items
	for child := 2*first.place + 1; child <= 2*first.place+2 && child < len(items); child++ {
		f.enter(step{item: items[child], place: child})
	}
}

// later takes in the next rung of the step's clock.
func (f *frontier) later(s step) {
	next := s.opened.next(s.rung + 1)
	if next == len(s.opened.rungs) {
		return
	}
	s.at, s.rung, s.place = s.opened.rungs[next].reached.UnixMilli(), next, -1
	f.enter(s)
}

// Len, Less, Swap, Push and Pop implement [heap.Interface].
func (f *frontier) Len() int { return len(f.steps) }

func (f *frontier) Less(i, j int) bool { return f.ladder.compare(f.steps[i].item, f.steps[j].item) < 0 }
func (f *frontier) Swap(i, j int)      { f.steps[i], f.steps[j] = f.steps[j], f.steps[i] }
func (f *frontier) Push(s any)         { f.steps = append(f.steps, s.(step)) }
func (f *frontier) Pop() any {
	last := len(f.steps) - 1
	s := f.steps[last]
	f.steps = f.steps[:last]
	return s
}
