package app

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/notify/mail"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore/embedded/embeddedtest"
)

const twoReceivers = `{"receivers":[{"ref":"h37-13.head","match":[{"province":"H37"}],
	"webhook":{"url":"http://127.0.0.1/late","secret":"` + hookSecret + `"},"mail":{"address":"head@example.vn"}},
	{"ref":"newcomer","match":[{"province":"H37"}],"webhook":{"url":"http://127.0.0.1/newcomer","secret":"` + hookSecret + `"}}]}`

// Engines that share a log share the telling: each alert is one webhook, a morning is
// one digest. One that starts later with a receiver more in its file tells that
// receiver what comes from then on, and the others nothing again.
func TestDelivery_severalEngines(t *testing.T) {
	broker := startNATS(t, t.TempDir(), -1)
	t.Cleanup(broker.Shutdown)
	before := time.Date(2026, 1, 20, 7, 44, 0, 0, time.FixedZone("", 7*3600))
	var ahead atomic.Int64
	ahead.Store(int64(time.Until(before)))
	now := func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	hooks, stopHooks := startHooks(t, now)
	t.Cleanup(stopHooks)
	box, stopBox := startMailbox(t, now)
	t.Cleanup(stopBox)
	open := func(file string) *App {
		return running(t, Options{
			Data: t.TempDir(), NATSURL: broker.ClientURL(), Now: now, Receivers: receiversFile(t, file), dialWebhook: hooks.dial,
			SMTP: mail.Options{Host: "mail.test", From: "hoso@example.vn", Security: mail.Plain, Dial: box.dial},
		})
	}
	one := fmt.Sprintf(oneReceiver, 3600)
	engines := []*App{open(one), open(one)}
	const dossiers = 30
	for i := range dossiers {
		lateAt(t, engines[i%2], i, now())
	}
	embeddedtest.WaitFor(t, "the webhooks", func() bool { return len(hooks.taken()) >= dossiers })
	if n := len(box.received()); n != 0 {
		t.Errorf("%d mails came before the digest's time", n)
	}
	ahead.Add(int64(time.Minute))
	lateAt(t, engines[0], dossiers, now()) // an alert has the planners look at their clock
	embeddedtest.WaitFor(t, "the digest", func() bool { return len(box.received()) >= 1 && len(hooks.taken()) >= dossiers+1 })
	engines = append(engines, open(twoReceivers))
	lateAt(t, engines[2], dossiers+1, now())
	embeddedtest.WaitFor(t, "the newcomer's webhook", func() bool { return len(hooks.taken()) >= dossiers+3 })

	ids, newcomer := make(map[string]bool), 0
	for _, h := range hooks.taken() {
		if ids[h.id] {
			t.Errorf("%s was posted twice", h.id)
		}
		ids[h.id] = true
	}
	for sequence := range uint64(dossiers + 2) {
		for receiver, want := range map[string]int{"h37-13.head": 1, "newcomer": 0} {
			answers, err := engines[0].notices.Why(t.Context(), receiver, sequence+1)
			if err != nil {
				t.Fatal(err)
			}
			webhooks := 0
			for _, a := range answers {
				if a.Channel == "webhook" {
					webhooks++
				}
			}
			if receiver == "newcomer" {
				newcomer += webhooks
			} else if webhooks != want {
				t.Errorf("alert %d was decided %d times for the webhook of %s", sequence+1, webhooks, receiver)
			}
		}
	}
	if letters := box.received(); newcomer != 1 || len(letters) != 1 || !strings.Contains(string(letters[0].raw), "20/01/2026") {
		t.Errorf("the newcomer was told %d times, want 1; %d mails came, want one digest", newcomer, len(letters))
	}
}

// lateAt receives a dossier that is overdue already.
func lateAt(t *testing.T, a *App, i int, now time.Time) {
	t.Helper()
	r := a.engine.Submit(t.Context(), []domain.Parsed{{Event: domain.Event{
		ID: fmt.Sprint(i), Source: "urn:test:desk", Type: domain.TypeReceived, Subject: lateCode(i), At: now.Add(-48 * time.Hour),
		Data: &domain.Received{
			Intake: domain.Intake{Province: "H37", Agency: "H37.13", Procedure: "1.000001", Channel: domain.InPerson},
			Due:    now.Add(-24 * time.Hour),
		},
	}}})[0]
	if r.Status != domain.Accepted {
		t.Fatalf("%s: %v", r.Status, r.Error)
	}
	if err := a.raiseAll(t.Context()); err != nil {
		t.Fatal(err)
	}
}
