package app

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry"
	"github.com/hoso-engine/dossier/cmd/internal/notify/notice"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore/embedded/embeddedtest"
	"github.com/hoso-engine/dossier/projections/supervision"
)

const oneMailed = `{"receivers":[{"ref":"h37-13.head","match":[{"province":"H37"}],"mail":{"address":"head@example.vn"}}]}`

const twelveDays = `{"name":"Cấp chứng chỉ","field":"duoc","limits":[{"limit":{"value":12,"unit":"workday"}}]}`

// An alert of a Friday afternoon waits for Monday's digest; a silence that is set on
// Friday evening takes it out of that one, and it is told on Tuesday, when the silence is
// over. Why says so at each time. An engine that starts anew meanwhile knows it.
func TestDelivery_silencedBeforeItsDigest(t *testing.T) {
	dir, receivers := t.TempDir(), receiversFile(t, oneMailed)
	inThePresent(t, func(t *testing.T) {
		o := openOutside(t, dir, receivers)
		defer func() { o.end() }()
		say(t, o.App, domain.TypeProcedurePublished, "1.000001", twelveDays)
		say(t, o.App, domain.TypeReceived, "H37.13-260115-0001", receipt)
		o.until(t, "2026-01-23T18:00:00+07:00")
		set := domain.SilenceSet{
			Matcher: domain.Matcher{Agency: "H37.13", Rung: "half"}, Author: "boss", Reason: "đợt cao điểm",
			Until: time.Date(2026, 1, 26, 12, 0, 0, 0, january.Location()),
		}
		before, err := o.engine.PreviewSilence(t.Context(), domain.SilenceRequest{SilenceSet: set}, 0)
		if err != nil || before.Total != 1 {
			t.Fatalf("the silence would mute %d alerts (%v)", before.Total, err)
		}
		if r := o.engine.SetSilence(t.Context(), domain.SilenceRequest{ID: "s-1", SilenceSet: set}); r.Error != nil {
			t.Fatal(r.Error)
		}
		o.until(t, "2026-01-26T07:46:00+07:00")
		o.expectWhy(t, o.overseer(), supervision.AnswerSuppressed, "left-out silence:s-1")
		if n := len(o.box.received()); n != 0 {
			t.Errorf("%d mails came while the alert was silenced", n)
		}
		o.end()
		o = openOutsideAt(t, dir, receivers, o.clock)
		o.until(t, "2026-01-27T07:46:00+07:00")
		o.expectWhy(t, o.overseer(), supervision.AnswerTold, "left-out silence:s-1", "digest sent")
		o.expectWhy(t, o.knownAt(t, "2026-01-26T07:46:00+07:00"), supervision.AnswerSuppressed, "left-out silence:s-1")
		o.expectWhy(t, o.knownAt(t, "2026-01-23T18:00:00+07:00"), supervision.AnswerWaiting, "waiting")
		o.until(t, "2026-01-28T07:46:00+07:00")
		if mails := o.box.received(); len(mails) != 1 || !strings.Contains(string(mails[0].raw), "27/01/2026") {
			t.Errorf("%d mails came after the silence, want the digest of the 27th", len(mails))
		}
	})
}

// inThePresent runs f on fake time that begins now. A broker that starts drops what
// is too old by the real clock, which its ticker keeps in a bubble too.
func inThePresent(t *testing.T, f func(t *testing.T)) {
	t.Helper()
	begun := time.Now()
	embeddedtest.Bubble(t, func(t *testing.T) {
		time.Sleep(time.Until(begun))
		f(t)
	})
}

func (o *toldOffice) knownAt(t *testing.T, instant string) inquiry.Knowledge {
	t.Helper()
	at, err := time.Parse(time.RFC3339, instant)
	must(t, err)
	past, err := o.overseer().KnownAt(t.Context(), at, 0)
	must(t, err)
	return past
}

