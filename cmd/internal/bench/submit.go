package bench

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/hoso-engine/dossier/cmd/internal/app"
)

// SubmitOptions say what [Submit] measures.
type SubmitOptions struct {
	Options
	Desks    []int    // that post at once, each a dossier after another
	Sync     []string // "always", or an interval
	Via      []Via
	Dossiers int // in each run, all desks together

	// NATS and HTTP are addresses of a running engine, to be measured instead of one
	// of our own. It keeps the dossiers.
	NATS, HTTP string
}

// Submit measures the time from the posting of a step to its answer, and how many
// are answered in a second, beside raw publishing.
func Submit(ctx context.Context, o SubmitOptions) (*Report, error) {
	return o.report("submit", map[string]any{"dossiers": o.Dossiers}, func(workspace string, r *Report) error {
		if o.NATS != "" || o.HTTP != "" {
			return o.running(ctx, r)
		}
		return o.own(ctx, r, workspace)
	})
}

var submitColumns = append([]string{"submits/s", "events/s"}, percentiles...)

// running measures an engine that runs: there is nothing to hold it against.
func (o *SubmitOptions) running(ctx context.Context, r *Report) error {
	via := ViaNATS
	if o.NATS == "" {
		via = ViaHTTP
	}
	if address, err := url.Parse(o.NATS + o.HTTP); err == nil {
		r.Parameters["engine"] = address.Redacted()
	}
	connect := func() (*nats.Conn, error) { return nats.Connect(o.NATS, nats.Name("dossier bench")) }
	t := r.table("Submits to a running engine", submitColumns...)
	for i, desks := range o.Desks {
		list, shut, err := doors(via, desks, connect, o.HTTP, nil)
		if err != nil {
			return err
		}
		l, err := newLoad(o.Seed + uint64(i))
		if err == nil {
			err = l.publish(ctx, list[0])
		}
		var runs [][]float64
		for run := 0; run < o.Runs && err == nil; run++ {
			var figures []float64
			figures, err = o.turn(ctx, l, run, list)
			runs = append(runs, figures)
		}
		shut()
		if err != nil {
			return err
		}
		t.add(fmt.Sprintf("%s, %d desks", via, desks), runs...)
	}
	return nil
}

// turn has the desks play the dossiers of one run, of which they know beforehand
// what they will say.
func (o *SubmitOptions) turn(ctx context.Context, l *load, run int, desks []door) ([]float64, error) {
	var events counter
	latency := newLatencies()
	dossiers := make([][]step, o.Dossiers)
	for i := range dossiers {
		dossiers[i] = l.dossier(run*o.Dossiers + i)
	}
	took, err := race(ctx, o.Dossiers, len(desks), func(desk, i int) error {
		return l.postAll(ctx, dossiers[i], events.through(desks[desk]), latency)
	})
	figures := []float64{float64(latency.count()) / took.Seconds(), float64(events.Load()) / took.Seconds()}
	return append(figures, latency.all()...), err
}

// own measures engines of our own, each on an empty log.
func (o *SubmitOptions) own(ctx context.Context, r *Report, workspace string) error {
	var columns []string
	columns = append(columns, submitColumns...)
	columns = append(columns, "raw msgs/s", "ratio", "raw p50 µs", "raw p99 µs")
	t := r.table("Submits beside raw publishing", columns...)
	t.Notes = []string{
		"A submit is a step of a dossier: one event or a transaction, one message in the log. ratio is submits/s to raw msgs/s.",
		"Raw: messages of the same sizes, one at a time, each expecting the one before on its subject, on a stream with the log's settings; as many publishers as desks.",
	}
	for _, sync := range o.Sync {
		for _, via := range o.Via {
			for _, desks := range o.Desks {
				with := app.Options{Sync: sync}
				if via != ViaEngine {
					with.HTTP = "127.0.0.1:0"
				}
				err := o.onFresh(ctx, workspace, with, func(a *app.App) error {
					runs, err := o.pairs(ctx, a, via, desks)
					if err == nil {
						t.add(fmt.Sprintf("sync %s, %s, %d desks", sync, via, desks), runs...)
					}
					return err
				})
				if err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// pairs has desks and raw publishers take turns.
func (o *SubmitOptions) pairs(ctx context.Context, a *app.App, via Via, desks int) (runs [][]float64, err error) {
	list, shut, err := doors(via, desks, func() (*nats.Conn, error) { return a.Connect() }, a.HTTPURL(), inProcess(a))
	if err != nil {
		return nil, err
	}
	defer shut()
	l, err := newLoad(o.Seed)
	if err != nil {
		return nil, err
	}
	l.now = a.Engine().Now
	if err := l.publish(ctx, list[0]); err != nil {
		return nil, err
	}
	sizes, err := l.sizes(ctx, a, o.Runs*o.Dossiers)
	if err != nil {
		return nil, err
	}
	beside, err := openRaw(ctx, a.Conn())
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, beside.remove(ctx)) }()
	for run := range o.Runs {
		rawLatency := newLatencies()
		took, err := race(ctx, o.Dossiers, desks, func(_, i int) error {
			return beside.play(ctx, fmt.Sprintf("%d-%d", run, i), sizes[i%len(sizes)], rawLatency)
		})
		if err != nil {
			return nil, err
		}
		figures, err := o.turn(ctx, l, run, list)
		if err != nil {
			return nil, err
		}
		rate := float64(rawLatency.count()) / took.Seconds()
		runs = append(runs, append(figures, rate, figures[0]/rate, rawLatency.at(50), rawLatency.at(99)))
	}
	return runs, nil
}

// play publishes messages of the sizes of one dossier's commits.
func (r *raw) play(ctx context.Context, id string, sizes []int, took *latencies) error {
	last := uint64(0)
	for _, size := range sizes {
		begun := time.Now()
		at, err := r.append(ctx, id, last, make([]byte, size))
		if err != nil {
			return err
		}
		took.note(time.Since(begun))
		last = at
	}
	return nil
}
