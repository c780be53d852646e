package app

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	smtp "github.com/emersion/go-smtp"

	"github.com/hoso-engine/dossier/cmd/internal/notify/mail"
	"github.com/hoso-engine/dossier/cmd/internal/notify/notice"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/eventstore/embedded/embeddedtest"
)

// toldOffice is an engine in a bubble with one receiver who has a webhook and a mail
// address, and the two servers behind them.
type toldOffice struct {
	*App
	clock *lapse
	hooks *hooks
	box   *mailbox
	end   func()
}

const oneReceiver = `{"receivers":[{"ref":"h37-13.head","match":[{"province":"H37"}],
	"webhook":{"url":"http://127.0.0.1/late","secret":"` + hookSecret + `","per_hour":%d},
	"mail":{"address":"head@example.vn"}}]}`

// openOutside starts an engine inside a bubble, its clock at january.
func openOutside(t *testing.T, dir, receivers string) *toldOffice {
	t.Helper()
	return openOutsideAt(t, dir, receivers, clockAt(january))
}

// openOutsideAt starts it on that clock.
func openOutsideAt(t *testing.T, dir, receivers string, clock *lapse) *toldOffice {
	t.Helper()
	o := &toldOffice{clock: clock}
	now := o.clock.now
	var stopHooks, stopBox func()
	o.hooks, stopHooks = startHooks(t, now)
	o.box, stopBox = startMailbox(t, now)
	o.App = running(t, Options{
		Data: dir, NATSOff: true, Now: now, Receivers: receivers, dialWebhook: o.hooks.dial,
		SMTP: mail.Options{Host: "mail.test", From: "hoso@example.vn", Security: mail.Plain, Dial: o.box.dial},
	})
	o.end = func() {
		stop(t, o.App)
		stopHooks()
		stopBox()
	}
	return o
}

// until lets time pass until the instant: rungs and digests come at their time. What
// failed is not tried again in between.
func (o *toldOffice) until(t *testing.T, instant string) {
	t.Helper()
	end, err := time.Parse(time.RFC3339, instant)
	if err != nil {
		t.Fatal(err)
	}
	for now := o.clock.now(); now.Before(end); now = o.clock.now() {
		next := o.nextMorning(now)
		if next.After(end) {
			next = end
		}
		o.clock.pass(t, o.App, next)
	}
}

// nextMorning returns when single mails may go out or digests come next, whether
// there are any or not.
func (o *toldOffice) nextMorning(now time.Time) time.Time {
	c := o.calendarOf("")
	next := c.Midnight(calendar.DateOf(now, c.Location())).Add(7*time.Hour + 45*time.Minute)
	if !next.After(now) {
		next = next.Add(24 * time.Hour)
	}
	if opens := c.Opens(now); opens.After(now) && opens.Before(next) {
		return opens
	}
	return next
}

// A dossier becomes late within nine days: the webhook tells each alert at its
// instant, mail tells the same alerts once, on working mornings or, the critical
// ones, while the office is open, and nothing on a day off.
func TestDelivery_untilLate(t *testing.T) {
	t.Parallel()
	dir, receivers := t.TempDir(), receiversFile(t, fmt.Sprintf(oneReceiver, 60))
	embeddedtest.Bubble(t, func(t *testing.T) {
		o := openOutside(t, dir, receivers)
		defer o.end()
		alerts := alertsOf(t, o.App)
		say(t, o.App, domain.TypeProcedurePublished, "1.000001", fiveDays)
		say(t, o.App, domain.TypeReceived, "H37.13-260115-0001", receipt)
		o.until(t, "2026-01-23T12:00:00+07:00")
		synctest.Wait()
		told := received(t, alerts)
		got := o.hooks.taken()
		if len(got) != len(told) || len(told) < 5 {
			t.Fatalf("%d alerts, %d webhooks", len(told), len(got))
		}
		ids := make(map[string]bool)
		for i, h := range got {
			ids[h.id] = true
			if late := h.at.Sub(told[i].Recorded); late < 0 || late > time.Second || !strings.Contains(h.body, told[i].Vi) {
				t.Errorf("webhook %d came %s after its alert: %s", i+1, late, h.body)
			}
		}
		if len(ids) != len(told) {
			t.Errorf("%d alerts have %d ids", len(told), len(ids))
		}
		checkMails(t, o, len(told))
	})
}

