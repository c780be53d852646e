package inquiry

import (
	"context"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/register"
)

// About is a question about the dossier of that code.
type About func(code string) Recallable

// Dossier asks for one dossier.
func Dossier(code string) Recallable {
	return func(_ *Parameters, k Knowledge, _ time.Time) (Query, error) { return asking(code, nil, k.Dossier) }
}

// History asks for a dossier's events.
func History(code string) Recallable {
	return func(_ *Parameters, k Knowledge, _ time.Time) (Query, error) {
		return asking(code, nil, func(ctx context.Context, code string, least uint64) (history, error) {
			events, err := k.History(ctx, code, least)
			return history{Code: code, Events: events}, err
		})
	}
}

// Commits asks for a dossier's history as it was written.
func Commits(code string) Recallable {
	return func(_ *Parameters, k Knowledge, _ time.Time) (Query, error) {
		return asking(code, nil, func(ctx context.Context, code string, least uint64) (commits, error) {
			all, err := k.Commits(ctx, code, least)
			answer := commits{Code: code, Commits: make([]commit, len(all))}
			for i, c := range all {
				answer.Commits[i] = commit{Position: c.Position, Events: c.Events}
			}
			return answer, err
		})
	}
}

// Clock asks for what a dossier's clocks show at an instant, a date meaning its
// end.
func Clock(code string) Recallable {
	return func(p *Parameters, k Knowledge, _ time.Time) (Query, error) {
		words := register.Words{Get: p.Get, Loc: k.Zone()}
		at := words.Moment("at")
		return asking(code, words.Err, func(ctx context.Context, code string, least uint64) (domain.ClockView, error) {
			return k.Clock(ctx, code, at, least)
		})
	}
}

// Why asks why the receiver was, or was not, told of a dossier.
func Why(code string) Recallable {
	return func(p *Parameters, k Knowledge, _ time.Time) (Query, error) {
		return asking(p.Get("receiver"), nil, func(ctx context.Context, receiver string, least uint64) (lives, error) {
			stories, err := k.Why(ctx, code, receiver, least)
			return lives{Code: code, Receiver: receiver, Alerts: stories}, err
		})
	}
}
