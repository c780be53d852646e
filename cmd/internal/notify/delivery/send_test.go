package delivery

import (
	"testing"
	"testing/synctest"
	"time"

	js "github.com/nats-io/nats.go/jetstream"

	"github.com/hoso-engine/dossier/cmd/internal/notify/notice"
)

// slowly is a message whose handling takes long.
type slowly struct {
	js.Msg
	said []time.Time // when the broker was told to wait
}

func (m *slowly) InProgress() error {
	m.said = append(m.said, time.Now())
	return nil
}

// However long a claim takes, the broker never waits in vain for as long as it would
// before it gives the claim to another taker; once it is done, nothing is said.
func TestAtWork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, last := new(slowly), time.Now()
		done := atWork(m)
		time.Sleep(10 * notice.AckWithin)
		done()
		ended := time.Now()
		time.Sleep(10 * notice.AckWithin)
		for _, at := range append(m.said, ended) {
			if at.Sub(last) > notice.AckWithin/2 {
				t.Errorf("%s pass without a word", at.Sub(last))
			}
			last = at
		}
		if m.said[len(m.said)-1].After(ended) {
			t.Error("the broker is told to wait after the end")
		}
	})
}
