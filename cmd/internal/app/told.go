package app

import (
	"context"

	"github.com/hoso-engine/dossier/cmd/internal/notify/notice"
)

// noticeAnswers answers over NATS what receivers were told.
type noticeAnswers struct{ notices *notice.Stream }

// answers is the answer to why.
type answers struct {
	Answers []notice.Answer `json:"answers"`
}

// marks is the answer to dead.
type marks struct {
	Notices []notice.Mark `json:"notices"`
}

// resent is the answer to resend.
type resent struct {
	ID       string         `json:"id"`
	Receiver string         `json:"receiver"`
	Channel  notice.Channel `json:"channel"`
}

// Why implements [natsapi.Notices].
func (t noticeAnswers) Why(ctx context.Context, receiver string, alert uint64) (any, error) {
	list, err := t.notices.Why(ctx, receiver, alert)
	return answers{list}, err
}

// Dead implements [natsapi.Notices].
func (t noticeAnswers) Dead(ctx context.Context) (any, error) {
	list, err := t.notices.Dead(ctx)
	return marks{list}, err
}

// Resend implements [natsapi.Notices].
func (t noticeAnswers) Resend(ctx context.Context, sequence uint64) (any, error) {
	n, err := t.notices.Resend(ctx, sequence)
	return resent{n.ID, n.Receiver, n.Channel}, err
}
