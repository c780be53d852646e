package notify

import (
	"testing"

	"github.com/hoso-engine/dossier/eventstore/embedded/embeddedtest"
)

// On three servers, too, engines that publish beside each other put every message
// into the stream once and in order, and a server that goes away takes none with
// it.
func TestPublishers_onACluster(t *testing.T) {
	cluster := embeddedtest.StartCluster(t)
	s, err := OpenStream(t.Context(), cluster.Connect(t), 3)
	if err != nil {
		t.Fatal(err)
	}
	tell := func(alerts int) {
		var ends []func()
		for engine := range 3 {
			ends = append(ends, publish(t, s, filled(t, s, alerts-150*engine)))
		}
		for _, end := range ends {
			end()
		}
		if n := checkStream(t, s); n != alerts {
			t.Fatalf("the stream holds %d messages, want %d", n, alerts)
		}
	}
	tell(2000)
	cluster.Stop(cluster.StreamLeader(t, StreamName))
	embeddedtest.WaitFor(t, "a new leader", func() bool {
		_, _, err := s.Last(t.Context())
		return err == nil
	})
	tell(3000)
}
