package notice

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/cmd/internal/notify"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/supervision"
)

// A silence that comes between an alert and its digest keeps it out of that one, on
// record; the digest after the silence tells it, and nothing later does.
func TestDigest_whatIsMutedByThenIsToldWhenItIsNotMutedAnyMore(t *testing.T) {
	c, friday := NewChain(Target{Receiver: "r", Channel: Digest}), calendar.DateFrom(2026, 1, 16)
	half := pendingOf(saying{1, 1, "a", "half", "new", false})
	c.take(c.Digest(half, 1, friday, ten, silent))
	if n := c.Last; n.ID != "" || n.Count != 0 || fmt.Sprint(n.Left) != "[{silence:7 [1]}]" || !slices.Equal(n.State.Muted, []uint64{1}) {
		t.Fatalf("while it is silenced: %+v", n)
	}
	c.take(c.Digest(half, 1, friday.AddDays(3), ten, silent))
	if n := c.Last; n.ID != "" || len(n.Left) != 0 || !slices.Equal(n.State.Muted, []uint64{1}) {
		t.Errorf("while it is silenced still: %+v", n)
	}
	c.take(c.Digest(half, 1, friday.AddDays(4), ten, openGate))
	if n := c.Last; !slices.Equal(n.Alerts, []uint64{1}) || n.Count != 1 || len(n.State.Muted) != 0 || n.Through != 1 {
		t.Errorf("after the silence: %+v", n)
	}
}

// What is over when the silence ends, or overtaken, is not told then.
func TestDigest_whatEndsWhileItIsMutedIsNotTold(t *testing.T) {
	for _, came := range []saying{{2, 1, "a", "half", "resolved", true}, {2, 2, "a", "missed", "new", false}} {
		c, friday := NewChain(Target{Receiver: "r", Channel: Digest}), calendar.DateFrom(2026, 1, 16)
		half := pendingOf(saying{1, 1, "a", "half", "new", false})
		c.take(c.Digest(half, 1, friday, ten, silent))
		c.take(c.Digest(append(half, came.pending()), 2, friday.AddDays(3), ten, openGate))
		if n := c.Last; slices.Contains(n.Alerts, 1) || len(n.State.Muted) != 0 || len(n.Left) == 0 {
			t.Errorf("%s %s: %+v", came.kind, came.rung, n)
		}
	}
}

// What a digest only counts was not told: its end is nobody's news.
func TestDigest_beyondWhatItListsIsCounted(t *testing.T) {
	c := NewChain(Target{Receiver: "r", Channel: Digest})
	c.take(c.Digest(alerts(1, MostListed+2), MostListed+2, calendar.DateFrom(2026, 1, 16), ten, openGate))
	if n := c.Last; n.Count != MostListed+2 || len(n.Alerts) != MostListed || !slices.Equal(n.Held, []uint64{MostListed + 1, MostListed + 2}) {
		t.Errorf("%d are counted, %d told, held are %v", n.Count, len(n.Alerts), n.Held)
	}
	if told := c.Told(); len(told) != MostListed {
		t.Errorf("%d alerts count as told", len(told))
	}
}

// Whatever a morning brings, its claim fits into a message of a broker as installed.
func TestDigest_aClaimFitsIntoAMessage(t *testing.T) {
	const many, first = 60_000, 10_000_000
	c := NewChain(Target{Receiver: "r", Channel: Digest})
	over := alerts(first+many, many)
	for i := range over {
		of := supervision.ID{Position: first + uint64(i)}
		c.told[of] = struct{}{}
		over[i].Alert.Alert, over[i].Alert.Kind = of, supervision.KindResolved
	}
	pending := slices.Concat(over, alerts(first+2*many, many))
	for date, gate := range map[calendar.Date]Gate{calendar.DateFrom(2026, 1, 16): openGate, calendar.DateFrom(2026, 1, 19): silent} {
		n := c.Digest(pending, first+3*many, date, ten, gate)
		c.seal(&n)
		body, err := json.Marshal(&n)
		if err != nil || len(body) > 1<<20-4096 {
			t.Errorf("the claim of %s is of %d bytes (%v)", date, len(body), err)
		}
		if n.Through != first+3*many {
			t.Errorf("alerts up to %d are decided", n.Through)
		}
		if len(n.Ends) != mostNamed || len(n.State.Told) != mostNamed {
			t.Errorf("%d alerts are over, %d are told and not over", len(n.Ends), len(n.State.Told))
		}
	}
}

