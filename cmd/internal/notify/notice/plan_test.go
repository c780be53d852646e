package notice

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/cmd/internal/notify"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/supervision"
)

var ten = time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)

func openGate(*notify.Alert) (string, bool) { return "", false }

// alerts are so many, of dossiers of their own, from the sequence on.
func alerts(from uint64, n int) (pending []Pending) {
	for i := range uint64(n) {
		pending = append(pending, Pending{from + i, &notify.Alert{
			Position: from + i, Code: domain.Code(fmt.Sprint(from + i)), Rung: "missed", Unit: "nvd",
		}, true})
	}
	return pending
}

// take appends the claims to the chain, as their stream does.
func (c *Chain) take(claims ...Notice) {
	for _, n := range claims {
		c.seal(&n)
		c.Follow(n, c.Sequence+1)
	}
}

// chainOf returns a chain that was told of the alerts that these messages raised.
func chainOf(t Target, told ...uint64) *Chain {
	c := NewChain(t)
	n := Notice{Receiver: t.Receiver, Channel: t.Channel, Kind: KindPass, At: ten}
	for _, position := range told {
		n.Opens = append(n.Opens, supervision.ID{Position: position})
	}
	c.take(n)
	return c
}

func TestSingly_beyondTheBoundOfAnHourIsHeldAndSaidOnce(t *testing.T) {
	c := NewChain(Target{Receiver: "r", Channel: Webhook, PerHour: 3})
	claims := c.Singly(alerts(1, 5), 5, ten, openGate)
	if len(claims) != 4 || claims[3].Kind != KindPass || !slices.Equal(claims[3].Held, []uint64{4, 5}) {
		t.Fatalf("five alerts make %+v", claims)
	}
	c.take(claims...)
	if more := c.Singly(nil, 5, ten.Add(59*time.Minute), openGate); len(more) != 0 {
		t.Errorf("before the hour is over: %+v", more)
	}
	said := c.Singly(nil, 5, ten.Add(time.Hour), openGate)
	if len(said) != 1 || said[0].Kind != KindSummary || said[0].Count != 2 || said[0].ID == "" {
		t.Fatalf("after the hour: %+v", said)
	}
	if vi, en := said[0].SummaryText(); vi != "Và 2 cảnh báo khác (missed: 2)." || en != "And 2 more alerts (missed: 2)." {
		t.Errorf("it says %q, %q", vi, en)
	}
	c.take(said...)
	if again := c.Singly(nil, 5, ten.Add(3*time.Hour), openGate); len(again) != 0 {
		t.Errorf("it is said again: %+v", again)
	}
}

// Whatever comes when: each alert is decided once, single messages keep to the
// bound, and the summaries say exactly what was held.
func TestSingly_property(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		chain := NewChain(Target{Receiver: "r", Channel: Webhook, PerHour: rapid.IntRange(1, 5).Draw(t, "per hour")})
		now, next := ten, uint64(1)
		decided := make(map[uint64]int)
		single := make(map[time.Time]int)
		ids := make(map[string]bool)
		held, said := 0, 0
		gate := func(a *notify.Alert) (string, bool) { return [...]string{"", "silence:7"}[a.Position%7/6], false }
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(-5, 40).Draw(t, "minutes")) * time.Minute)
			n := rapid.IntRange(0, 12).Draw(t, "alerts")
			for _, c := range chain.Singly(alerts(next, n), next+uint64(n)-1, now, gate) {
				if c.Through < chain.Last.Through {
					t.Fatalf("the chain goes back from %d to %d", chain.Last.Through, c.Through)
				}
				for _, list := range append([][]uint64{c.Alerts, c.Held}, left(c)...) {
					for _, sequence := range list {
						decided[sequence]++
					}
				}
				if c.ID != "" && ids[c.ID] {
					t.Fatalf("two claims have the id %s", c.ID)
				}
				ids[c.ID] = true
				if c.Kind == KindAlert {
					single[c.State.Hour]++
				}
				held += len(c.Held)
				if c.Kind == KindSummary {
					said += c.Count
				}
				chain.take(c)
			}
			next += uint64(n)
		}
		for sequence := uint64(1); sequence < next; sequence++ {
			if decided[sequence] != 1 {
				t.Fatalf("alert %d was decided %d times", sequence, decided[sequence])
			}
		}
		for hour, n := range single {
			if n > chain.PerHour {
				t.Fatalf("%d single messages in the hour from %s", n, hour)
			}
		}
		if held != said+total(chain.Last.State.Held) {
			t.Fatalf("%d were held, %d said, %d are still to say", held, said, total(chain.Last.State.Held))
		}
	})
}

func left(n Notice) (lists [][]uint64) {
	for _, l := range n.Left {
		lists = append(lists, l.Alerts)
	}
	return lists
}

// Two engines that look at the same chain and the same alerts claim the same ids:
// the other side could not tell which of them was first.
func TestIDsDependOnWhatIsToldAlone(t *testing.T) {
	c := NewChain(Target{Receiver: "r", Channel: Webhook, PerHour: 60})
	one := c.Singly(alerts(1, 3), 3, ten, openGate)
	other := c.Singly(alerts(1, 3), 9, ten.Add(time.Minute), openGate)
	elses := NewChain(Target{Receiver: "s", Channel: Webhook, PerHour: 60}).Singly(alerts(1, 3), 3, ten, openGate)
	for i := range one {
		if one[i].ID != other[i].ID || one[i].ID == elses[i].ID {
			t.Errorf("alert %d: %s, %s; of another receiver %s", i+1, one[i].ID, other[i].ID, elses[i].ID)
		}
	}
}

// saying is one of the messages of a digest: of the alert that the first message of
// that name raised.
type saying struct {
	sequence         uint64
	of               uint64 // the message that raised the alert
	code, rung, kind string
	muted            bool
}

