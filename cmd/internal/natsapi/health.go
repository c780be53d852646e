package natsapi

import "github.com/nats-io/nats.go/micro"

// health is the answer of dossiers.v1.health.
type health struct {
	Ready    bool   `json:"ready"`
	Reason   string `json:"reason,omitzero"` // why it is not ready
	Position uint64 `json:"position"`        // of the last record that queries see
	Version  string `json:"version,omitzero"`
}

// health answers at once, however much is in hand.
func (s *Service) health(r micro.Request) {
	s.figures["health"].requests.Add(1)
	h := health{Ready: true, Position: s.engine.Position(), Version: s.options.Version}
	if err := s.engine.Ready(); err != nil {
		h.Ready, h.Reason = false, err.Error()
	}
	s.answer("health", r, h, nil)
}
