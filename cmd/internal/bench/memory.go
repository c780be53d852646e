package bench

import (
	"context"
	"maps"
	"runtime"

	"github.com/nats-io/nats.go"

	"github.com/hoso-engine/dossier/cmd/internal/app"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore/jetstream"
	"github.com/hoso-engine/dossier/projections/register"
)

// Memory measures what dossiers take in memory: the live heap with each part, less
// the live heap without it.
func Memory(ctx context.Context, o HistoryOptions) (*Report, error) {
	return o.report("memory", map[string]any{}, func(workspace string, r *Report) error {
		var logs []*weighed
		for _, open := range []int{o.Open, 0} {
			h, err := o.history(ctx, workspace, o.Dossiers, open)
			if err != nil {
				return err
			}
			w, err := o.weigh(ctx, h)
			if err != nil {
				return err
			}
			logs = append(logs, w)
		}
		maps.Copy(r.Parameters, logs[0].history.parameters())
		hot, err := o.weighHot(ctx, logs[0].history)
		if err != nil {
			return err
		}
		tabulateMemory(r, logs, hot)
		return nil
	})
}

// tabulateMemory shows the parts, and what a dossier takes of them: two logs with
// different shares of open dossiers tell the open from the closed.
func tabulateMemory(r *Report, logs []*weighed, hot float64) {
	parts := r.table("Live heap of the whole log, MB", "broker", "chain", "table", "ladder", "board", "all projections")
	for _, w := range logs {
		parts.add(w.name(), []float64{mb(w.broker), mb(w.chain), mb(w.table), mb(w.ladder), mb(w.board), mb(w.projections())})
	}
	each := r.table("Bytes of live heap for each", "bytes")
	each.Notes = []string{
		"closed and open dossier: all projections and indexes together, by the two logs above, which hold as many dossiers and not as many open ones.",
		"alert clock: the ladder's alone, by the clocks that run. hot dossier: what an engine keeps of one that it wrote to lately, besides.",
	}
	closed, open := solve(logs[0], logs[1])
	each.add("closed dossier", []float64{closed})
	each.add("open dossier", []float64{open})
	each.add("alert clock", []float64{logs[0].ladder / max(float64(logs[0].clocks), 1)})
	each.add("hot dossier", []float64{hot})
	each.add("broker, for each dossier", []float64{logs[0].broker / float64(logs[0].figures.Total)})
}

// solve finds what a closed and an open dossier take, from two logs.
func solve(a, b *weighed) (closed, open float64) {
	ao, bo := float64(a.alive()), float64(b.alive())
	ac, bc := float64(a.figures.Total)-ao, float64(b.figures.Total)-bo
	open = (a.projections()*bc - b.projections()*ac) / (ao*bc - bo*ac)
	return (a.projections() - ao*open) / ac, open
}

// weighed is what the parts take, in bytes, and what they hold.
type weighed struct {
	history                             *History
	broker, chain, table, ladder, board float64
	figures                             register.Figures
	clocks                              int
}

func (w *weighed) projections() float64 { return w.chain + w.table + w.ladder + w.board }
func (w *weighed) alive() int           { return w.figures.Open + w.figures.Waiting }
func (w *weighed) name() string {
	return Value(w.figures.Total).String() + " dossiers, " + Value(w.alive()).String() + " open"
}

func mb(bytes float64) float64 { return bytes / 1e6 }

// weigh folds the log into more and more of the projections.
func (o *HistoryOptions) weigh(ctx context.Context, h *History) (*weighed, error) {
	w := &weighed{history: h}
	before := live()
	err := app.WithLog(ctx, h.options(), func(_ *nats.Conn, store *jetstream.Store) error {
		w.broker = live() - before
		head, err := store.Head(ctx)
		if err != nil {
			return err
		}
		show := o.Progress("weighing")
		var sums []float64
		for n := 1; n <= 4; n++ { // the reference alone, and with it the table, the ladder, the board
			bytes, views, err := weight(ctx, store, head.Position, n)
			if err != nil {
				return err
			}
			if n == 4 {
				w.figures, w.clocks = views.table.Figures(h.Ends), views.ladder.Open().Clocks
			}
			sums = append(sums, bytes)
			show(int64(n), 4)
		}
		w.chain, w.table, w.ladder, w.board = sums[0], sums[1]-sums[0], sums[2]-sums[1], sums[3]-sums[2]
		return nil
	})
	return w, err
}

// weight folds the log into the first of the projections and returns by how much
// the live heap grew.
func weight(ctx context.Context, store *jetstream.Store, position uint64, first int) (float64, *views, error) {
	before := live()
	v := newProjections()
	f, err := fold(ctx, store, position, v.all()[:first]...)
	grown := live() - before
	runtime.KeepAlive(f)
	runtime.KeepAlive(v)
	return grown, v, err
}

// live returns the bytes of the heap that are in use after the rubbish is gone.
func live() float64 {
	runtime.GC()
	runtime.GC() // the first one leaves what pools and finalizers hold
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

// heated bounds how many dossiers are written to.
const heated = 20_000

// weighHot has an engine write to dossiers that it does not keep, and returns what
// each then takes.
func (o *HistoryOptions) weighHot(ctx context.Context, h *History) (each float64, err error) {
	err = o.on(ctx, h.options(), func(a *app.App) error {
		codes, err := openCodes(ctx, a)
		if err != nil || len(codes) == 0 {
			return err
		}
		before, post := live(), inProcess(a)
		_, err = race(ctx, len(codes), 16, func(_, i int) error {
			// It is refused, and nothing is written; the dossier is read for it all the same.
			_, err := post(ctx, []domain.Event{{
				ID: "hot", Source: source, Type: domain.TypeReceived, Subject: codes[i], At: a.Engine().Now(),
				Data: &domain.Received{Intake: domain.Intake{Province: "H37", Agency: "H37.13", Procedure: "1.000001", Channel: domain.InPerson}},
			}})
			return err
		})
		each = (live() - before) / float64(len(codes))
		return err
	})
	return each, err
}

// openCodes returns the codes of dossiers in hand.
func openCodes(ctx context.Context, a *app.App) (codes []string, err error) {
	e := a.Engine()
	err = e.Runner.Read(ctx, 0, func() {
		for d := range e.Table.All() {
			if d.State.Open() && len(codes) < heated {
				codes = append(codes, string(d.Code))
			}
		}
	})
	return codes, err
}