// Who began before it was recorded who was told of what hears of the ends on his
// route, as he did; of what came since, as everybody does.
func TestSingly_aChainThatRecordedNothing(t *testing.T) {
	c := NewChain(Target{Receiver: "r", Channel: Webhook, PerHour: 60})
	c.Follow(Notice{Through: 7}, 1)
	if !c.Unrecorded() {
		t.Fatal("the chain says what was told")
	}
	c.BeginAfter(supervision.ID{Position: 7})
	c.take(c.Singly(alerts(8, 1), 8, ten, openGate)...)
	if c.Unrecorded() {
		t.Fatal("the chain does not say what was told")
	}
	ends := pendingOf(saying{9, 5, "a", "half", "resolved", false}, saying{10, 8, "b", "half", "resolved", false}, saying{11, 9, "c", "half", "resolved", false})
	var told []uint64
	for _, n := range c.Singly(ends, 11, ten, openGate) {
		told = append(told, n.Alerts...)
	}
	if !slices.Equal(told, []uint64{9, 10}) {
		t.Errorf("told are the ends %v, want 9 and 10", told)
	}
}

// silent mutes everything.
func silent(*notify.Alert) (string, bool) { return "silence:7", true }

// Whatever is raised, reminded of, resolved and raised again, silenced meanwhile,
// held or overtaken, on and off the route, across restarts: the ends that are told
// are those of what was told before, each once, and none of these is missing. What
// was told is found in the stored claims in the plainest way.
func TestEndsGoToWhoWasTold_property(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := world{stream: []saying{{}}, now: ten, chain: NewChain(Target{
			Receiver: "r", Channel: rapid.SampledFrom([]Channel{Webhook, Urgent, Digest}).Draw(t, "channel"),
			PerHour: rapid.IntRange(1, 4).Draw(t, "per hour"),
		})}
		for range rapid.IntRange(1, 12).Draw(t, "looks") {
			for range rapid.IntRange(0, 6).Draw(t, "messages") {
				w.say(rapid.IntRange(0, 5).Draw(t, "alert"), rapid.IntRange(0, 3).Draw(t, "what") == 0, rapid.Bool().Draw(t, "on the route"))
			}
			silenced := rapid.SliceOfN(rapid.Uint64Range(1, 40), 0, 20).Draw(t, "silenced")
			w.now = w.now.Add(time.Duration(rapid.SampledFrom([]int{0, 20, 60, 31 * 24 * 60}).Draw(t, "minutes")) * time.Minute)
			w.decide(t, func(a *notify.Alert) (string, bool) {
				if slices.Contains(silenced, a.Position) {
					return "silence:7", true
				}
				return "", false
			})
			if rapid.Bool().Draw(t, "restart") {
				w.restart(t)
			}
		}
		w.decide(t, openGate)
		w.check(t)
	})
}

// world is a stream of messages and the chain of one target, whose claims are kept
// as they are stored.
type world struct {
	stream   []saying // by sequence, from 1
	begun    [6]uint64
	fires    [6]bool
	wanted   []uint64 // sequences that wait
	stored   [][]byte
	chain    *Chain
	now      time.Time
	mornings int
}

// say says something about one of the alerts: the even and the odd one of each
// dossier are rungs of one clock. Ends are always offered.
func (w *world) say(alert int, over, onRoute bool) {
	sequence := uint64(len(w.stream))
	kind := "reminder"
	switch {
	case w.begun[alert] == 0:
		w.begun[alert], w.fires[alert], kind = sequence, true, "new"
	case w.fires[alert] && over:
		w.fires[alert], kind = false, "resolved"
	default:
		w.fires[alert] = true
	}
	w.stream = append(w.stream, saying{sequence, w.begun[alert], "abc"[alert/2 : alert/2+1], fmt.Sprint(alert), kind, false})
	if onRoute || kind == "resolved" {
		w.wanted = append(w.wanted, sequence)
	}
}

