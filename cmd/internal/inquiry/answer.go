package inquiry

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/scorecard"
	"github.com/hoso-engine/dossier/projections/supervision"
)

// Results answer a batch of events. The names of all answers are part of the
// wire form.
type Results struct {
	Results []domain.Result `json:"results"`
}

// history is a dossier's.
type history struct {
	Code   string         `json:"code"`
	Events []domain.Event `json:"events"`
}

// commits are a history with the positions of the commits that it was written
// in.
type commits struct {
	Code    string   `json:"code"`
	Commits []commit `json:"commits"`
}

type commit struct {
	Position uint64         `json:"position"`
	Events   []domain.Event `json:"events"`
}

// lives are those of a dossier's alerts.
type lives struct {
	Code     string              `json:"code"`
	Receiver string              `json:"receiver,omitzero"`
	Alerts   []supervision.Story `json:"alerts"`
}

type silences struct {
	Silences []domain.Silence `json:"silences"`
}

type scorecards struct {
	Scorecards []scorecard.Summary `json:"scorecards"`
}

// form: the same answer has the same bytes; a name that an error quotes may be no
// UTF-8.
var form = json.JoinOptions(json.Deterministic(true), jsontext.AllowInvalidUTF8(true))

// Marshal returns the JSON of an answer.
func Marshal(answer any) ([]byte, error) { return json.Marshal(answer, form) }

// Status returns the number that HTTP gives errors of the kind.
func Status(kind domain.ErrorKind) int {
	switch kind {
	case domain.Malformed:
		return 400
	case domain.NotFound:
		return 404
	case domain.Conflict:
		return 409
	case domain.TooLarge:
		return 413
	case domain.Invalid:
		return 422
	case domain.Unavailable:
		return 503
	}
	return 500
}
