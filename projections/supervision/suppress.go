package supervision

import (
	"slices"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
)

// Mute is what mutes an alert.
type Mute string

const (
	ByPause   Mute = "pause"   // a silence that mutes all
	BySilence Mute = "silence" // a silence that matches it
	ByOverdue Mute = "overdue" // step-late: the dossier itself is overdue
	ByLater   Mute = "later"   // a later rung of the same clock fires
	ByUntold  Mute = "untold"  // resolved before anybody was told
)

// Suppression says what mutes an alert, and why.
type Suppression struct {
	By      Mute        `json:"by"`
	Silence string      `json:"silence,omitzero"` // its id
	Reason  domain.Text `json:"reason"`
	Until   time.Time   `json:"until,omitzero"` // absent: as long as what mutes it lasts
}

// untold is why a resolution is muted that nobody could make sense of.
var untold = domain.Text{VI: "chưa ai được báo về cảnh báo này", EN: "nobody was told of the alert"}

// suppressed returns what mutes the alert at the instant.
func (b *Board) suppressed(a *alert, d *domain.Dossier, at time.Time) (Suppression, bool) {
	var found *domain.Silence
	for _, s := range b.silences {
		switch {
		case !s.In(at) || !b.mutes(s, a, d):
		case s.All:
			return because(s), true
		case found == nil:
			found = s
		}
	}
	if found != nil {
		return because(found), true
	}
	return inhibited(a)
}

func (b *Board) mutes(s *domain.Silence, a *alert, d *domain.Dossier) bool {
	return s.All || s.Matches(&d.Intake, d.Holder(), a.rung.clock, a.rung.name)
}

func because(s *domain.Silence) Suppression {
	by := BySilence
	if s.All {
		by = ByPause
	}
	return Suppression{By: by, Silence: s.ID, Reason: domain.Text{VI: s.Reason, EN: s.Reason}, Until: s.Ends()}
}

// inhibited returns which other alert of the dossier makes this one needless.
func inhibited(a *alert) (Suppression, bool) {
	later := false
	for o := range a.file.alerts() {
		switch {
		case o == a:
			later = true
		case !o.fires:
		case a.rung.clock == domain.StepClock && o.rung.clock == domain.DossierClock && o.rung.missed:
			return Suppression{By: ByOverdue, Reason: domain.Text{VI: "hồ sơ đã quá hạn giải quyết", EN: "the dossier itself is overdue"}}, true
		case later && o.rung.clock == a.rung.clock && o.revision == a.revision:
			return Suppression{By: ByLater, Reason: domain.Text{VI: "đã có cảnh báo " + o.rung.name, EN: "alert " + o.rung.name + " came after it"}}, true
		}
	}
	return Suppression{}, false
}

// silence takes in what was said about a silence, and finds anew when the alerts
// that it mutes are to be told.
func (b *Board) silence(c eventstore.Commit) {
	b.note(c)
	for _, f := range b.files {
		if d, known := b.dossiers.Dossier(f.code); known {
			b.schedule(f, d, c.Events[0].RecordedAt)
		}
	}
}

// note takes in what was said about a silence.
func (b *Board) note(c eventstore.Commit) {
	b.acts = append(b.acts, c)
	for _, e := range c.Events {
		switch data := e.Data.(type) {
		case *domain.SilenceSet:
			b.silences = append(b.silences, &domain.Silence{ID: e.Subject, From: e.At, RecordedAt: e.RecordedAt, SilenceSet: *data})
		case *domain.SilenceEnded:
			b.end(e)
		}
	}
}

// end ends the latest silence of that id: never before the engine knew it.
func (b *Board) end(e domain.Event) {
	for i := len(b.silences) - 1; i >= 0; i-- {
		if s := b.silences[i]; s.ID == e.Subject && s.EndedAt.IsZero() {
			s.EndedAt = e.RecordedAt
			return
		}
	}
}

// SilenceCommits returns all that was ever said about silences, as the log has it.
func (b *Board) SilenceCommits() []eventstore.Commit { return slices.Clone(b.acts) }

// Silences returns the silences that are in force or to come at the instant, in
// the order in which they were set; all that were ever set where ended is true.
func (b *Board) Silences(at time.Time, ended bool) []domain.Silence {
	list := []domain.Silence{}
	for _, s := range b.silences {
		if ended || at.Before(s.Ends()) {
			list = append(list, *s)
		}
	}
	return list
}
