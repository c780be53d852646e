package supervision

import (
	"cmp"
	"slices"
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
}

// Answer says why a receiver was, or was not, told of an alert.
type Answer string

const (
	AnswerTold       Answer = "told"
	AnswerNotOnRoute Answer = "not-on-route" // the alert did not go so far up, or elsewhere
	AnswerSuppressed Answer = "suppressed"   // every message to the receiver was muted
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
	s.Told = append(s.Told, Telling{ID: m.ID, Kind: m.Kind, Cause: m.Cause, At: m.At, OnRoute: on, Suppressed: m.Alert.Suppressed})
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

// solo is a world of one dossier.
type solo struct {
	registry *domain.Registry
	dossier  domain.Dossier
}

// Registry implements [Facts].
func (s *solo) Registry() *domain.Registry { return s.registry }

// Dossier implements [Dossiers].
func (s *solo) Dossier(domain.Code) (*domain.Dossier, bool) { return &s.dossier, true }
