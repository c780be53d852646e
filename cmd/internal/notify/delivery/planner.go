package delivery

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/notify"
	"github.com/hoso-engine/dossier/cmd/internal/notify/notice"
	"github.com/hoso-engine/dossier/cmd/internal/notify/receiver"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/supervision"
)

const (
	// decidedAtOnce bounds the alerts of one look.
	decidedAtOnce = 2000

	// everyMorning is how many alerts a digest may be about.
	everyMorning = 1 << 20

	// idle is the longest time between two looks: a clock may be set.
	idle = time.Minute
)

// planner claims what one target is told. What is not the queue's and not the
// dispatcher's belongs to the goroutine that runs it.
type planner struct {
	delivery *Delivery
	receiver *receiver.Receiver
	waiting  *queue
	chain    *notice.Chain
	muted    []notice.Pending // those of the chain's state

	// Begin sets these, then they are the dispatcher's.
	from uint64                      // alerts up to here were decided
	open map[supervision.ID]struct{} // alerts that the target was told of, or takes, and whose end was not offered yet
}

// begin reads the chain. A target that has none yet begins with what comes next:
// nobody is told of the past.
func (p *planner) begin(ctx context.Context, goal uint64) error {
	if err := p.reload(ctx); err != nil {
		return err
	}
	if p.chain.Sequence == 0 {
		first := notice.Notice{
			Receiver: p.chain.Receiver, Channel: p.chain.Channel, Kind: notice.KindPass,
			At: p.delivery.Now(), Through: goal,
		}
		err := p.delivery.Notices.Append(ctx, p.chain, &first)
		if errors.Is(err, notice.ErrBehind) {
			err = p.reload(ctx)
		}
		if err != nil {
			return err
		}
	}
	p.from = p.chain.Last.Through
	for _, id := range p.chain.Told() {
		p.open[id] = struct{}{}
	}
	for _, m := range p.muted {
		p.open[m.Alert.Of()] = struct{}{}
	}
	return nil
}

// reload reads the chain on to its end.
func (p *planner) reload(ctx context.Context) error {
	if err := p.delivery.Notices.CatchUp(ctx, p.chain); err != nil {
		return err
	}
	if through := p.chain.Last.Through; p.chain.Unrecorded() && through > 0 {
		last, err := p.delivery.Alerts.Get(ctx, through)
		if err != nil {
			return err
		}
		p.chain.BeginAfter(last.Place())
	}
	return p.settle(ctx)
}

// settle brings what waits into line with the end of the chain: what it decided is
// dropped, what it says is muted is kept.
func (p *planner) settle(ctx context.Context) error {
	muted := make([]notice.Pending, 0, len(p.chain.Last.State.Muted))
	for _, sequence := range p.chain.Last.State.Muted {
		found, here := p.held(sequence)
		if !here {
			a, err := p.delivery.Alerts.Get(ctx, sequence)
			if err != nil {
				return err
			}
			found = p.pending(sequence, &a)
		}
		muted = append(muted, found)
	}
	p.muted = muted
	p.waiting.done(p.chain.Last.Through)
	return nil
}

// held returns an alert that is in memory.
func (p *planner) held(sequence uint64) (notice.Pending, bool) {
	if i, found := find(p.muted, sequence); found {
		return p.muted[i], true
	}
	return p.waiting.get(sequence)
}

// run decides what waits, until ctx ends. Nothing is decided before all alerts up
// to goal were offered: a digest must not leave out what the engine has not read.
func (p *planner) run(ctx context.Context, goal uint64) {
	for ctx.Err() == nil {
		wait := idle
		p.waiting.done(p.chain.Last.Through) // it was offered from where the slowest target is
		if seen := p.waiting.lookedThrough(); max(seen, p.chain.Last.Through) >= goal {
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
				if err = p.reload(ctx); err == nil {
					break
				}
			}
			if err != nil {
				return p.again(ctx, err)
			}
		}
	}
}

// append appends a claim to the chain, and drops what it decides.
func (p *planner) append(ctx context.Context, n *notice.Notice) error {
	if err := p.delivery.Notices.Append(ctx, p.chain, n); err != nil {
		return err
	}
	p.delivery.figures.claimed(n)
	return p.settle(ctx)
}

// again reads the chain after a failed append, which may have arrived, until it is
// read: nothing may be decided without its end.
func (p *planner) again(ctx context.Context, err error) time.Duration {
	for err != nil && ctx.Err() == nil {
		p.delivery.Logger.Warn("receivers wait: claims can't be written", "channel", p.chain.Channel, "error", err)
		pause(ctx, again)
		err = p.reload(ctx)
	}
	return again
}

// plan decides, and writes nothing. It also returns how long to rest where there
// is nothing to claim.
func (p *planner) plan(ctx context.Context, now time.Time) (claims []notice.Notice, rest time.Duration) {
	gate := func(a *notify.Alert) (string, bool) { return p.delivery.Gate(ctx, a, p.chain.Channel, now) }
	if p.chain.Channel == notice.Digest {
		return p.planDigest(now, gate)
	}
	if wait := p.closed(now); wait > 0 {
		return nil, wait
	}
	pending, through := p.look(decidedAtOnce)
	claims = p.chain.Singly(pending, through, now, gate)
	rest = idle
	if next := p.chain.Last.State.NextHour(); !next.IsZero() {
		rest = max(next.Sub(now), 0)
	}
	return claims, rest
}

// look returns what was muted and the oldest alerts that wait, at most so many of
// these, and the last alert that they account for.
func (p *planner) look(most int) (pending []notice.Pending, through uint64) {
	pending, through = p.waiting.look(most)
	return slices.Concat(p.muted, pending), through
}

// closed returns how long single mails wait for the office to open; 0 while it is
// open, and for webhooks.
func (p *planner) closed(now time.Time) time.Duration {
	if p.chain.Channel != notice.Urgent {
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
	case !c.IsWorkday(date) || date <= p.chain.Last.State.Digest || !now.Before(c.EndOfDay(date)):
		return nil, idle
	case now.Before(at):
		return nil, at.Sub(now)
	}
	pending, through := p.look(everyMorning)
	return []notice.Notice{p.chain.Digest(pending, through, date, now, gate)}, 0
}
