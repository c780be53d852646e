package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/pause"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/register"
)

// choice says which events are replayed. Its zero value chooses all.
type choice struct {
	since, until     time.Time // recorded; zero: open
	subject          string
	province, agency string // as tokens of the log's subjects
	types            []domain.Type
}

// localZone is where the dates of the command line are.
const localZone = "Asia/Ho_Chi_Minh"

func newChoice(r *replayCmd) (*choice, error) {
	zone, err := time.LoadLocation(localZone)
	if err != nil {
		return nil, err
	}
	words := map[string]string{"since": r.Since, "until": r.Until}
	w := register.Words{Get: func(name string) string { return words[name] }, Loc: zone}
	c := &choice{since: w.Instant("since"), until: w.Moment("until"), subject: r.Subject, types: r.Type}
	if w.Err != nil {
		return nil, &usageError{w.Err}
	}
	for _, id := range []struct {
		given string
		into  *string
	}{{r.Province, &c.province}, {r.Agency, &c.agency}} {
		if id.given == "" {
			continue
		}
		token, err := domain.Token(id.given)
		if err != nil {
			return nil, &usageError{err}
		}
		*id.into = token
	}
	return c, nil
}

// of returns the chosen events of a commit.
func (c *choice) of(subject string, events []domain.Event) []domain.Event {
	if !c.placed(subject) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(events), func(e domain.Event) bool { return !c.chooses(&e) })
}

// placed reports whether a subject of the log is of the province and agency.
func (c *choice) placed(subject string) bool {
	if c.province == "" && c.agency == "" {
		return true
	}
	parts := strings.Split(subject, ".") // dossier.<province>.<agency>.<code>
	return len(parts) == 4 && parts[0] == domain.KindDossier &&
		(c.province == "" || parts[1] == c.province) && (c.agency == "" || parts[2] == c.agency)
}

func (c *choice) chooses(e *domain.Event) bool {
	return (c.subject == "" || e.Subject == c.subject) &&
		(len(c.types) == 0 || slices.Contains(c.types, e.Type)) &&
		(c.since.IsZero() || !e.RecordedAt.Before(c.since)) &&
		(c.until.IsZero() || !e.RecordedAt.After(c.until))
}

// pace lets recorded time pass, so many times faster than it did.
type pace struct {
	speed  float64      // 0: it is not waited at all
	before func() error // called before a wait: what is due is seen

	first time.Time // recorded
	began time.Time // when the first was let pass
}

// wait returns when the instant's turn has come, or ctx ends.
func (p *pace) wait(ctx context.Context, recorded time.Time) error {
	if p.speed == 0 {
		return ctx.Err()
	}
	if p.first.IsZero() {
		p.first, p.began = recorded, time.Now()
	}
	turn := p.began.Add(time.Duration(float64(recorded.Sub(p.first)) / p.speed))
	left := time.Until(turn)
	if left <= 0 {
		return ctx.Err()
	}
	if err := p.before(); err != nil {
		return err
	}
	return pause.For(ctx, left)
}
