package demo

import (
	"context"
	"fmt"
)

// serve lets the clock run on in real time and serves until ctx ends: rungs are
// raised as they are reached, alerts are shown as they come.
func (w *engineWorld) serve(ctx context.Context, o *Options) error {
	if !o.JSON {
		fmt.Fprintf(o.Stdout, "\nĐồng hồ chạy tiếp theo thời gian thực; Ctrl-C để dừng. (The clock runs on; Ctrl-C ends.)\n")
	}
	w.clock.run()
	w.screen.all = true // few come now
	ctx, stop := context.WithCancelCause(ctx)
	ended := make(chan struct{}, 2)
	for _, run := range []func(context.Context) error{
		w.app.Engine().Run,
		func(ctx context.Context) error { return w.supervisor.watch(ctx, w.screen.alert) },
	} {
		go func() {
			if err := run(ctx); err != nil {
				stop(err)
			}
			ended <- struct{}{}
		}()
	}
	err := w.app.Wait(ctx)
	if cause := context.Cause(ctx); err == nil && ctx.Err() != cause {
		err = cause
	}
	stop(nil)
	<-ended
	<-ended
	return err
}