// checkMails checks when mails came, and that they tell so many alerts.
func checkMails(t *testing.T, o *toldOffice, alerts int) {
	t.Helper()
	c := o.calendarOf("")
	ids := make(map[string]bool)
	for _, l := range o.box.received() {
		ids[l.id] = true
		if l.to != "head@example.vn" {
			t.Errorf("a mail went to %s", l.to)
		}
		date := calendar.DateOf(l.at, c.Location())
		if !c.IsWorkday(date) || !c.Opens(l.at).Equal(l.at) {
			t.Errorf("a mail came at %s, when the office is closed", l.at.In(c.Location()))
		}
	}
	if len(ids) != len(o.box.received()) || len(ids) == 0 {
		t.Errorf("%d mails have %d Message-IDs", len(o.box.received()), len(ids))
	}
	decided := 0
	n := notice.Target{Receiver: "h37-13.head"}
	for sequence := 1; sequence <= alerts; sequence++ {
		answers, err := o.notices.Why(t.Context(), n.Receiver, uint64(sequence))
		if err != nil {
			t.Fatal(err)
		}
		ways := make(map[notice.Channel]int)
		for _, a := range answers {
			ways[a.Channel]++
			if a.Told != notice.ToldLeftOut && a.Status != notice.Sent {
				t.Errorf("alert %d: %+v", sequence, a)
			}
		}
		if ways[notice.Webhook] == 1 && ways[notice.Urgent]+ways[notice.Digest] == 1 {
			decided++
		}
	}
	if decided != alerts {
		t.Errorf("%d of %d alerts were decided once for each way", decided, alerts)
	}
}

// receiveMany receives so many dossiers with one due: they break together.
func (o *toldOffice) receiveMany(t *testing.T, dossiers int, due string) {
	t.Helper()
	for i := range dossiers {
		at := o.options.Now()
		body := fmt.Sprintf(`{"province":"H37","agency":"H37.13","procedure":"1.000001","channel":"in-person","unit":"nvd","due":%q}`, due)
		say(t, o.App, domain.TypeReceived, fmt.Sprintf("H37.13-%s-%04d", at.Format("060102"), i), body)
	}
}

// The receiver's server is down for an hour: everything comes after, with the ids
// of the first tries, and the engine stays ready.
func TestDelivery_receiverDownForAnHour(t *testing.T) {
	t.Parallel()
	dir, receivers := t.TempDir(), receiversFile(t, fmt.Sprintf(oneReceiver, 60))
	embeddedtest.Bubble(t, func(t *testing.T) {
		o := openOutside(t, dir, receivers)
		defer o.end()
		o.receiveMany(t, 10, "2026-01-16T17:00:00+07:00")
		o.until(t, "2026-01-16T23:59:00+07:00")
		before := len(o.hooks.taken())
		o.hooks.setDown(true)
		time.Sleep(61 * time.Minute) // all are missed at midnight
		synctest.Wait()
		if now := len(o.hooks.taken()); now != before {
			t.Fatalf("%d webhooks came through while the server was down", now-before)
		}
		if err := o.engine.Ready(); err != nil {
			t.Errorf("a receiver that is down makes the engine unready: %v", err)
		}
		if dead, err := o.notices.Dead(t.Context()); err != nil || len(dead) != 0 {
			t.Errorf("%d are given up within an hour (%v)", len(dead), err)
		}
		o.hooks.setDown(false)
		time.Sleep(time.Hour)
		synctest.Wait()
		missed := o.hooks.taken()[before:]
		ids := make(map[string]bool)
		for _, h := range missed {
			ids[h.id] = true
		}
		if len(missed) < 10 || len(ids) != len(missed) {
			t.Errorf("%d webhooks with %d ids came after the hour, want one for each of 10 dossiers or more", len(missed), len(ids))
		}
	})
}

// A server that answers 500, hangs, hangs up in the middle of its answer or sends
// the engine elsewhere has not taken the message: it is tried again, with the same id
// and body, until it is taken.
func TestDelivery_badAnswers(t *testing.T) {
	t.Parallel()
	dir, receivers := t.TempDir(), receiversFile(t, fmt.Sprintf(oneReceiver, 60))
	embeddedtest.Bubble(t, func(t *testing.T) {
		o := openOutside(t, dir, receivers)
		defer o.end()
		o.hooks.answer = answerBadly
		o.receiveMany(t, 1, "2026-01-16T17:00:00+07:00")
		o.until(t, "2026-01-16T07:01:00+07:00") // the day of the deadline
		time.Sleep(10 * time.Minute)
		o.until(t, "2026-01-20T00:00:00+07:00")
		tries, taken := o.hooks.tries(), o.hooks.taken()
		if len(taken) == 0 || len(tries) < len(taken)+5 {
			t.Fatalf("%d tries, %d taken", len(tries), len(taken))
		}
		for _, try := range tries[:6] {
			if try.id != tries[0].id || try.body != tries[0].body {
				t.Errorf("a try has another id or body: %s %s", try.id, try.body)
			}
		}
		mark := answersOf(t, o, 1, notice.Webhook)
		if mark.Status != notice.Sent || mark.ID != tries[0].id {
			t.Errorf("on record is %+v", mark)
		}
	})
}

// answerBadly takes from the sixth try on.
func answerBadly(try int, w http.ResponseWriter) bool {
	switch try {
	case 1:
		w.WriteHeader(http.StatusInternalServerError)
	case 2:
		time.Sleep(time.Minute)
	case 3:
		w.Header().Set("Content-Length", "100")
		_, _ = w.Write([]byte("half"))
		panic(http.ErrAbortHandler)
	case 4:
		w.Header().Set("Location", "http://127.0.0.1/elsewhere")
		w.WriteHeader(http.StatusTemporaryRedirect)
	case 5:
		_, _ = w.Write(bytes.Repeat([]byte("x"), 1<<20))
	default:
		return true
	}
	return false
}

