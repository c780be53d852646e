package supervision

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
)

// Whatever was said, the board tells what a look at all alerts that were ever
// raised tells; every alert begins once, is resolved only while it fires, and what
// is owed is told as soon as nothing mutes it.
func TestTheBoardIsTheDumbOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var o *office
		logtest.Random(t, func(w *logtest.World) {
			if o == nil {
				o = open(w)
			}
			o.supervise(t)
			o.follow()
			o.compare(t)
		})
		checkLives(t, o.said)
		o.checkSkipped(t)
		for n := 1; n <= 5; n++ {
			o.checkTrace(t, n)
		}
	})
}

// checkSkipped follows the log with a board that leaves out messages: it says the
// others as one that does not, and is kept as the same bytes.
func (o *office) checkSkipped(t *rapid.T) {
	last := ID{Position: uint64(rapid.IntRange(0, len(o.Commits)).Draw(t, "skipped up to")), Index: rapid.IntRange(0, 2).Draw(t, "message")}
	other := follower(o.World)
	other.board.Skip(last)
	other.follow()
	want := slices.DeleteFunc(slices.Clone(o.said), func(m Message) bool { return !m.ID.After(last) })
	if diff := cmp.Diff(want, other.said, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("behind %v:\n%s", last, diff)
	}
	if !bytes.Equal(kept(o.board), kept(other.board)) {
		t.Fatalf("skipping up to %v makes another board", last)
	}
}

// supervise does what engines and supervisors do: some of it, in any order.
func (o *office) supervise(t *rapid.T) {
	o.follow()
	switch rapid.IntRange(0, 7).Draw(t, "act") {
	case 0:
		id := fmt.Sprint("s-", o.applied)
		s := domain.SilenceSet{Until: o.Now.Add(time.Duration(rapid.IntRange(1, 200).Draw(t, "hours of silence")) * time.Hour)}
		switch rapid.IntRange(0, 4).Draw(t, "matcher") {
		case 0:
			s.All = true
		case 1:
			s.Clock = rapid.SampledFrom(domain.ClockNames()).Draw(t, "clock")
		case 2:
			s.Unit = "desk"
		default:
			s.Rung = rapid.SampledFrom([]string{"half", "missed", "two-days-left", "step-missed"}).Draw(t, "rung")
		}
		o.silence(id, o.Now, s)
	case 1:
		for _, s := range o.board.Silences(o.Now.Add(-time.Hour), false) {
			if !o.Registry.Fact(domain.KindSilence, s.ID).Over {
				o.EndSilence(s.ID)
				break
			}
		}
	case 2, 3:
		if fires := o.board.List(Query{At: o.Now}).Alerts; len(fires) > 0 {
			o.act(t, rapid.SampledFrom(fires).Draw(t, "alert"))
		}
	}
	o.follow()
	for _, r := range o.ladder.Eval(o.Now, 0) {
		if rapid.IntRange(0, 3).Draw(t, "raised") > 0 {
			mustRapid(t, o.Raise(r.Code, r.Data))
		}
	}
	o.follow()
	for _, a := range o.board.Due(o.Now, 0) {
		if rapid.Bool().Draw(t, "reminded") {
			mustRapid(t, o.Remind(a.Code, a.Data))
		}
	}
}

func (o *office) act(t *rapid.T, v View) {
	var n int
	if _, err := fmt.Sscanf(string(v.Code[len(v.Code)-4:]), "%d", &n); err != nil {
		t.Fatal(err)
	}
	var act domain.Data = &domain.AlertAcknowledged{RaisedRung: v.RaisedRung}
	if rapid.Bool().Draw(t, "snoozed") {
		c, _ := o.Registry.Calendar(domain.DefaultCalendarID)
		until := domain.Morning(c, o.Now.Add(time.Duration(rapid.IntRange(1, 9).Draw(t, "days of snooze"))*24*time.Hour))
		act = &domain.AlertSnoozed{RaisedRung: v.RaisedRung, Until: until}
	}
	mustRapid(t, o.Act(n, "somebody", act))
}

func mustRapid(t *rapid.T, err error) {
	if err != nil {
		t.Fatal(err)
	}
}

