package pause_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/pause"
)

func TestFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ending, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		began := time.Now()
		if err := pause.For(ending, time.Second); err != nil || time.Since(began) != time.Second {
			t.Errorf("a second took %s (%v)", time.Since(began), err)
		}
		if err := pause.For(ending, time.Hour); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != time.Minute {
			t.Errorf("what ends after a minute ended after %s with %v", time.Since(began), err)
		}
	})
}
