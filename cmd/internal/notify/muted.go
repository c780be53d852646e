package notify

import "github.com/hoso-engine/dossier/projections/supervision"

// Reason returns what mutes an alert as a stable word, with the silence that it
// refers to behind a colon, such as "silence:17". It holds nothing personal.
func Reason(s *supervision.Suppression) string {
	if s.Silence != "" {
		return string(s.By) + ":" + s.Silence
	}
	return string(s.By)
}
