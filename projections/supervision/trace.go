package supervision

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
)

// Story is the life of one alert of a dossier, and what of it a receiver was told.
type Story struct {
	Alert   View      `json:"alert"` // as it stands now
	OnRoute bool      `json:"on_route"`
	Told    []Telling `json:"told"`
	Answer  Answer    `json:"answer"`
}

// Telling is one message about an alert.
type Telling struct {
	ID         ID           `json:"id"` // as in the stream ALERTS
	Kind       Kind         `json:"kind"`
	Cause      string       `json:"cause,omitzero"`
	At         time.Time    `json:"at"`
	OnRoute    bool         `json:"on_route"` // the receiver, then
	Suppressed *Suppression `json:"suppressed,omitzero"`
	// Notices are what became of it on the receiver's ways, where the receiver has
	// a webhook or a mail address. [Trace] leaves them to whoever keeps them.
	Notices []Notice `json:"notices,omitzero"`
}

// Notice is what was decided about a message for the receiver on one way.
type Notice struct {
	Channel string    `json:"channel"`         // webhook, urgent or digest
	Told    string    `json:"told"`            // alone, digest, held (only counted, in a summary or digest), left-out or waiting
	Reason  string    `json:"reason,omitzero"` // of what is left out
	Decided time.Time `json:"decided,omitzero"`
	Notice  uint64    `json:"notice,omitzero"` // the claim, by sequence in NOTICES
	Status  string    `json:"status,omitzero"` // of what goes out: sent, failing, dead; empty: not yet
	At      time.Time `json:"at,omitzero"`     // of the status
	Failure string    `json:"failure,omitzero"`
}

// Answer says why a receiver was, or was not, told of an alert.
type Answer string

const (
	AnswerTold       Answer = "told"
	AnswerNotOnRoute Answer = "not-on-route" // the alert did not go so far up, or elsewhere
	AnswerSuppressed Answer = "suppressed"   // every message to the receiver was muted, or is until something ends

	// For one receiver: the best that became of any message on the receiver's ways, be
	// it a webhook or mail. These take the place of the answer that the route gives,
	// which speaks of the stream of alerts.
	AnswerInStream Answer = "in-stream" // there for who subscribes; the receiver has, or had then, no way of his own
	AnswerCounted  Answer = "counted"   // in a summary of what was beyond the bound
	AnswerWaiting  Answer = "waiting"   // for its morning, the office's opening, or another try
	AnswerFailed   Answer = "failed"    // given up after the last try
	AnswerLeftOut  Answer = "left-out"  // each for a reason
)

// Trace tells the alerts of one dossier again from its commits and those about
// silences ([Board.SilenceCommits]), be it open or not, with the organisation as it
// is now. An empty receiver stands for anybody on the route.
func Trace(g *domain.Registry, commits []eventstore.Commit, receiver string, now time.Time) []Story {
	s := &solo{registry: g}
	b := New(s, s)
	stories := []Story{}
	slices.SortFunc(commits, func(a, b eventstore.Commit) int { return cmp.Compare(a.Position, b.Position) })
	for _, c := range commits {
		for _, e := range c.Events {
			if e.Type.Kind() == domain.KindDossier {
				s.dossier.Reflect(e)
			}
		}
		_ = b.Apply(c) // never fails
		for _, m := range b.messages {
			stories = enter(stories, m, receiver)
		}
	}
	for i := range stories {
		if v, fires := b.Alert(stories[i].Alert.ID, now); fires {
			stories[i].Alert = v
		}
		stories[i].conclude()
	}
	return stories
}

// enter adds a message to the story of its alert.
func enter(stories []Story, m Message, receiver string) []Story {
	i := slices.IndexFunc(stories, func(s Story) bool { return s.Alert.ID == m.Alert.ID })
	if i < 0 {
		i = len(stories)
		stories = append(stories, Story{})
	}
	s := &stories[i]
	on := receiver == "" && len(m.Alert.Receivers) > 0 || slices.Contains(m.Alert.Receivers, receiver)
	s.Alert, s.OnRoute = m.Alert, s.OnRoute || on
	s.Told = append(s.Told, Telling{ID: m.ID, Kind: m.Kind, Cause: m.Cause, At: m.At.In(m.Alert.Due.Location()), OnRoute: on, Suppressed: m.Alert.Suppressed})
	return stories
}

// conclude finds the answer.
func (s *Story) conclude() {
	switch {
	case !s.OnRoute:
		s.Answer = AnswerNotOnRoute
	case slices.ContainsFunc(s.Told, func(t Telling) bool { return t.OnRoute && t.Suppressed == nil }):
		s.Answer = AnswerTold
	default:
		s.Answer = AnswerSuppressed
	}
}

// Delivered finds the answer anew, from the notices of its messages to one receiver.
// Without any the messages were in the stream, for who subscribes to it, and nowhere
// else.
func (s *Story) Delivered() {
	found := make(map[Answer]bool)
	for _, t := range s.Told {
		for _, n := range t.Notices {
			found[n.answer()] = true
		}
	}
	for _, best := range []Answer{AnswerTold, AnswerCounted, AnswerWaiting, AnswerFailed, AnswerSuppressed, AnswerLeftOut} {
		if found[best] {
			s.Answer = best
			return
		}
	}
	if s.Answer == AnswerTold {
		s.Answer = AnswerInStream
	}
}

func (n *Notice) answer() Answer {
	switch {
	case n.Told == "left-out" && mutes(n.Reason):
		return AnswerSuppressed
	case n.Told == "left-out":
		return AnswerLeftOut
	case n.Told == "held":
		return AnswerCounted
	case n.Status == "sent":
		return AnswerTold
	case n.Status == "dead":
		return AnswerFailed
	}
	return AnswerWaiting
}

// mutes reports whether the reason for which something is left out is what mutes
// it, such as "silence:17".
func mutes(reason string) bool {
	by, _, _ := strings.Cut(reason, ":")
	return slices.Contains([]Mute{ByPause, BySilence, ByOverdue}, Mute(by))
}

// solo is a world of one dossier.
type solo struct {
	registry *domain.Registry
	dossier  domain.Dossier
}

// Registry implements [Facts].
func (s *solo) Registry() *domain.Registry { return s.registry }

// Dossier implements [Dossiers].
func (s *solo) Dossier(domain.Code) (*domain.Dossier, bool) { return &s.dossier, true }
