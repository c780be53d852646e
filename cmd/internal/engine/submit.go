package engine

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/hoso-engine/dossier/domain"
)

// batch is the events of one request about one thing, in their order.
type batch struct {
	about  thing
	places []int // in the request
}

// thing is what an event speaks of.
type thing struct{ kind, id string }

func thingOf(e *domain.Event) thing { return thing{e.Type.Kind(), e.Subject} }

// Submit decides every event and returns one result for each, in the order of
// the request. An event is decided on its own; those of one transaction are
// accepted together or not at all. Reference facts come first, so that the
// dossiers of the same request are judged by them.
func (e *Engine) Submit(ctx context.Context, parsed []domain.Parsed) []domain.Result {
	results := make([]domain.Result, len(parsed))
	if err := e.begin(ctx); err != nil {
		for i := range parsed {
			results[i] = domain.Refusal(parsed[i].ID, parsed[i].Code, err)
		}
		e.count(results)
		return results
	}
	facts, dossiers := e.sort(parsed, results)
	e.each(facts, func(b batch) { e.submitBatch(ctx, b, parsed, results) })
	e.awaitFacts(ctx, facts, results)
	e.each(dossiers, func(b batch) { e.submitBatch(ctx, b, parsed, results) })
	e.count(results)
	return results
}

// begin waits once until all that was in the log is applied. Until then the
// reference facts are those of an earlier day, or none: a receipt would get a
// due by a calendar that was replaced long ago.
func (e *Engine) begin(ctx context.Context) error {
	if e.begun.Load() {
		return nil
	}
	if err := e.caughtUp(ctx); err != nil {
		return e.translate(undecided(err))
	}
	e.begun.Store(true)
	return nil
}

// sort groups the request by what its events speak of, and refuses what could
// not be read, with the transactions that can't be accepted together.
func (e *Engine) sort(parsed []domain.Parsed, results []domain.Result) (facts, dossiers []batch) {
	batches := group(parsed)
	refused := refusedTransactions(parsed, batches)
	for i := range parsed {
		p := &parsed[i]
		if err := cmp.Or(p.Err, refused[p.Event.Transaction]); err != nil {
			results[i] = domain.Refusal(p.ID, p.Code, err)
		}
	}
	for _, b := range batches {
		if len(refused) > 0 {
			b.places = slices.DeleteFunc(b.places, func(i int) bool { return results[i].Error != nil })
		}
		switch {
		case len(b.places) == 0:
		case b.about.kind == domain.KindDossier:
			dossiers = append(dossiers, b)
		default:
			facts = append(facts, b)
		}
	}
	return facts, dossiers
}

// group parts the events that could be read by what they speak of.
func group(parsed []domain.Parsed) (batches []batch) {
	index := make(map[thing]int, len(parsed))
	for i := range parsed {
		if parsed[i].Err != nil {
			continue
		}
		about := thingOf(&parsed[i].Event)
		at, ok := index[about]
		if !ok {
			at = len(batches)
			index[about] = at
			batches = append(batches, batch{about: about})
		}
		batches[at].places = append(batches[at].places, i)
	}
	return batches
}

// refusedTransactions returns why transactions can't be accepted together: those of
// which an event could not be read, those that speak of more than one dossier, because
// a commit lies on one subject, and those between whose events others about the same
// dossier lie, because events about one dossier are decided in their order.
func refusedTransactions(parsed []domain.Parsed, batches []batch) map[string]*domain.Error {
	refused := make(map[string]*domain.Error)
	for i := range parsed {
		if p := &parsed[i]; p.Err != nil && p.Transaction != "" {
			refused[p.Transaction] = bound(p.ID, p.Err)
		}
	}
	begun := make(map[string]bool)
	for _, b := range batches {
		latest := ""
		for _, place := range b.places {
			t := parsed[place].Event.Transaction
			if t != "" && t != latest && begun[t] {
				refused[t] = errMixed(t)
			}
			if latest = t; t != "" {
				begun[t] = true
			}
		}
	}
	return refused
}

func errMixed(transaction string) *domain.Error {
	return &domain.Error{
		Code: domain.CodeMixedTransaction, Field: "/transaction",
		Message: "transaction " + transaction + " speaks of more than one dossier, or is interrupted by other events about it",
	}
}

// each runs the batches side by side; the slots bound how many commits are
// under way in the whole engine. A worker takes one batch after another: deciding
// needs more stack than a goroutine begins with, and growing it costs as much as
// reading an event.
func (e *Engine) each(batches []batch, do func(batch)) {
	if len(batches) == 1 {
		do(batches[0])
		return
	}
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(len(batches), 64) {
		workers.Go(func() {
			for i := int(next.Add(1)); i <= len(batches); i = int(next.Add(1)) {
				do(batches[i-1])
			}
		})
	}
	workers.Wait()
}

// awaitFacts waits until the reference facts that were just accepted are in
// force in this process.
func (e *Engine) awaitFacts(ctx context.Context, facts []batch, results []domain.Result) {
	var last uint64
	for _, b := range facts {
		for _, i := range b.places {
			last = max(last, results[i].Position)
		}
	}
	if last > 0 {
		_ = e.Runner.Wait(ctx, last) // the facts are accepted all the same
	}
}

// submitBatch decides the events about one thing, one saying after another.
func (e *Engine) submitBatch(ctx context.Context, b batch, parsed []domain.Parsed, results []domain.Result) {
	for i, r := range e.commit(ctx, sayings(b.places, parsed)) {
		results[b.places[i]] = r
	}
}

func (e *Engine) count(results []domain.Result) {
	for i := range results {
		e.Metrics.result(&results[i])
	}
}
