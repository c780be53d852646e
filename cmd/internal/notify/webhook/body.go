package webhook

import (
	"time"

	"github.com/go-json-experiment/json"

	"github.com/hoso-engine/dossier/cmd/internal/notify"
	"github.com/hoso-engine/dossier/cmd/internal/notify/notice"
)

// message is a body.
type message struct {
	Type      string    `json:"type"`
	Timestamp time.Time `json:"timestamp"`
	Data      any       `json:"data"`
}

// held says how many alerts were not sent alone.
type held struct {
	Count  int            `json:"count"`
	Groups []notice.Group `json:"groups"`
	Vi     string         `json:"vi"`
	En     string         `json:"en"`
}

// AlertBody returns the body of a claim about one alert.
func AlertBody(n *notice.Notice, a *notify.Alert) ([]byte, error) {
	return json.Marshal(message{"alert", n.At, a}, json.Deterministic(true))
}

// SummaryBody returns the body of a claim about what was held.
func SummaryBody(n *notice.Notice) ([]byte, error) {
	vi, en := n.SummaryText()
	return json.Marshal(message{"alerts.held", n.At, held{n.Count, n.Groups, vi, en}}, json.Deterministic(true))
}
