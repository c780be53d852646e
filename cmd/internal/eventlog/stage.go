package eventlog

import (
	"context"
	"hash/fnv"

	"golang.org/x/sync/errgroup"

	"github.com/hoso-engine/dossier/domain"
)

// stageKind tells what may be sent at the same time.
type stageKind uint8

const (
	forDossiers stageKind = iota
	forFacts              // one request after the other
)

func kindOf(i *Item) stageKind {
	if i.isFact() {
		return forFacts
	}
	return forDossiers
}

// stage is a run of items of one kind. Its lanes are goroutines that end waits
// for; each dossier has its lane, so that its events stay in order.
type stage struct {
	kind  stageKind
	ctx   context.Context // ends when a lane fails; the group's
	group *errgroup.Group
	lanes []*lane
	batch int
	free  <-chan request
}

// lane is a queue of requests, and the one that is being filled.
type lane struct {
	queue   chan request
	filling request
}

// request is events that are sent together, and where each comes from.
type request struct {
	events []domain.Parsed
	from   []origin
}

func (r *request) add(p *domain.Parsed, from origin) {
	r.events, r.from = append(r.events, *p), append(r.from, from)
}

func (im *importer) newStage(ctx context.Context, kind stageKind) *stage {
	s := &stage{kind: kind, batch: im.Batch, free: im.free}
	s.group, s.ctx = errgroup.WithContext(ctx)
	lanes := im.Lanes
	if kind == forFacts {
		lanes = 1
	}
	for range lanes {
		l := &lane{queue: make(chan request, 1)}
		s.lanes = append(s.lanes, l)
		s.group.Go(func() error { return im.drain(s.ctx, l.queue) })
	}
	return s
}

// deal puts the item into its dossier's lane, and reports whether the stage
// still goes on.
func (s *stage) deal(i *Item, from origin) bool {
	l := s.lanes[0]
	if len(s.lanes) > 1 {
		sum := fnv.New32a()
		_, _ = sum.Write([]byte(i.Parsed.Event.Subject)) // never fails
		l = s.lanes[sum.Sum32()%uint32(len(s.lanes))]
	}
	if len(l.filling.events) >= s.batch && !l.filling.bound(&i.Parsed.Event) && !s.send(l) {
		return false
	}
	if l.filling.events == nil {
		l.filling = s.newRequest()
	}
	l.filling.add(&i.Parsed, from)
	return true
}

// newRequest returns an empty request, in memory that was used before if there is some.
func (s *stage) newRequest() request {
	select {
	case r := <-s.free:
		return request{events: r.events[:0], from: r.from[:0]}
	default:
		return request{events: make([]domain.Parsed, 0, s.batch), from: make([]origin, 0, s.batch)}
	}
}

// bound reports whether the event belongs into the request, large as it is: events of
// one transaction are accepted together or not at all.
func (r *request) bound(e *domain.Event) bool {
	if e.Transaction == "" {
		return false
	}
	for i := range r.events {
		if f := &r.events[i].Event; f.Transaction == e.Transaction && f.Subject == e.Subject {
			return true
		}
	}
	return false
}

// send queues the lane's request; false once the stage has failed.
func (s *stage) send(l *lane) bool {
	if len(l.filling.events) == 0 {
		return true
	}
	select {
	case l.queue <- l.filling:
		l.filling = request{}
		return true
	case <-s.ctx.Done():
		return false
	}
}

// end sends what is left, and waits until everything is settled.
func (s *stage) end() error {
	for _, l := range s.lanes {
		s.send(l)
		close(l.queue)
	}
	return s.group.Wait()
}

// drain submits the requests of a lane until its queue is closed or ctx ends.
func (im *importer) drain(ctx context.Context, queue <-chan request) error {
	for r := range queue {
		if err := im.submit(ctx, r); err != nil {
			return err
		}
		select {
		case im.free <- r:
		default: // there is enough
		}
	}
	return ctx.Err()
}
