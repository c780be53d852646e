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
}

func (a *App) overseer() overseer { return overseer{a.engine, a.alerts, a.notices, &a.delivery} }

// KnownAt implements [inquiry.Historian]: what was known in the past is an engine
// too.
func (o overseer) KnownAt(ctx context.Context, at time.Time, least uint64) (inquiry.Knowledge, error) {
	return o.Engine.KnownAt(ctx, at, least)
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
	for _, a := range answers {
		if a.Alert == sequence {
			list = append(list, supervision.Notice{
				Channel: string(a.Channel), Told: string(a.Told), Reason: a.Reason, Decided: a.Decided, Notice: a.Notice,
				Status: string(a.Status), At: a.At, Failure: string(a.Failure),
			})
		}
	}
	for _, channel := range o.delivery.Load().Waiting(receiver, sequence) {
		list = append(list, supervision.Notice{Channel: string(channel), Told: "waiting"})
	}
	return list
}

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