func (w *world) decide(t *rapid.T, gate Gate) {
	var pending []Pending
	for _, sequence := range append(slices.Clone(w.chain.Last.State.Muted), w.wanted...) {
		pending = append(pending, w.stream[sequence].pending())
	}
	through := uint64(len(w.stream) - 1)
	if w.chain.Channel == Digest {
		w.mornings++
		w.store(t, w.chain.Digest(pending, through, calendar.DateFrom(2026, 1, 16).AddDays(w.mornings), w.now, gate))
	} else {
		w.store(t, w.chain.Singly(pending, through, w.now, gate)...)
	}
	w.wanted = nil
}

func (w *world) store(t *rapid.T, claims ...Notice) {
	for _, n := range claims {
		w.chain.seal(&n)
		body, err := json.Marshal(&n)
		if err != nil {
			t.Fatal(err)
		}
		w.stored = append(w.stored, body)
		w.chain.Follow(w.claim(t, len(w.stored)), uint64(len(w.stored)))
	}
}

func (w *world) claim(t *rapid.T, sequence int) (n Notice) {
	if err := json.Unmarshal(w.stored[sequence-1], &n); err != nil {
		t.Fatal(err)
	}
	return n
}

// restart reads the chain anew.
func (w *world) restart(t *rapid.T) {
	end := len(w.stored)
	if end == 0 {
		return
	}
	read, last := NewChain(w.chain.Target), w.claim(t, end)
	from, whole := read.missing(&last)
	if whole {
		from = uint64(end)
	}
	for sequence := int(from); sequence <= end; sequence++ {
		read.Follow(w.claim(t, sequence), uint64(sequence))
	}
	if !slices.Equal(read.Told(), w.chain.Told()) {
		t.Fatalf("read anew, the chain was told of %v, not %v", read.Told(), w.chain.Told())
	}
	w.chain = read
}

// decided is how a claim decides a message.
type decided struct {
	sequence uint64
	how      string // told, held, or why it is left out
}

// order returns what the claim decides, in the order of the stream.
func (n *Notice) order() (all []decided) {
	for _, sequence := range n.Alerts {
		all = append(all, decided{sequence, "told"})
	}
	for _, sequence := range n.Held {
		all = append(all, decided{sequence, "held"})
	}
	for _, l := range n.Left {
		for _, sequence := range l.Alerts {
			all = append(all, decided{sequence, l.Reason})
		}
	}
	slices.SortFunc(all, func(a, b decided) int { return cmp.Compare(a.sequence, b.sequence) })
	return all
}

// check goes through all that the claims decided.
func (w *world) check(t *rapid.T) {
	told, silenced := make(map[uint64]bool), make(map[uint64]bool)
	for i := range w.stored {
		n := w.claim(t, i+1)
		for _, d := range n.order() {
			m := w.stream[d.sequence]
			silenced[d.sequence] = d.how == "silence:7"
			switch {
			case silenced[d.sequence]:
			case m.kind != "resolved":
				told[m.of] = told[m.of] || d.how == "told"
			default:
				if needless := d.how == reasonUntold || d.how == reasonResolved; needless == told[m.of] {
					t.Fatalf("claim %d: the end of %d (told: %v) is %s", i+1, m.of, told[m.of], d.how)
				}
				told[m.of] = false
			}
		}
	}
	for sequence, kept := range silenced {
		if kept {
			t.Fatalf("message %d is silenced for ever", sequence)
		}
	}
	for alert, of := range w.begun {
		if told[of] && !w.fires[alert] {
			t.Fatalf("the end of %d was not told", of)
		}
	}
}

// What a chain was told of is listed again before its claims become many.
func TestChain_listsWhatWasToldNowAndThen(t *testing.T) {
	c := NewChain(Target{Receiver: "r", Channel: Webhook, PerHour: 3600})
	lists := 0
	for i := range uint64(3 * listAfter) {
		c.take(c.Singly(alerts(i+1, 1), i+1, ten, openGate)...)
		if c.Last.State.Told != nil {
			lists++
			if len(c.Last.State.Told) != int(i)+1 {
				t.Fatalf("after %d alerts %d are listed", i+1, len(c.Last.State.Told))
			}
		}
	}
	if lists != 3 {
		t.Errorf("%d lists in %d claims", lists, 3*listAfter)
	}
}
