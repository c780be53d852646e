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
}

// lane is a queue of requests, and the one that is being filled.
type lane struct {
	queue   chan []numbered
	filling []numbered
}

func (im *importer) newStage(ctx context.Context, kind stageKind) *stage {
	s := &stage{kind: kind, batch: im.Batch}
	s.group, s.ctx = errgroup.WithContext(ctx)
	lanes := im.Lanes
	if kind == forFacts {
		lanes = 1
	}
	for range lanes {
		l := &lane{queue: make(chan []numbered, 1)}
		s.lanes = append(s.lanes, l)
		s.group.Go(func() error { return im.drain(s.ctx, l.queue) })
	}
	return s
}

// deal puts the item into its dossier's lane, and reports whether the stage
// still goes on.
func (s *stage) deal(n numbered) bool {
	l := s.lanes[0]
	if s.kind == forDossiers {
		sum := fnv.New32a()
		_, _ = sum.Write([]byte(n.Parsed.Event.Subject)) // never fails
		l = s.lanes[sum.Sum32()%uint32(len(s.lanes))]
	}
	if len(l.filling) >= s.batch && !l.bound(n) && !s.send(l) {
		return false
	}
	if l.filling == nil {
		l.filling = make([]numbered, 0, s.batch)
	}
	l.filling = append(l.filling, n)
	return true
}

// bound reports whether the item belongs into the request that is being filled:
// events of one transaction are accepted together or not at all.
func (l *lane) bound(n numbered) bool {
	e := n.Parsed.Event
	if e.Transaction == "" {
		return false
	}
	for i := range l.filling {
		if f := &l.filling[i].Parsed.Event; f.Transaction == e.Transaction && f.Subject == e.Subject {
			return true
		}
	}
	return false
}

// send queues the lane's request; false once the stage has failed.
func (s *stage) send(l *lane) bool {
	if len(l.filling) == 0 {
		return true
	}
	select {
	case l.queue <- l.filling:
		l.filling = nil
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
func (im *importer) drain(ctx context.Context, queue <-chan []numbered) error {
	for batch := range queue {
		if err := im.submit(ctx, batch); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// parsed returns the events as a desk sends them.
func parsed(batch []numbered) []domain.Parsed {
	events := make([]domain.Parsed, len(batch))
	for i := range batch {
		events[i] = batch[i].Parsed
	}
	return events
}
