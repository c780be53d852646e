package bench

import (
	"sync"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// latencies is a histogram of how long things took: from 100 ns to ten minutes,
// to three digits. Any goroutine may note one.
type latencies struct {
	mu   sync.Mutex
	took *hdrhistogram.Histogram // in units of 100 ns
}

const unit = 100 * time.Nanosecond

func newLatencies() *latencies {
	return &latencies{took: hdrhistogram.New(1, int64(10*time.Minute/unit), 3)}
}

// note takes a duration; one beyond the histogram counts as its longest.
func (l *latencies) note(took time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	_ = l.took.RecordValue(min(int64(took/unit), l.took.HighestTrackableValue())) // it is within the bounds
}

// at returns a percentile in microseconds; 100 is the longest.
func (l *latencies) at(percent float64) float64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return float64(l.took.ValueAtPercentile(percent)) * float64(unit) / float64(time.Microsecond)
}

// count returns how many were noted.
func (l *latencies) count() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.took.TotalCount()
}

// percentiles are the columns that a table shows of latencies.
var percentiles = []string{"p50 µs", "p90 µs", "p99 µs", "p99.9 µs", "max µs"}

// all returns the values of the columns.
func (l *latencies) all() []float64 {
	return []float64{l.at(50), l.at(90), l.at(99), l.at(99.9), l.at(100)}
}