// answersOf returns what was decided about an alert on a channel.
func answersOf(t *testing.T, o *toldOffice, alert uint64, c notice.Channel) notice.Answer {
	t.Helper()
	answers, err := o.notices.Why(t.Context(), "h37-13.head", alert)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range answers {
		if a.Channel == c {
			return a
		}
	}
	t.Fatalf("nothing was decided about alert %d on %s: %+v", alert, c, answers)
	return notice.Answer{}
}

// A receiver that never answers well is given up after about a day, which is on
// record; what an operator sends again has the id of before.
func TestDelivery_givesUpAndSendsAgain(t *testing.T) {
	t.Parallel()
	dir, receivers := t.TempDir(), receiversFile(t, fmt.Sprintf(oneReceiver, 60))
	embeddedtest.Bubble(t, func(t *testing.T) {
		o := openOutside(t, dir, receivers)
		defer o.end()
		o.hooks.answer = func(_ int, w http.ResponseWriter) bool {
			w.WriteHeader(http.StatusBadGateway)
			return false
		}
		o.receiveMany(t, 1, "2026-01-16T17:00:00+07:00")
		o.until(t, "2026-01-16T07:01:00+07:00")
		first := o.hooks.tries()[0]
		time.Sleep(17 * time.Hour)
		if dead, err := o.notices.Dead(t.Context()); err != nil || len(dead) != 0 {
			t.Fatalf("%d are given up after less than a day (%v)", len(dead), err)
		}
		time.Sleep(12 * time.Hour)
		synctest.Wait()
		dead, err := o.notices.Dead(t.Context())
		gone := slices.IndexFunc(dead, func(m notice.Mark) bool { return m.ID == first.id }) // the pauses between tries are random
		if err != nil || gone < 0 || dead[gone].Failure != "status-502" {
			t.Fatalf("given up: %+v (%v)", dead, err)
		}
		o.hooks.mu.Lock()
		o.hooks.answer = nil
		o.hooks.mu.Unlock()
		if _, err := o.notices.Resend(t.Context(), dead[gone].Notice); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		found := false
		for _, h := range o.hooks.taken() {
			found = found || h.id == first.id && h.body == first.body
		}
		left, err := o.notices.Dead(t.Context())
		if !found || err != nil || len(left) != len(dead)-1 {
			t.Errorf("sent again: %v; still given up: %+v (%v)", found, left, err)
		}
	})
}

// A day's deadlines break together: a receiver gets no more single messages within
// an hour than it wants, and one that says how many more there were.
func TestDelivery_stormIsBounded(t *testing.T) {
	t.Parallel()
	dir, receivers := t.TempDir(), receiversFile(t, fmt.Sprintf(oneReceiver, 7))
	embeddedtest.Bubble(t, func(t *testing.T) {
		o := openOutside(t, dir, receivers)
		defer o.end()
		const dossiers = 50
		o.receiveMany(t, dossiers, "2026-01-16T17:00:00+07:00")
		o.until(t, "2026-01-16T23:30:00+07:00")
		before := len(o.hooks.taken())
		o.until(t, "2026-01-17T00:59:00+07:00")
		if n := len(o.hooks.taken()) - before; n != 7 {
			t.Errorf("%d single messages at midnight, want 7", n)
		}
		o.until(t, "2026-01-17T01:01:00+07:00")
		got := o.hooks.taken()
		last := got[len(got)-1]
		if len(got)-before != 8 || !strings.Contains(last.body, "Và 43 cảnh báo khác (missed: 43).") || !strings.Contains(last.body, "And 43 more alerts") {
			t.Errorf("%d messages, the last %s", len(got)-before, last.body)
		}
	})
}

// A mail server that refuses, and one that hangs up in the middle of a letter, get
// the same letter again: same Message-ID, same bytes, once.
func TestDelivery_mailServerFails(t *testing.T) {
	t.Parallel()
	dir, receivers := t.TempDir(), receiversFile(t, fmt.Sprintf(oneReceiver, 60))
	embeddedtest.Bubble(t, func(t *testing.T) {
		o := openOutside(t, dir, receivers)
		defer o.end()
		var seen [][]byte
		o.box.refuse = func(n int) error {
			if n <= 2 {
				return &smtp.SMTPError{Code: 451, Message: "try later"}
			}
			return nil
		}
		o.receiveMany(t, 3, "2026-01-22T17:00:00+07:00")
		o.until(t, "2026-01-20T07:46:30+07:00")
		o.box.setDown(true)
		o.until(t, "2026-01-21T07:30:00+07:00")
		o.box.setDown(false)
		o.until(t, "2026-01-22T12:00:00+07:00")
		ids := make(map[string]bool)
		for _, l := range o.box.received() {
			ids[l.id] = true
			seen = append(seen, l.raw)
		}
		if len(ids) != len(seen) || len(ids) < 2 {
			t.Errorf("%d letters have %d Message-IDs", len(seen), len(ids))
		}
		if answer := answersOf(t, o, 1, notice.Digest); answer.Status != notice.Sent {
			t.Errorf("alert 1 is on record as %+v", answer)
		}
	})
}
