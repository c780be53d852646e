package delivery

import (
	"context"
	"errors"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/notify"
	"github.com/hoso-engine/dossier/cmd/internal/notify/notice"
	"github.com/hoso-engine/dossier/cmd/internal/notify/receiver"
	"github.com/hoso-engine/dossier/domain/calendar"
)

const (
	// decidedAtOnce bounds the alerts of one look.
	decidedAtOnce = 2000

	// everyMorning is how many alerts a digest may be about.
	everyMorning = 1 << 20

	// idle is the longest time between two looks: a clock may be set.
	idle = time.Minute
)

// planner claims what one target is told. All but the queue belongs to the
// goroutine that runs it.
type planner struct {
	delivery *Delivery
	receiver *receiver.Receiver
	target   notice.Target
	waiting  *queue

	last     notice.Notice // the end of the target's chain
	sequence uint64        // its place in NOTICES
}

// begin reads the end of the chain. A target that has none yet begins with what
// comes next: nobody is told of the past.
func (p *planner) begin(ctx context.Context, goal uint64) error {
	if err := p.reload(ctx); err != nil || p.sequence > 0 {
		return err
	}
	first := notice.Notice{
		Receiver: p.target.Receiver, Channel: p.target.Channel, Kind: notice.KindPass,
		At: p.delivery.Now(), Through: goal,
	}
	err := p.append(ctx, &first)
	if errors.Is(err, notice.ErrBehind) {
		return p.reload(ctx)
	}
	return err
}

func (p *planner) reload(ctx context.Context) (err error) {
	p.last, p.sequence, err = p.delivery.Notices.Last(ctx, &p.target)
	return err
}

// append appends a claim to the chain.
func (p *planner) append(ctx context.Context, n *notice.Notice) error {
	sequence, err := p.delivery.Notices.Append(ctx, n, p.sequence)
	if err == nil {
		p.last, p.sequence = *n, sequence
	}
	return err
}

// offer queues the alerts that the target takes. The dispatcher calls it.
func (p *planner) offer(batch notify.Batch) {
	var pending []notice.Pending
	for i := range batch.Alerts {
		told := &batch.Alerts[i]
		if p.takes(&told.Alert) {
			pending = append(pending, notice.Pending{Sequence: told.Sequence, Alert: &told.Alert})
		}
	}
	p.waiting.put(pending, batch.Last)
}

func (p *planner) takes(a *notify.Alert) bool {
	switch p.target.Channel {
	case notice.Urgent:
		return a.Critical && p.receiver.Takes(a)
	case notice.Digest:
		return !a.Critical && p.receiver.Takes(a)
	}
	return p.receiver.Takes(a)
}

// run decides what waits, until ctx ends. Nothing is decided before all alerts up
// to goal were offered: a digest must not leave out what the engine has not read.
func (p *planner) run(ctx context.Context, goal uint64) {
	for ctx.Err() == nil {
		wait := idle
		p.waiting.done(p.last.Through) // it was offered from where the slowest target is
		if seen := p.waiting.lookedThrough(); max(seen, p.last.Through) >= goal {
			wait = p.step(ctx)
		}
		timer := time.NewTimer(min(wait, idle))
		select {
		case <-timer.C:
		case <-p.waiting.more:
		case <-ctx.Done():
		}
		timer.Stop()
	}
}

// step claims what is to be claimed now, and returns how long to rest.
func (p *planner) step(ctx context.Context) time.Duration {
	for {
		claims, rest := p.plan(ctx, p.delivery.Now())
		if len(claims) == 0 {
			return rest
		}
		for i := range claims {
			err := p.append(ctx, &claims[i])
			if errors.Is(err, notice.ErrBehind) {
				err = p.reload(ctx)
				p.waiting.done(p.last.Through)
				if err == nil {
					break
				}
			}
			if err != nil {
				if ctx.Err() == nil {
					p.delivery.Logger.Warn("receivers wait: claims can't be written", "channel", p.target.Channel, "error", err)
				}
				pause(ctx, again)
				return p.again(ctx)
			}
			p.delivery.figures.claimed(&claims[i])
			p.waiting.done(p.last.Through)
		}
	}
}

// again reads the chain after a failed append, which may have arrived.
func (p *planner) again(ctx context.Context) time.Duration {
	if p.reload(ctx) == nil {
		p.waiting.done(p.last.Through)
	}
	return again
}

// plan decides, and writes nothing. It also returns how long to rest where there
// is nothing to claim.
func (p *planner) plan(ctx context.Context, now time.Time) (claims []notice.Notice, rest time.Duration) {
	gate := func(a *notify.Alert) (string, bool) {
		reason, suppressed := p.delivery.Gate.Suppressed(a, p.target.Receiver, now)
		if !suppressed && p.target.Channel != notice.Webhook && !a.Resolved() {
			reason = p.delivery.Needless(ctx, a, now)
		}
		return reason, reason != ""
	}
	if p.target.Channel == notice.Digest {
		return p.planDigest(now, gate)
	}
	if wait := p.closed(now); wait > 0 {
		return nil, wait
	}
	pending, through := p.waiting.look(decidedAtOnce)
	claims = p.target.Singly(p.last, pending, through, now, gate)
	rest = idle
	if next := p.last.State.NextHour(); !next.IsZero() {
		rest = max(next.Sub(now), 0)
	}
	return claims, rest
}

// closed returns how long single mails wait for the office to open; 0 while it is
// open, and for webhooks.
func (p *planner) closed(now time.Time) time.Duration {
	if p.target.Channel != notice.Urgent {
		return 0
	}
	c := p.delivery.Calendar(p.receiver.Calendar)
	if c == nil {
		return idle
	}
	opens := c.Opens(now)
	if opens.IsZero() {
		return idle
	}
	return opens.Sub(now)
}

func (p *planner) planDigest(now time.Time, gate notice.Gate) ([]notice.Notice, time.Duration) {
	c := p.delivery.Calendar(p.receiver.Calendar)
	if c == nil {
		return nil, idle
	}
	date := calendar.DateOf(now, c.Location())
	at := c.Midnight(date).Add(time.Duration(p.receiver.Mail.At) * time.Minute)
	switch {
	case !c.IsWorkday(date) || date <= p.last.State.Digest || !now.Before(c.EndOfDay(date)):
		return nil, idle
	case now.Before(at):
		return nil, at.Sub(now)
	}
	pending, through := p.waiting.look(everyMorning)
	return []notice.Notice{p.target.Digest(p.last, pending, through, date, now, gate)}, 0
}
