package engine

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/hoso-engine/dossier/domain"
)

// batch is the events of one request about one thing, in their order.
type batch struct {
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
// not be read.
func (e *Engine) sort(parsed []domain.Parsed, results []domain.Result) (facts, dossiers []batch) {
	index := make(map[thing]int, len(parsed))
	var batches []batch
	mixed, broken := mixedTransactions(parsed), brokenTransactions(parsed)
	for i := range parsed {
		p := &parsed[i]
		switch {
		case p.Err != nil:
			results[i] = domain.Refusal(p.ID, p.Code, p.Err)
			continue
		case mixed[p.Event.Transaction]:
			results[i] = domain.Refusal(p.ID, p.Code, errMixed(p.Event.Transaction))
			continue
		case broken[p.Event.Transaction] != nil:
			results[i] = domain.Refusal(p.ID, p.Code, bound(broken[p.Event.Transaction].ID, broken[p.Event.Transaction].Err))
			continue
		}
		about := thingOf(&p.Event)
		at, ok := index[about]
		if !ok {
			at = len(batches)
			index[about] = at
			batches = append(batches, batch{})
		}
		batches[at].places = append(batches[at].places, i)
	}
	for _, b := range batches {
		if parsed[b.places[0]].Event.Type.Kind() == domain.KindDossier {
			dossiers = append(dossiers, b)
		} else {
			facts = append(facts, b)
		}
	}
	return facts, dossiers
}

// mixedTransactions returns the transactions that can't be accepted together:
// those that speak of more than one dossier, because a commit lies on one
// subject, and those between whose events others about the same dossier lie,
// because events about one dossier are decided in their order.
func mixedTransactions(parsed []domain.Parsed) map[string]bool {
	if len(parsed) == 1 {
		return nil
	}
	things := make(map[string]thing) // of each transaction
	latest := make(map[thing]string) // transaction of each thing's latest event
	mixed := make(map[string]bool)
	for i := range parsed {
		if parsed[i].Err != nil {
			continue
		}
		t, about := parsed[i].Event.Transaction, thingOf(&parsed[i].Event)
		if first, begun := things[t]; t != "" && begun && (first != about || latest[about] != t) {
			mixed[t] = true
		}
		things[t], latest[about] = about, t
	}
	return mixed
}

// brokenTransactions returns the transactions of which an event could not be
// read, with that event.
func brokenTransactions(parsed []domain.Parsed) map[string]*domain.Parsed {
	broken := make(map[string]*domain.Parsed)
	for i := range parsed {
		if p := &parsed[i]; p.Err != nil && p.Transaction != "" {
			broken[p.Transaction] = p
		}
	}
	return broken
}

func errMixed(transaction string) error {
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
