package notice

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/notify"
	"github.com/hoso-engine/dossier/domain/calendar"
)

const (
	// MostListed is how many alerts a digest lists; all are counted.
	MostListed = 500

	// mostNamed is how many alerts a claim names as held, as left out, as muted and as
	// over, and how many of which it was told a chain remembers, the latest: more might
	// not fit into one message of a broker as installed. What is beyond is counted, left
	// out for good, or remembered as if it were not over.
	mostNamed = 15_000

	// quietFor is how long a chain may stay silent while alerts pass it by: a
	// receiver whose matchers change hears of at most so much of the past.
	quietFor = 24 * time.Hour
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
	// Ends says that the end of the alert is wanted. Of an end: also by who was not
	// told of the beginning.
	Ends bool
}

// Gate says why an alert is not told now; empty where it is. One that is muted is
// decided again later, any other is left out for good.
type Gate func(a *notify.Alert) (reason string, muted bool)

// Singly decides about alerts that are told one by one: each alone while the
// hour's bound lasts, the rest held, and what an earlier hour held in one summary.
// pending are those that were muted (State.Muted) and all that wait, in order,
// through is the last alert that was looked at. It returns the claims to append to
// the chain, in order.
func (c *Chain) Singly(pending []Pending, through uint64, now time.Time, gate Gate) []Notice {
	d := c.decide(pending, now, gate)
	d.turnHour()
	open := d.claim(KindPass, c.Last.Through)
	for i, p := range pending {
		open.Through = max(open.Through, p.Sequence)
		switch {
		case d.leaves(&open, i):
		case d.state.Single < c.PerHour:
			d.state.Single++
			open.Kind, open.ID, open.Count = KindAlert, idOf(&c.Target, p.Alert.Name()), 1
			d.tell(&open, p)
			d.put(open)
			open = d.claim(KindPass, open.Through)
		default:
			open.hold(p.Sequence)
			d.state.Held = count(d.state.Held, Group{Rung: p.Alert.Rung})
		}
	}
	open.Through = max(open.Through, through)
	if len(open.Held)+len(open.Left) > 0 || open.Through > c.Last.Through && len(d.claims) == 0 && now.Sub(c.Last.At) >= quietFor {
		d.put(open)
	}
	return d.claims
}

// turnHour says what the hour that is over has held, and begins a new count. An
// engine whose clock lags stays in the hour of the others.
func (d *decision) turnHour() {
	hour := d.now.UTC().Truncate(time.Hour)
	if !hour.After(d.state.Hour) {
		return
	}
	over := d.state
	d.state.Hour, d.state.Single, d.state.Held = hour, 0, nil
	if len(over.Held) == 0 {
		return
	}
	n := d.claim(KindSummary, d.chain.Last.Through)
	n.ID, n.Groups = idOf(&d.chain.Target, "summary "+over.Hour.Format(time.RFC3339)), over.Held
	n.Count = total(over.Held)
	d.put(n)
}

// NextHour returns when what is held will be said; zero where nothing is.
func (s *State) NextHour() time.Time {
	if len(s.Held) == 0 {
		return time.Time{}
	}
	return s.Hour.Add(time.Hour)
}

// Digest decides about all that waits on a morning, after what was muted
// (State.Muted): one claim, which has something to send only if there is something
// to tell. Of one clock only the last rung is told, and of an alert nothing where
// it began and was resolved meanwhile.
func (c *Chain) Digest(pending []Pending, through uint64, date calendar.Date, now time.Time, gate Gate) Notice {
	d := c.decide(pending, now, gate)
	d.state.Digest = date
	n := d.claim(KindDigest, max(through, c.Last.Through))
	n.Date = date
	for i, p := range pending {
		n.Through = max(n.Through, p.Sequence)
		if d.leaves(&n, i) {
			continue
		}
		n.Count++
		n.Groups = count(n.Groups, Group{Unit: p.Alert.Unit, Rung: p.Alert.Rung})
		if len(n.Alerts) < MostListed {
			d.tell(&n, p)
		} else {
			n.hold(p.Sequence)
		}
	}
	if n.Count > 0 {
		n.ID = idOf(&c.Target, date.String())
	}
	d.put(n)
	return d.claims[0]
}

// leaveOut notes an alert that is not told.
func (n *Notice) leaveOut(reason string, sequence uint64) {
	at, named := -1, 0
	for i := range n.Left {
		named += len(n.Left[i].Alerts)
		if n.Left[i].Reason == reason {
			at = i
		}
	}
	switch {
	case named >= mostNamed:
	case at >= 0:
		n.Left[at].Alerts = append(n.Left[at].Alerts, sequence)
	default:
		n.Left = append(n.Left, Left{Reason: reason, Alerts: []uint64{sequence}})
	}
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
