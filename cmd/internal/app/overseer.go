package app

import (
	"context"
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

// needless returns why an alert need not be mailed any more: somebody acted on it,
// or a later rung of its clock came. Each is told again, if it fires still when
// that is over.
func (a *App) needless(ctx context.Context, alert *notify.Alert, at time.Time) string {
	v, fires, err := a.engine.Alert(ctx, alert.Of(), at)
	switch {
	case err != nil || !fires:
		return "" // its end is a message too
	case v.State != supervision.StateFiring:
		return string(v.State)
	case v.Suppressed != nil && v.Suppressed.By == supervision.ByLater:
		return string(v.Suppressed.By)
	}
	return ""
}