// expectWhy checks why the receiver was told of the dossier's one alert.
func (o *toldOffice) expectWhy(t *testing.T, k inquiry.Knowledge, answer supervision.Answer, notices ...string) {
	t.Helper()
	stories, err := k.Why(t.Context(), "H37.13-260115-0001", "h37-13.head", 0)
	if err != nil || len(stories) != 1 || len(stories[0].Told) != 1 {
		t.Fatalf("%d stories (%v): %+v", len(stories), err, stories)
	}
	var got []string
	for _, n := range stories[0].Told[0].Notices {
		got = append(got, strings.TrimSpace(n.Told+" "+n.Status+n.Reason))
	}
	if stories[0].Answer != answer || !slices.Equal(got, notices) {
		t.Errorf("the answer is %s, of %q; want %s of %q", stories[0].Answer, got, answer, notices)
	}
}

// twoHeads are the heads of two agencies, by webhook; with a third receiver it is who
// came after the alert.
const twoHeads = `{"receivers":[
	{"ref":"gd-13","webhook":{"url":"http://127.0.0.1/gd-13","secret":"` + hookSecret + `"},"mail":{"address":"gd-13@example.vn"}},
	{"ref":"gd-14","webhook":{"url":"http://127.0.0.1/gd-14","secret":"` + hookSecret + `"}}%s]}`

const later = `,{"ref":"later","match":[{"province":"H37"}],"webhook":{"url":"http://127.0.0.1/later","secret":"` + hookSecret + `"}}`

// A dossier is overdue at one agency and goes to another: its end is told to the head
// who was told, though the dossier left him, and neither to the other one nor to who
// came into the file in between.
func TestDelivery_endsGoToWhoWasTold(t *testing.T) {
	dir := t.TempDir()
	before, after := receiversFile(t, fmt.Sprintf(twoHeads, "")), receiversFile(t, fmt.Sprintf(twoHeads, later))
	inThePresent(t, func(t *testing.T) {
		o := openOutside(t, dir, before)
		defer func() { o.end() }()
		say(t, o.App, domain.TypeUnitDefined, "H37.13", `{"name":"Sở Y tế","kind":"agency","parent":"H37","head":"gd-13"}`)
		say(t, o.App, domain.TypeUnitDefined, "H37.14", `{"name":"Sở Xây dựng","kind":"agency","parent":"H37","head":"gd-14"}`)
		o.receiveMany(t, 1, "2026-01-16T17:00:00+07:00")
		o.until(t, "2026-01-17T00:05:00+07:00")
		expectTold(t, o.hooks.toldAt(t, "/gd-13"), "new due-day", "new half", "escalated missed")
		o.end()

		o = openOutsideAt(t, dir, after, o.clock)
		say(t, o.App, domain.TypeTransferred, "H37.13-260115-0000", `{"to_agency":"H37.14","to_unit":"qlxd"}`)
		o.until(t, "2026-01-18T09:00:00+07:00")
		say(t, o.App, domain.TypeCompleted, "H37.13-260115-0000", `{"outcome":"granted"}`)
		o.until(t, "2026-01-20T09:00:00+07:00")
		synctest.Wait()
		expectTold(t, o.hooks.toldAt(t, "/gd-13"), "resolved due-day", "resolved half", "resolved missed")
		expectTold(t, o.hooks.toldAt(t, "/gd-14"))
		expectTold(t, o.hooks.toldAt(t, "/later"))
		if letters := o.box.received(); len(letters) != 1 || !strings.Contains(string(letters[0].raw), "19/01/2026") {
			t.Errorf("%d mails came about the end of what the digest of the 16th told, want that of the 19th", len(letters))
		}
		for receiver, want := range map[string]string{"gd-14": "untold", "later": "untold"} {
			if answer := o.lastDecided(t, receiver); answer.Reason != want {
				t.Errorf("the end is on record for %s as %+v", receiver, answer)
			}
		}
	})
}

func expectTold(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("told was %q, want %q", got, want)
	}
}

// lastDecided returns what was decided about the newest alert.
func (o *toldOffice) lastDecided(t *testing.T, receiver string) notice.Answer {
	t.Helper()
	answers, err := o.notices.Why(t.Context(), receiver, o.feed.Last())
	if err != nil || len(answers) != 1 {
		t.Fatalf("%d decisions (%v)", len(answers), err)
	}
	return answers[0]
}
