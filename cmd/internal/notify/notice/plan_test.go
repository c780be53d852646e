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
)

var ten = time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)

func openGate(*notify.Alert) (string, bool) { return "", false }

// alerts are so many, of dossiers of their own, from the sequence on.
func alerts(from uint64, n int) (pending []Pending) {
	for i := range uint64(n) {
		pending = append(pending, Pending{from + i, &notify.Alert{
			Position: from + i, Code: domain.Code(fmt.Sprint(from + i)), Rung: "missed", Unit: "nvd",
		}})
	}
	return pending
}

func TestSingly_beyondTheBoundOfAnHourIsHeldAndSaidOnce(t *testing.T) {
	target := Target{Receiver: "r", Channel: Webhook, PerHour: 3}
	claims := target.Singly(Notice{}, alerts(1, 5), 5, ten, openGate)
	if len(claims) != 4 || claims[3].Kind != KindPass || !slices.Equal(claims[3].Held, []uint64{4, 5}) {
		t.Fatalf("five alerts make %+v", claims)
	}
	last := claims[3]
	if more := target.Singly(last, nil, 5, ten.Add(59*time.Minute), openGate); len(more) != 0 {
		t.Errorf("before the hour is over: %+v", more)
	}
	said := target.Singly(last, nil, 5, ten.Add(time.Hour), openGate)
	if len(said) != 1 || said[0].Kind != KindSummary || said[0].Count != 2 || said[0].ID == "" {
		t.Fatalf("after the hour: %+v", said)
	}
	if vi, en := said[0].SummaryText(); vi != "Và 2 cảnh báo khác (missed: 2)." || en != "And 2 more alerts (missed: 2)." {
		t.Errorf("it says %q, %q", vi, en)
	}
	if again := target.Singly(said[0], nil, 5, ten.Add(3*time.Hour), openGate); len(again) != 0 {
		t.Errorf("it is said again: %+v", again)
	}
}

// Whatever comes when: each alert is decided once, single messages keep to the
// bound, and the summaries say exactly what was held.
func TestSingly_property(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		target := Target{Receiver: "r", Channel: Webhook, PerHour: rapid.IntRange(1, 5).Draw(t, "per hour")}
		last, now, next := Notice{}, ten, uint64(1)
		decided := make(map[uint64]int)
		single := make(map[time.Time]int)
		ids := make(map[string]bool)
		held, said := 0, 0
		gate := func(a *notify.Alert) (string, bool) { return "silenced", a.Position%7 == 0 }
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(-5, 40).Draw(t, "minutes")) * time.Minute)
			n := rapid.IntRange(0, 12).Draw(t, "alerts")
			for _, c := range target.Singly(last, alerts(next, n), next+uint64(n)-1, now, gate) {
				if c.Through < last.Through {
					t.Fatalf("the chain goes back from %d to %d", last.Through, c.Through)
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
				last = c
			}
			next += uint64(n)
		}
		for sequence := uint64(1); sequence < next; sequence++ {
			if decided[sequence] != 1 {
				t.Fatalf("alert %d was decided %d times", sequence, decided[sequence])
			}
		}
		for hour, n := range single {
			if n > target.PerHour {
				t.Fatalf("%d single messages in the hour from %s", n, hour)
			}
		}
		if held != said+total(last.State.Held) {
			t.Fatalf("%d were held, %d said, %d are still to say", held, said, total(last.State.Held))
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
	target := Target{Receiver: "r", Channel: Webhook, PerHour: 60}
	one := target.Singly(Notice{}, alerts(1, 3), 3, ten, openGate)
	other := target.Singly(Notice{}, alerts(1, 3), 9, ten.Add(time.Minute), openGate)
	mine := Target{Receiver: "s", Channel: Webhook, PerHour: 60}
	elses := mine.Singly(Notice{}, alerts(1, 3), 3, ten, openGate)
	for i := range one {
		if one[i].ID != other[i].ID || one[i].ID == elses[i].ID {
			t.Errorf("alert %d: %s, %s; of another receiver %s", i+1, one[i].ID, other[i].ID, elses[i].ID)
		}
	}
}

func TestDigest_tellsTheLastRungAndNothingThatIsOver(t *testing.T) {
	target := Target{Receiver: "r", Channel: Digest}
	say := func(sequence uint64, code, rung, kind string) Pending {
		a := &notify.Alert{Position: sequence, Code: domain.Code(code), Clock: domain.DossierClock, Rung: rung, Unit: "nvd", Kind: "new"}
		if kind == "resolved" {
			a.Kind = "resolved"
		}
		return Pending{sequence, a}
	}
	pending := []Pending{
		say(1, "a", "half", "new"), say(2, "b", "half", "new"), say(3, "a", "two-days-left", "new"),
		say(4, "c", "half", "new"), say(5, "b", "half", "resolved"), say(6, "d", "missed", "resolved"), say(7, "e", "half", "new"),
	}
	gate := func(a *notify.Alert) (string, bool) { return "silenced:9", a.Code == "e" }
	date := calendar.DateFrom(2026, 1, 16)
	n := target.Digest(Notice{}, pending, 8, date, ten, gate)
	if !slices.Equal(n.Alerts, []uint64{3, 4, 6}) || n.Count != 3 || n.Through != 8 || n.State.Digest != date || n.ID == "" {
		t.Errorf("the digest is %+v", n)
	}
	want := []Left{{"superseded", []uint64{1}}, {"resolved", []uint64{2, 5}}, {"silenced:9", []uint64{7}}}
	if fmt.Sprint(n.Left) != fmt.Sprint(want) {
		t.Errorf("left out are %v, want %v", n.Left, want)
	}
	if empty := target.Digest(n, nil, 8, date.AddDays(1), ten, gate); empty.ID != "" || empty.State.Digest != date.AddDays(1) {
		t.Errorf("nothing to tell makes %+v", empty)
	}
}
