package app

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/engine"
	"github.com/hoso-engine/dossier/cmd/internal/inquiry"
	"github.com/hoso-engine/dossier/cmd/internal/notify"
	"github.com/hoso-engine/dossier/cmd/internal/notify/delivery"
	"github.com/hoso-engine/dossier/cmd/internal/notify/notice"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/supervision"
)

// overseer is the engine, and the record of what receivers were told: why somebody
// was told of a dossier, or was not, is answered from both.
type overseer struct {
	*engine.Engine
	alerts   *notify.Stream
	notices  *notice.Stream
	delivery *atomic.Pointer[delivery.Delivery] // nil inside: nobody is told outside
	until    time.Time                          // of the past: what was decided later is not told; zero: all is
}

func (a *App) overseer() overseer {
	return overseer{Engine: a.engine, alerts: a.alerts, notices: a.notices, delivery: &a.delivery}
}

// KnownAt implements [inquiry.Historian]: what was known in the past is an engine
// too.
func (o overseer) KnownAt(ctx context.Context, at time.Time, least uint64) (inquiry.Knowledge, error) {
	past, err := o.Engine.KnownAt(ctx, at, least)
	if err != nil {
		return nil, err
	}
	nobody := new(atomic.Pointer[delivery.Delivery]) // what waits now did not wait then
	return overseer{Engine: past, alerts: o.alerts, notices: o.notices, delivery: nobody, until: at}, nil
}

// Why implements [inquiry.Overseer]: for a receiver who has ways
// of his own it also says what became of each message on them.
func (o overseer) Why(ctx context.Context, code, receiver string, least uint64) ([]supervision.Story, error) {
	stories, err := o.Engine.Why(ctx, code, receiver, least)
	if err != nil || receiver == "" || len(stories) == 0 {
		return stories, err
	}
	at, err := o.alerts.Sequences(ctx, domain.Code(code))
	if err != nil {
		return nil, err
	}
	sequences := make([]uint64, 0, len(at))
	for _, sequence := range at {
		sequences = append(sequences, sequence)
	}
	answers, err := o.notices.Why(ctx, receiver, sequences...)
	if err != nil {
		return nil, err
	}
	for i := range stories {
		for j := range stories[i].Told {
			told := &stories[i].Told[j]
			if sequence, published := at[told.ID]; published {
				told.Notices = o.noticesOf(receiver, sequence, answers)
			}
		}
		stories[i].Delivered()
	}
	return stories, nil
}

// noticesOf returns what was decided about an alert, and what waits to be.
func (o overseer) noticesOf(receiver string, sequence uint64, answers []notice.Answer) (list []supervision.Notice) {
	wait := func(channel notice.Channel) {
		if !slices.ContainsFunc(list, func(n supervision.Notice) bool { return n.Channel == string(channel) }) {
			list = append(list, supervision.Notice{Channel: string(channel), Told: "waiting"})
		}
	}
	for _, a := range answers {
		switch {
		case a.Alert != sequence:
		case !o.known(a.Decided):
			wait(a.Channel)
		default:
			list = append(list, o.noticeOf(a))
		}
	}
	for _, channel := range o.delivery.Load().Waiting(receiver, sequence) {
		wait(channel)
	}
	return list
}

// noticeOf returns what was decided, and what became of it by then.
func (o overseer) noticeOf(a notice.Answer) supervision.Notice {
	n := supervision.Notice{
		Channel: string(a.Channel), Told: string(a.Told), Reason: a.Reason, Decided: a.Decided, Notice: a.Notice,
	}
	if o.known(a.At) {
		n.Status, n.At, n.Failure = string(a.Status), a.At, string(a.Failure)
	}
	return n
}

// known reports whether the engine tells of the instant.
func (o overseer) known(at time.Time) bool { return o.until.IsZero() || !at.After(o.until) }

// keptBack returns why an alert is not told on the channel at the instant; empty
// where it is. What the log muted when it was said comes again as a message of its
// own, as does what somebody acted on: both are left out. What is muted only now is
// decided again, as is the end of what is silenced.
func (a *App) keptBack(ctx context.Context, alert *notify.Alert, channel notice.Channel, at time.Time) (reason string, muted bool) {
	said := alert.Suppressed
	switch {
	case alert.Resolved() && said != nil && said.Silence != "" && a.silenced(ctx, said.Silence, at):
		return notify.Reason(said), true
	case alert.Resolved():
		return "", false
	case said != nil:
		return notify.Reason(said), false
	}
	v, fires, err := a.engine.Alert(ctx, alert.Of(), at)
	if err != nil || !fires {
		return "", false // its end is a message too
	}
	now, quiet := v.Suppressed, v.State != supervision.StateFiring
	switch {
	case now != nil && now.Silence != "":
		return notify.Reason(now), !quiet
	case channel == notice.Webhook: // it is told all that was raised, at once
		return "", false
	case quiet:
		return string(v.State), false
	case now != nil:
		return notify.Reason(now), now.By != supervision.ByLater // what came later is told instead
	}
	return "", false
}

// silenced reports whether the silence is in force.
func (a *App) silenced(ctx context.Context, id string, at time.Time) bool {
	silences, err := a.engine.Silences(ctx, false, 0)
	return err != nil || slices.ContainsFunc(silences, func(s domain.Silence) bool { return s.ID == id && s.In(at) })
}