func (s saying) pending() Pending {
	a := &notify.Alert{
		Position: s.sequence, Alert: supervision.ID{Position: s.of}, Code: domain.Code(s.code),
		Clock: domain.DossierClock, Rung: s.rung, Unit: "nvd", Kind: supervision.Kind(s.kind),
	}
	if s.muted {
		a.Suppressed = &supervision.Suppression{By: supervision.BySilence, Silence: "7"}
	}
	return Pending{s.sequence, a, !a.Resolved()}
}

func pendingOf(said ...saying) (pending []Pending) {
	for _, s := range said {
		pending = append(pending, s.pending())
	}
	return pending
}

// mutedGate leaves out what the log mutes, but for ends: the board can't know who
// was told of what is over.
func mutedGate(a *notify.Alert) (string, bool) {
	if a.Suppressed == nil || a.Resolved() {
		return "", false
	}
	return "silence:7", false
}

func TestDigest_tellsTheLastRungAndNothingThatIsOver(t *testing.T) {
	c := chainOf(Target{Receiver: "r", Channel: Digest}, 6)
	pending := pendingOf(
		saying{1, 1, "a", "half", "new", false}, saying{2, 2, "b", "half", "new", false}, saying{3, 3, "a", "two-days-left", "new", false},
		saying{4, 4, "c", "half", "new", false}, saying{5, 2, "b", "half", "resolved", false},
		saying{8, 6, "d", "missed", "resolved", false}, saying{9, 9, "e", "half", "new", true},
	)
	date := calendar.DateFrom(2026, 1, 16)
	n := c.Digest(pending, 10, date, ten, mutedGate)
	if !slices.Equal(n.Alerts, []uint64{3, 4, 8}) || n.Count != 3 || n.Through != 10 || n.State.Digest != date || n.ID == "" {
		t.Errorf("the digest is %+v", n)
	}
	want := []Left{{"superseded", []uint64{1}}, {"resolved", []uint64{2, 5}}, {"silence:7", []uint64{9}}}
	if fmt.Sprint(n.Left) != fmt.Sprint(want) {
		t.Errorf("left out are %v, want %v", n.Left, want)
	}
	c.take(n)
	if empty := c.Digest(nil, 10, date.AddDays(1), ten, mutedGate); empty.ID != "" || empty.State.Digest != date.AddDays(1) {
		t.Errorf("nothing to tell makes %+v", empty)
	}
}

// What is muted takes nobody's place, and what a receiver knows of is ended for him.
func TestDigest_mutedAndKnownAlerts(t *testing.T) {
	for name, test := range map[string]struct {
		told []uint64 // before
		said []saying
		want []uint64
	}{
		"a muted rung does not replace one that is not": {
			nil, []saying{{11, 11, "a", "missed", "new", false}, {12, 12, "a", "late-1", "new", true}}, []uint64{11},
		},
		"a muted end ends all the same": {
			nil, []saying{{11, 11, "a", "missed", "new", false}, {12, 11, "a", "missed", "resolved", true}}, nil,
		},
		"the end of what was told before is told, also if a new revision came and went": {
			[]uint64{3}, []saying{{11, 3, "a", "half", "resolved", false}, {12, 12, "a", "half", "new", false}, {13, 12, "a", "half", "resolved", false}}, []uint64{11},
		},
		"the end of what nobody told here is not": {
			[]uint64{4}, []saying{{11, 3, "a", "half", "resolved", false}}, nil,
		},
		"what was resolved and fires again is told once": {
			[]uint64{3}, []saying{{11, 3, "a", "missed", "resolved", false}, {12, 3, "a", "missed", "reminder", false}}, []uint64{12},
		},
		"the end of what was reminded of and told before is told": {
			[]uint64{3}, []saying{{11, 3, "a", "missed", "reminder", false}, {12, 3, "a", "missed", "resolved", false}}, []uint64{12},
		},
		"what began, ended and fires again is told as it is": {
			nil, []saying{{11, 11, "a", "missed", "new", false}, {12, 11, "a", "missed", "resolved", false}, {13, 11, "a", "missed", "reminder", false}}, []uint64{13},
		},
		"of the ends of one clock the last is told": {
			[]uint64{3, 4}, []saying{{11, 3, "a", "missed", "resolved", true}, {12, 4, "a", "late-1", "resolved", false}}, []uint64{12},
		},
		"of the ends of one clock the last that the receiver knows of is told": {
			[]uint64{3}, []saying{{11, 3, "a", "missed", "resolved", true}, {12, 4, "a", "late-1", "resolved", false}}, []uint64{11},
		},
	} {
		n := chainOf(Target{Receiver: "r", Channel: Digest}, test.told...).
			Digest(pendingOf(test.said...), 20, calendar.DateFrom(2026, 1, 16), ten, mutedGate)
		if !slices.Equal(n.Alerts, test.want) {
			t.Errorf("%s: told are %v, want %v; left out %v", name, n.Alerts, test.want, n.Left)
		}
	}
}

// A critical alert of the night that is over when the office opens is not mailed; a
// webhook hears both.
func TestSingly_mailsNothingThatIsOver(t *testing.T) {
	pending := pendingOf(saying{1, 1, "a", "late-3", "new", false}, saying{2, 1, "a", "late-3", "resolved", false}, saying{3, 3, "b", "late-3", "new", false})
	for channel, want := range map[Channel]int{Urgent: 1, Webhook: 3} {
		told := 0
		for _, c := range NewChain(Target{Receiver: "r", Channel: channel, PerHour: 60}).Singly(pending, 3, ten, mutedGate) {
			told += c.Count
		}
		if told != want {
			t.Errorf("%s tells %d, want %d", channel, told, want)
		}
	}
}
