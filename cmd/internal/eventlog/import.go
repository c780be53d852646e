package eventlog

import (
	"context"
	"fmt"
	"iter"
	"sync"

	"github.com/hoso-engine/dossier/domain"
)

// Submitter takes events as a desk's connection does.
type Submitter interface {
	// Submit has every event decided, those of one dossier in their order, and
	// returns a result for each. An error says that nothing is known of any of
	// them; one that is a [domain.Error] of the kind Unavailable will pass.
	// Sending an event again is harmless. It is called concurrently, never with
	// one dossier's events at the same time, and keeps nothing of events.
	Submit(ctx context.Context, events []domain.Parsed) ([]domain.Result, error)
}

// Options say how an import goes. The zero Options are good ones.
type Options struct {
	Batch int // events in one request; 0: 200
	Lanes int // requests under way at a time; 0: 4
	Total int // items of the source where the caller knows it, for Progress

	// Progress, where given, hears how many items are settled, and Options.Total.
	// It is called after every request and every place that is no event, never
	// twice at the same time.
	Progress func(done, total int)
}

// InProcess are good options where nothing bounds a request, as to an engine in this
// process. What a request says of one dossier becomes one record: the larger, the fewer
// records. Three requests of each lane are in memory, at some 500 bytes an event.
var InProcess = Options{Batch: 20_000, Lanes: 2}

func (o Options) withDefaults() Options {
	if o.Batch <= 0 {
		o.Batch = 200
	}
	if o.Lanes <= 0 {
		o.Lanes = 4
	}
	return o
}

// importer is one import under way.
type importer struct {
	Options
	to   Submitter
	free chan request // that are settled: their memory is used again

	mu     sync.Mutex // guards report: every lane writes it
	report Report
}

// Import sends the source's events to the engine: those of one dossier in their
// order, several dossiers at a time; reference facts by themselves, everything
// before them settled and nothing after them sent, since dossiers are judged by
// them. An engine that is busy or away is asked again until it answers or ctx
// ends. The report tells what happened until then, also beside an error. An
// import can be run again: what was accepted is answered as a duplicate.
func Import(ctx context.Context, o Options, source iter.Seq2[Item, error], to Submitter) (Report, error) {
	o = o.withDefaults()
	im := &importer{Options: o, to: to, free: make(chan request, o.Lanes)}
	err := im.run(ctx, source)
	im.report.sort()
	return im.report, err
}

// run deals the items out. A source that breaks off still has what it said
// before settled.
func (im *importer) run(ctx context.Context, source iter.Seq2[Item, error]) error {
	stage := im.newStage(ctx, forDossiers)
	ordinal := 0
	for item, broken := range source {
		if broken != nil {
			if err := stage.end(); err != nil {
				return err
			}
			return fmt.Errorf("read the log: %w", broken)
		}
		ordinal++
		from := origin{file: item.File, line: item.line(), ordinal: ordinal}
		if item.Parsed.Err != nil {
			none := item.Parsed // a copy: item itself would lie on the heap, each time
			im.settle([]outcome{{parsed: &none, from: from, status: domain.Declined, err: none.Err}})
			continue
		}
		if kind := kindOf(&item); kind != stage.kind {
			if err := stage.end(); err != nil {
				return err
			}
			stage = im.newStage(ctx, kind)
		}
		if !stage.deal(&item, from) {
			break // a lane has failed, and says why
		}
	}
	return stage.end()
}

// settle writes what became of events into the report.
func (im *importer) settle(outcomes []outcome) {
	if len(outcomes) == 0 {
		return
	}
	im.mu.Lock()
	defer im.mu.Unlock()
	for i := range outcomes {
		im.report.add(&outcomes[i])
	}
	if im.Progress != nil {
		im.Progress(im.report.Read, im.Total)
	}
}

// origin is where in the source an item lies.
type origin struct {
	file    string
	line    int // its first; 0 where there is none
	ordinal int // of the item in the source
}

// outcome is what became of an item.
type outcome struct {
	parsed *domain.Parsed
	from   origin
	status domain.Status
	err    *domain.Error // of a refused one
}
