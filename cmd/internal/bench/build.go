package bench

import (
	"context"
	"fmt"
)

// Build has a log built, and measures nothing else: it is kept for measurements to
// come.
func Build(ctx context.Context, o HistoryOptions) (*Report, error) {
	if o.Data == "" {
		return nil, fmt.Errorf("%w: no directory keeps the log", ErrUsage)
	}
	return o.onHistory(ctx, "build", func(h *History, r *Report) error {
		t := r.table("A log", "records", "events", "open", "MB", "bytes a record", "built s")
		t.add(Value(h.Dossiers).String()+" dossiers", []float64{
			float64(h.Records), float64(h.Events), float64(h.Open), mb(float64(h.Bytes)), float64(h.Bytes) / float64(h.Records), h.Built,
		})
		return nil
	})
}
