package notice

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/notify"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/supervision"
)

const (
	// mostListed is how many alerts a claim lists; all are counted.
	mostListed = 10_000

	// quietFor is how long a chain may stay silent while alerts pass it by: a
	// receiver whose matchers change hears of at most so much of the past.
	quietFor = 24 * time.Hour

	// Why an alert is left out that something else makes needless.
	leftResolved   = "resolved"
	leftSuperseded = "superseded"
)

// Target is a receiver on one channel.
type Target struct {
	Receiver string
	Channel  Channel
	PerHour  int // bound on single messages
}

// Pending is an alert that is to be decided for a target.
type Pending struct {
	Sequence uint64 // in ALERTS
	Alert    *notify.Alert
}

// Gate says whether an alert is left out now, and why.
type Gate func(a *notify.Alert) (reason string, suppressed bool)

// Singly decides about alerts that are told one by one: each alone while the
// hour's bound lasts, the rest held, and what an earlier hour held in one summary.
// pending are all that wait, in order, through is the last alert that was looked
// at. It returns the claims to append behind last, in order.
func (t *Target) Singly(last Notice, pending []Pending, through uint64, now time.Time, gate Gate) []Notice {
	p := plan{target: t, now: now, state: last.State}
	p.turnHour(last.Through)
	open := p.claim(KindPass, last.Through)
	needless := make([]string, len(pending))
	if t.Channel == Urgent { // it waited for the office to open: what is over by then needs no mail
		needless = overtaken(pending)
	}
	for i, alert := range pending {
		open.Through = alert.Sequence
		if reason, left := leftFor(needless[i], alert.Alert, gate); left {
			open.leaveOut(reason, alert.Sequence)
		} else if p.state.Single < t.PerHour {
			p.state.Single++
			open.Kind, open.ID = KindAlert, idOf(t, alert.Alert.Name())
			open.Alerts, open.Count = []uint64{alert.Sequence}, 1
			p.put(open)
			open = p.claim(KindPass, alert.Sequence)
		} else {
			open.Held = append(open.Held, alert.Sequence)
			p.state.Held = count(p.state.Held, Group{Rung: alert.Alert.Rung})
		}
		if len(open.Held) == mostListed || len(open.Left) == mostListed {
			p.put(open)
			open = p.claim(KindPass, alert.Sequence)
		}
	}
	open.Through = max(open.Through, through)
	if len(open.Held)+len(open.Left) > 0 || open.Through > last.Through && len(p.claims) == 0 && now.Sub(last.At) >= quietFor {
		p.put(open)
	}
	return p.claims
}

// plan is one run of Singly.
type plan struct {
	target *Target
	now    time.Time
	state  State
	claims []Notice
}

func (p *plan) claim(k Kind, through uint64) Notice {
	return Notice{Receiver: p.target.Receiver, Channel: p.target.Channel, Kind: k, At: p.now, Through: through}
}

func (p *plan) put(n Notice) {
	n.State = p.state
	n.State.Held = slices.Clone(p.state.Held)
	p.claims = append(p.claims, n)
}

// turnHour says what the hour that is over has held, and begins a new count. An
// engine whose clock lags stays in the hour of the others.
func (p *plan) turnHour(through uint64) {
	hour := p.now.UTC().Truncate(time.Hour)
	if !hour.After(p.state.Hour) {
		return
	}
	over := p.state
	p.state.Hour, p.state.Single, p.state.Held = hour, 0, nil
	if len(over.Held) == 0 {
		return
	}
	n := p.claim(KindSummary, through)
	n.ID, n.Groups = idOf(p.target, "summary "+over.Hour.Format(time.RFC3339)), over.Held
	n.Count = total(over.Held)
	p.put(n)
}

// NextHour returns when what is held will be said; zero where nothing is.
func (s *State) NextHour() time.Time {
	if len(s.Held) == 0 {
		return time.Time{}
	}
	return s.Hour.Add(time.Hour)
}

// Digest decides about all that waits on a morning: one claim, which has
// something to send only if there is something to tell. Of one clock only the last
// rung is told, and of an alert nothing where it began and was resolved meanwhile.
func (t *Target) Digest(last Notice, pending []Pending, through uint64, date calendar.Date, now time.Time, gate Gate) Notice {
	n := Notice{
		Receiver: t.Receiver, Channel: t.Channel, Kind: KindDigest, At: now,
		Through: max(through, last.Through), Date: date, State: State{Digest: date},
	}
	overtaken := overtaken(pending)
	for i, p := range pending {
		n.Through = max(n.Through, p.Sequence)
		if reason, left := leftFor(overtaken[i], p.Alert, gate); left {
			n.leaveOut(reason, p.Sequence)
			continue
		}
		n.Count++
		n.Groups = count(n.Groups, Group{Unit: p.Alert.Unit, Rung: p.Alert.Rung})
		if len(n.Alerts) < mostListed {
			n.Alerts = append(n.Alerts, p.Sequence)
		}
	}
	if n.Count > 0 {
		n.ID = idOf(t, date.String())
	}
	return n
}

// overtaken says, for each alert, why what else waits makes it needless; empty
// where nothing does. A muted message takes no other's place: nobody would be told
// of either. Its end counts all the same.
func overtaken(pending []Pending) []string {
	type clock struct{ code, name string }
	begun := make(map[supervision.ID]bool) // its first telling waits too
	for _, p := range pending {
		if p.Alert.Begins() {
			begun[p.Alert.Of()] = true
		}
	}
	ended, again := make(map[supervision.ID]bool), make(map[supervision.ID]bool)
	risen := make(map[clock]bool)
	reasons := make([]string, len(pending))
	for i, p := range slices.Backward(pending) {
		a := p.Alert
		of, at := a.Of(), clock{string(a.Code), string(a.Clock)}
		switch {
		case a.Resolved() && begun[of]:
			reasons[i] = leftResolved // and so is what it resolves, which nobody was told
		case a.Resolved() && again[of]:
			reasons[i] = leftSuperseded
		case !a.Resolved() && ended[of]:
			reasons[i] = leftResolved
		case !a.Resolved() && risen[at]:
			reasons[i] = leftSuperseded
		}
		switch {
		case a.Resolved():
			ended[of] = true
		case a.Suppressed == nil:
			again[of] = true
			risen[at] = risen[at] || !ended[of]
		}
	}
	return reasons
}

// leftFor returns why the alert is left out: for what makes it needless, or what
// the gate says.
func leftFor(needless string, a *notify.Alert, gate Gate) (reason string, left bool) {
	if needless != "" {
		return needless, true
	}
	return gate(a)
}

// leaveOut notes an alert that is not told.
func (n *Notice) leaveOut(reason string, sequence uint64) {
	for i := range n.Left {
		if n.Left[i].Reason == reason {
			n.Left[i].Alerts = append(n.Left[i].Alerts, sequence)
			return
		}
	}
	n.Left = append(n.Left, Left{Reason: reason, Alerts: []uint64{sequence}})
}

// count adds one to a group. The groups stay in order; those of other claims stay
// as they are.
func count(groups []Group, g Group) []Group {
	i, found := slices.BinarySearchFunc(groups, g, func(a, b Group) int {
		return cmp.Or(strings.Compare(a.Unit, b.Unit), strings.Compare(a.Rung, b.Rung))
	})
	groups = slices.Clone(groups)
	if !found {
		groups = slices.Insert(groups, i, g)
	}
	groups[i].Count++
	return groups
}

func total(groups []Group) (n int) {
	for _, g := range groups {
		n += g.Count
	}
	return n
}
