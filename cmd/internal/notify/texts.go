package notify

import (
	"fmt"
	"io/fs"
	"strings"
	"text/template"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/supervision"
)

// Texts are the sentences of alerts: templates that are data, one file for each
// language, messages/vi.json and messages/en.json:
//
//	clocks    what each clock is called
//	levels    who each level of the organisation is
//	causes    what has resolved an alert, by the type of the event
//	messages  text/template of approached and missed, of the clocks pause and
//	          collection, and of escalated, reminder and resolved, which may
//	          quote the .Sentence of what they are about
//
// A template may use .Code, .Clock, .Level, .Rung, .Cause, .Due, .Left and .Late,
// the working time before or after the due, and .Sentence. None of it is personal.
type Texts struct{ vi, en *wording }

// wording is the texts of one language.
type wording struct {
	Language string                      `json:"language"`
	Clocks   map[domain.ClockName]string `json:"clocks"`
	Levels   map[domain.Level]string     `json:"levels"`
	Causes   map[string]string           `json:"causes"`
	Messages map[string]string           `json:"messages"`

	parsed map[string]*template.Template
}

// sentences are the templates that every language has.
var sentences = [...]string{"approached", "missed", "pause", "collection", "escalated", "reminder", "resolved"}

// blanks is what a template may fill in.
type blanks struct {
	Code, Clock, Level, Rung, Cause, Due, Left, Late, Sentence string
}

// LoadTexts reads the texts and tries every template once: a mistake in one is
// found when the engine starts, not when an alert is due.
func LoadTexts(files fs.FS) (*Texts, error) {
	vi, err := loadWording(files, "vi")
	if err != nil {
		return nil, err
	}
	en, err := loadWording(files, "en")
	return &Texts{vi: vi, en: en}, err
}

func loadWording(files fs.FS, language string) (*wording, error) {
	name := "messages/" + language + ".json"
	b, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, fmt.Errorf("notify: the texts of alerts: %w", err)
	}
	w := &wording{parsed: make(map[string]*template.Template)}
	if err := json.Unmarshal(b, w, json.RejectUnknownMembers(true)); err != nil {
		return nil, fmt.Errorf("notify: %s: %w", name, err)
	}
	if err := w.check(language); err != nil {
		return nil, fmt.Errorf("notify: %s: %w", name, err)
	}
	return w, nil
}

// check demands every word and tries every template.
func (w *wording) check(language string) error {
	if w.Language != language {
		return fmt.Errorf("language is %q, not %q", w.Language, language)
	}
	for _, clock := range domain.ClockNames() {
		if w.Clocks[clock] == "" {
			return fmt.Errorf("clocks: %q has no name", clock)
		}
	}
	for _, level := range domain.Levels() {
		if w.Levels[level] == "" {
			return fmt.Errorf("levels: %q has no name", level)
		}
	}
	for _, key := range sentences {
		t, err := template.New(key).Option("missingkey=error").Parse(w.Messages[key])
		if err != nil {
			return fmt.Errorf("messages: %w", err)
		}
		w.parsed[key] = t
		text, err := w.fill(key, blanks{"c", "c", "l", "r", "c", "d", "l", "l", "s"})
		if err != nil || strings.TrimSpace(text) == "" {
			return fmt.Errorf("messages: %q says nothing (%w)", key, err)
		}
	}
	if len(w.Messages) != len(sentences) {
		return fmt.Errorf("messages: only %q are used", sentences)
	}
	return nil
}

func (w *wording) fill(key string, in blanks) (string, error) {
	var text strings.Builder
	err := w.parsed[key].Execute(&text, in)
	return text.String(), err
}

// sentence says a message in the language; span prints working time in it.
func (w *wording) sentence(m *supervision.Message, span func(domain.Text) string) string {
	v := &m.Alert
	in := blanks{
		Code: string(v.Code), Clock: w.Clocks[v.Clock], Level: w.Levels[v.Level], Rung: v.Rung,
		Cause: w.Causes[m.Cause], Due: v.Due.Format("15:04 02/01/2006"),
	}
	if worked := m.Worked; m.WorkdayHas > 0 && worked.Abs() >= time.Minute {
		text := span(domain.WorkingTime(worked.Abs(), m.WorkdayHas))
		if worked > 0 {
			in.Late = text
		} else {
			in.Left = text
		}
	}
	key := "approached"
	switch {
	case v.Clock == domain.PauseClock, v.Clock == domain.CollectionClock:
		key = string(v.Clock)
	case v.Type == domain.TypeMissed:
		key = "missed"
	}
	in.Sentence = w.say(key, in)
	if m.Kind == supervision.KindNew {
		return in.Sentence
	}
	return w.say(string(m.Kind), in)
}

// say fills a template that was tried when it was loaded. One that fails all the
// same must not keep the alert back.
func (w *wording) say(key string, in blanks) string {
	text, err := w.fill(key, in)
	if err != nil {
		return in.Code + " " + in.Rung
	}
	return text
}

// say returns the message in Vietnamese and in English.
func (t *Texts) say(m *supervision.Message) (vi, en string) {
	return t.vi.sentence(m, func(s domain.Text) string { return s.VI }),
		t.en.sentence(m, func(s domain.Text) string { return s.EN })
}
