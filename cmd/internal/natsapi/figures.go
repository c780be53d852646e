package natsapi

import (
	"sync/atomic"
	"time"
)

// figures count what one endpoint does. The micro library's own time ends when a
// request is handed on to its goroutine; these go until the answer.
type figures struct {
	requests, refused, busy, inHand atomic.Int64
	nanoseconds                     atomic.Int64
}

// snapshot is the endpoint's data in the service's statistics. The names are
// part of the wire form.
type snapshot struct {
	Requests       int64 `json:"requests"`
	Refused        int64 `json:"refused"` // answered with an error, busy included
	Busy           int64 `json:"busy"`
	InHand         int64 `json:"in_hand"`
	ProcessingTime int64 `json:"processing_time"` // nanoseconds until the answer, all requests together
}

func (f *figures) snapshot() snapshot {
	return snapshot{
		Requests: f.requests.Load(), Refused: f.refused.Load(), Busy: f.busy.Load(),
		InHand: f.inHand.Load(), ProcessingTime: f.nanoseconds.Load(),
	}
}

// begin counts a request that is taken in hand; the result counts its end.
func (f *figures) begin() (end func()) {
	began := time.Now()
	f.inHand.Add(1)
	return func() {
		f.inHand.Add(-1)
		f.nanoseconds.Add(int64(time.Since(began)))
	}
}
