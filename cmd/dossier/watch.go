package main

import (
	"context"
	"errors"

	"github.com/go-json-experiment/json"
	"github.com/nats-io/nats.go"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/supervision"
)

type watchCmd struct {
	serverFlags
	Province string `help:"Province; all where it is absent." default:"*"`
	Agency   string `help:"Agency; all where it is absent." default:"*"`
	Rung     string `help:"Rung of the ladder, such as missed; all where it is absent." default:"*"`
}

// Help shows an example.
func (watchCmd) Help() string {
	return "Shows alerts as they come, until it is interrupted. Any NATS client can do the same: nats sub 'alert.>'\n\nExample:\n  dossier watch --agency H37.13 --rung missed"
}

// Run shows alerts until ctx ends.
func (w *watchCmd) Run(ctx context.Context, out *console) error {
	subject, err := w.subject()
	if err != nil {
		return err
	}
	c, err := w.connect()
	if err != nil {
		return err
	}
	defer c.close()
	messages := make(chan *nats.Msg, 1024)
	subscription, err := c.nc.ChanSubscribe(subject, messages)
	if err != nil {
		return err
	}
	defer func() { _ = subscription.Unsubscribe() }()
	closed := c.nc.StatusChanged(nats.CLOSED)
	for {
		select {
		case <-closed: // the client library gave up: silence must not look like good news
			return errLost
		case <-ctx.Done():
			return nil
		case m := <-messages:
			if err := printAlert(out, m.Data); err != nil {
				return err
			}
		}
	}
}

func (w *watchCmd) subject() (string, error) {
	subject := "alert"
	for _, id := range [...]string{w.Province, w.Agency, w.Rung} {
		token := "*"
		if id != "*" {
			var err *domain.Error
			if token, err = domain.Token(id); err != nil {
				return "", &usageError{err}
			}
		}
		subject += "." + token
	}
	return subject + ".*", nil
}

// errLost ends a watch that would hear nothing any more.
var errLost = errors.New("the engine was away for too long; alerts since then were not shown")

// printAlert prints an alert: its sentence for people, all of it for programs.
func printAlert(out *console, body []byte) error {
	if out.JSON {
		out.printf("%s\n", body)
		return nil
	}
	var alert struct {
		Kind, Rung, Vi, En string
		Suppressed         *supervision.Suppression
	}
	if err := json.Unmarshal(body, &alert, json.MatchCaseInsensitiveNames(true)); err != nil {
		return err
	}
	out.printf("%-9s %-14s %s (%s)%s\n", alert.Kind, alert.Rung, alert.Vi, alert.En, muted(alert.Suppressed))
	return nil
}
