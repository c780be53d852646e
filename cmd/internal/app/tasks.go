package app

import (
	"context"
	"fmt"
	"sync"
)

// tasks owns the goroutines of an app: each runs until it is ended, and whoever
// ends it waits for it.
type tasks struct {
	failed chan error // the first failure
	once   sync.Once
}

func newTasks() *tasks { return &tasks{failed: make(chan error, 1)} }

// start runs a task and returns the function that ends it and waits.
func (t *tasks) start(name string, run func(context.Context) error) (end func(context.Context) error) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := run(ctx); err != nil && ctx.Err() == nil {
			t.once.Do(func() { t.failed <- fmt.Errorf("%s: %w", name, err) })
		}
	}()
	return func(within context.Context) error {
		cancel()
		select {
		case <-done:
			return nil
		case <-within.Done():
			return within.Err()
		}
	}
}
