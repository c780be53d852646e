package demo

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"
)

// serve lets the clock run on in real time and serves until ctx ends: rungs are
// raised as they are reached, alerts are shown as they come.
func (w *engineWorld) serve(ctx context.Context, o *Options) error {
	if !o.JSON {
		_, err := fmt.Fprintln(o.Stdout, "\nĐồng hồ chạy tiếp theo thời gian thực; Ctrl-C để dừng. (The clock runs on; Ctrl-C ends.)")
		if err != nil {
			return err
		}
	}
	w.clock.run()
	w.screen.all = true // few come now
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return w.app.Wait(ctx) })
	group.Go(func() error { return w.app.Engine().Run(ctx) })
	group.Go(func() error { return w.supervisor.watch(ctx, w.screen.alert) })
	return group.Wait()
}
