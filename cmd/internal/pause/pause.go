// Package pause waits without holding up an end.
package pause

import (
	"context"
	"time"
)

// For returns nil after the time, or the context's error when that ends before.
func For(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
	return ctx.Err()
}