// compare compares the board with a look at every dossier.
func (o *office) compare(t *rapid.T) {
	var fires, listed, owed, due []string
	for _, d := range o.Dossiers {
		for _, r := range d.Raised {
			if d.Fires(r) {
				fires = append(fires, fmt.Sprint(d.Code, r))
			}
			if d.Fires(r) && o.dumbOwed(d, r) {
				owed = append(owed, fmt.Sprint(d.Code, r))
			}
		}
	}
	page := o.board.List(Query{At: o.Now, Limit: 1000})
	for _, v := range page.Alerts {
		listed = append(listed, fmt.Sprint(v.Code, v.RaisedRung))
	}
	for _, a := range o.board.Due(o.Now, 0) {
		due = append(due, fmt.Sprint(a.Code, a.Data.RaisedRung))
	}
	for _, list := range [][]string{fires, listed, owed, due} {
		slices.Sort(list)
	}
	if diff := cmp.Diff(fires, listed); diff != "" || page.Total != len(fires) || o.board.Figures(o.Now).Firing != len(fires) {
		t.Fatalf("fires, listed: %s, %d, %+v", diff, page.Total, o.board.Figures(o.Now))
	}
	if diff := cmp.Diff(owed, due); diff != "" {
		t.Fatalf("at %s, owed, due:\n%s", o.Now, diff)
	}
	next, some := o.board.Next()
	if len(due) > 0 != (some && !next.After(o.Now)) {
		t.Fatalf("Next says %s %t, %d are due", next, some, len(due))
	}
}

// dumbOwed looks through all that was said: an alert that nothing mutes now is
// owed if its acknowledgement is over, or if the last that was said of it was
// muted.
func (o *office) dumbOwed(d *domain.Dossier, r domain.RaisedRung) bool {
	var last *Message
	for i := range o.said {
		if m := &o.said[i]; m.Alert.Code == d.Code && m.Alert.RaisedRung == r && m.Kind != KindResolved {
			last = m
		}
	}
	now, _ := o.board.Alert(last.Alert.ID, o.Now)
	if now.Suppressed != nil || now.State != StateFiring {
		return false
	}
	return d.Tended(r).Quiet != "" || last.Alert.Suppressed != nil
}

// checkLives checks that the messages come in order, and each alert's follow each
// other as a life does.
func checkLives(t *rapid.T, said []Message) {
	fires := make(map[ID]bool)
	var last ID
	for _, m := range said {
		if !m.ID.After(last) {
			t.Fatalf("message %s after %s", m.ID, last)
		}
		last = m.ID
		_, born := fires[m.Alert.ID]
		switch m.Kind {
		case KindNew, KindEscalated:
			if born || m.ID != m.Alert.ID {
				t.Fatalf("%s is raised by %s, again: %t", m.Alert.ID, m.ID, born)
			}
			fires[m.Alert.ID] = true
		case KindReminder:
			if !born {
				t.Fatalf("%s is told again before it was raised", m.Alert.ID)
			}
			fires[m.Alert.ID] = true
		case KindResolved:
			if !born {
				t.Fatalf("%s is resolved before it was raised", m.Alert.ID)
			}
			fires[m.Alert.ID] = false
		}
	}
}

// checkTrace checks that a dossier's own commits tell the same again.
func (o *office) checkTrace(t *rapid.T, n int) {
	var live, again []string
	for _, m := range o.said {
		if m.Alert.Code == logtest.Code(n) {
			live = append(live, fmt.Sprint(m.Alert.ID, m.ID, m.Kind, m.Cause, m.Alert.Suppressed != nil))
		}
	}
	for _, s := range Trace(o.Registry, append(o.board.SilenceCommits(), o.commits(n)...), "", o.Now) {
		for _, m := range s.Told {
			again = append(again, fmt.Sprint(s.Alert.ID, m.ID, m.Kind, m.Cause, m.Suppressed != nil))
		}
	}
	slices.Sort(live)
	slices.Sort(again)
	if diff := cmp.Diff(live, again); diff != "" {
		t.Fatalf("said then, told again:\n%s", diff)
	}
}

// Pages hold every alert once, whatever their size.
func TestPages(t *testing.T) {
	o := open(logtest.New())
	for n := 1; n <= 7; n++ {
		must(t, o.Receive(n, "days"))
	}
	o.live(t, "2026-01-13 09:00")
	all := o.board.List(Query{At: o.Now, Limit: 1000}).Alerts
	for size := 1; size <= len(all)+1; size += 5 {
		var paged []View
		for q := (Query{At: o.Now, Limit: size}); ; {
			page := o.board.List(q)
			paged = append(paged, page.Alerts...)
			if page.Next == "" {
				break
			}
			var err error
			if q.Cursor, err = ParseID(page.Next); err != nil || page.Total != len(all) {
				t.Fatalf("%v, %d in all", err, page.Total)
			}
		}
		if diff := cmp.Diff(all, paged); diff != "" || len(all) != 35 {
			t.Errorf("pages of %d, %d alerts:\n%s", size, len(all), diff)
		}
	}
}
