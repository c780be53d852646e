package bench

import (
	"context"
	"maps"
	"runtime"

	"github.com/nats-io/nats.go"

	"github.com/hoso-engine/dossier/cmd/internal/app"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/eventstore/jetstream"
	"github.com/hoso-engine/dossier/projections/register"
)

// Memory measures what dossiers take in memory: all that is folded from a log, and by
// how much the live heap shrinks when part after part of it is let go.
func Memory(ctx context.Context, o HistoryOptions) (*Report, error) {
	return o.report("memory", map[string]any{}, func(workspace string, r *Report) error {
		var logs [2]*weighed // with different shares of open dossiers
		for i, open := range [...]int{o.Open, 0} {
			h, err := o.history(ctx, workspace, o.Dossiers, open)
			if err != nil {
				return err
			}
			o.Progress("weighing")(int64(i), int64(len(logs)))
			if logs[i], err = o.weigh(ctx, h); err != nil {
				return err
			}
		}
		maps.Copy(r.Parameters, logs[0].history.parameters())
		delete(r.Parameters, "runs") // a heap is weighed once
		hot, err := o.weighHot(ctx, logs[0].history)
		if err != nil {
			return err
		}
		tabulateMemory(r, logs[0], logs[1], hot)
		return nil
	})
}

// The parts that are weighed, in the order in which they are let go: one holds on to
// others behind it alone.
const (
	partChain = iota
	partBoard
	partLadder
	partTable
	partSubjects
	partReference
	partsAll // together
	partsCount
)

var partNames = [partsCount]string{"chain", "board", "ladder", "table", "subjects", "reference", "all projections"}

// weighed is what a log takes, in bytes, and what it holds.
type weighed struct {
	history *History
	parts   [partsCount]float64
	broker  float64 // with the log open, and nothing read
	figures register.Figures
	clocks  int
}

func (w *weighed) alive() int { return w.figures.Open + w.figures.Waiting }
func (w *weighed) name() string {
	return Value(w.figures.Total).String() + " dossiers, " + Value(w.alive()).String() + " open"
}

func mb(bytes float64) float64 { return bytes / 1e6 }

// tabulateMemory shows the parts, and what a dossier takes of each: two logs with
// different shares of open dossiers tell the open from the closed.
func tabulateMemory(r *Report, a, b *weighed, hot float64) {
	whole := r.table("Live heap of the whole log, MB", partNames[:]...)
	whole.Notes = []string{"subjects: of the log, and the index by code, which chain and table share. The broker has stopped."}
	for _, w := range [...]*weighed{a, b} {
		row := make([]float64, partsCount)
		for part, bytes := range w.parts {
			row[part] = mb(bytes)
		}
		whole.add(w.name(), row)
	}
	each := r.table("Bytes of live heap for each dossier", partNames[:]...)
	each.Notes = []string{"by the two logs above, which hold as many dossiers and not as many open ones."}
	closed, open := make([]float64, partsCount), make([]float64, partsCount)
	for part := range partsCount {
		closed[part], open[part] = solve(a, b, part)
	}
	each.add("closed", closed)
	each.add("open", open)
	other := r.table("Bytes of live heap for each", "bytes")
	other.Notes = []string{
		"alert clock: the ladder's alone, by the clocks that run. hot dossier: what an engine keeps of one that it wrote to lately, besides.",
		"broker: with the log open and nothing read.",
	}
	other.add("alert clock", []float64{a.parts[partLadder] / max(float64(a.clocks), 1)})
	other.add("hot dossier", []float64{hot})
	other.add("broker, for each dossier", []float64{a.broker / float64(a.figures.Total)})
}

// solve finds what a closed and an open dossier take of a part, from two logs.
func solve(a, b *weighed, part int) (closed, open float64) {
	ao, bo := float64(a.alive()), float64(b.alive())
	ac, bc := float64(a.figures.Total)-ao, float64(b.figures.Total)-bo
	open = (a.parts[part]*bc - b.parts[part]*ac) / (ao*bc - bo*ac)
	return (a.parts[part] - ao*open) / ac, open
}

// weigh folds the log into the projections, stops the broker, so that nothing else is
// in the heap, and lets go of the parts.
func (o *HistoryOptions) weigh(ctx context.Context, h *History) (*weighed, error) {
	w := &weighed{history: h}
	v := newProjections()
	var f folded
	before := live()
	err := app.WithLog(ctx, h.options(), func(_ *nats.Conn, store *jetstream.Store) error {
		w.broker = live() - before
		head, err := store.Head(ctx)
		log := &struct{ eventstore.Follower }{store}
		if err == nil {
			f, err = fold(ctx, log, head.Position, v.all()...)
		}
		log.Follower = nil // the runner is kept, the broker is not
		return err
	})
	if err != nil {
		return nil, err
	}
	w.figures, w.clocks = v.table.Figures(h.Ends), v.ladder.Open().Clocks
	w.weighParts(v, &f)
	return w, nil
}

// weighParts weighs what it lets go of.
func (w *weighed) weighParts(v *views, f *folded) {
	subjects := v.table.Subjects()
	full := live()
	for part, letGo := range [partsAll]func(){
		partChain:     func() { f.runner = nil },
		partBoard:     func() { v.board = nil },
		partLadder:    func() { v.ladder = nil },
		partTable:     func() { v.table = nil },
		partSubjects:  func() { subjects = nil },
		partReference: func() { v.reference = nil },
	} {
		letGo()
		left := live()
		w.parts[part] = full - left
		w.parts[partsAll] += full - left
		full = left
	}
	runtime.KeepAlive(subjects)
	runtime.KeepAlive(v)
	runtime.KeepAlive(f)
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
