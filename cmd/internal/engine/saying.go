package engine

import (
	"context"
	"errors"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
)

// saying is what is decided together: one event, or those of a transaction. What
// was decided of it is set anew by each decision.
type saying struct {
	said   []*domain.Event // in the request
	events []domain.Event  // what follows; none where it is refused or a repeat
	due    time.Time       // the dossier's after it
	err    error           // why it is refused; a [*domain.Duplicate] for a repeat
}

// sayings parts events about one dossier or reference fact into sayings.
func sayings(places []int, parsed []domain.Parsed) []saying {
	events := make([]*domain.Event, 0, len(places))
	all := make([]saying, 0, len(places))
	for i, place := range places {
		event := &parsed[place].Event
		events = append(events, event)
		if i > 0 && event.Transaction != "" && event.Transaction == events[i-1].Transaction {
			last := &all[len(all)-1]
			last.said = events[i-len(last.said) : i+1]
			continue
		}
		all = append(all, saying{said: events[i : i+1]})
	}
	return all
}

// commit decides sayings about one dossier or reference fact one after another,
// each on its own, and appends what follows from all of them as one record. It
// returns a result for every event, in their order.
func (e *Engine) commit(ctx context.Context, all []saying) []domain.Result {
	if e.underWay.Add(1) > int64(e.Waiting+e.InFlight) {
		e.underWay.Add(-1)
		return refuseEach(all, errBusy)
	}
	defer e.underWay.Add(-1)
	var results []domain.Result
	for len(all) > 0 {
		at, err := e.locate(ctx, all[0].said[0])
		if err != nil { // it may be the only one that does not belong here
			results, all = append(results, refuseAll(all[0].said, err)...), all[1:]
			continue
		}
		n := at.holds(all)
		if n == len(all) && results == nil {
			return e.commitAt(ctx, at, all)
		}
		results, all = append(results, e.commitAt(ctx, at, all[:n])...), all[n:]
	}
	return results
}

// errBusy refuses an event because too many wait in the whole engine.
var errBusy = &domain.Error{Code: domain.CodeBusy, Message: "too many requests are under way; try again"}

// holds returns how many of the sayings belong to the place of the first: while a
// dossier is not known, an intake says where it lies.
func (at place) holds(all []saying) int {
	for i := 1; at.fresh && i < len(all); i++ {
		for _, s := range all[i].said {
			in := intake(s.Data)
			if in == nil || in.Agency == "" {
				continue
			}
			if subject, err := eventstore.DossierSubject(in.Province, in.Agency, s.Subject); err != nil || subject != at.subject {
				return i
			}
		}
	}
	return len(all)
}

// commitAt decides and appends at the place. Sayings that are too much for one
// record become two.
func (e *Engine) commitAt(ctx context.Context, at place, all []saying) []domain.Result {
	t, err := e.tracks.take(ctx, at, mostForOne)
	if err != nil {
		return refuseEach(all, err)
	}
	defer e.tracks.giveBack(t, at.code)
	return e.commitTo(ctx, t, all)
}

// commitTo is commitAt with the track in hand.
func (e *Engine) commitTo(ctx context.Context, t *track, all []saying) []domain.Result {
	position, err := e.writeTo(ctx, t, nil, func(now standing) (decided, error) { return e.decideAll(now, all) })
	switch {
	case err == nil:
	case errors.Is(err, eventstore.ErrTooLarge) && len(all) > 1:
		half := len(all) / 2
		return append(e.commitTo(ctx, t, all[:half]), e.commitTo(ctx, t, all[half:])...)
	case errors.Is(err, errNoneTaken):
		err = nil
	default:
		err = e.translate(err)
	}
	return e.answers(ctx, t.subject, all, position, err)
}

// answers returns the result of every event. failed is why nothing was written,
// though it was to be: then repeats alone are answered as they were decided.
func (e *Engine) answers(ctx context.Context, subject string, all []saying, position uint64, failed error) []domain.Result {
	before := &history{subject: subject}
	events := 0
	for i := range all {
		events += len(all[i].said)
	}
	results := make([]domain.Result, 0, events)
	for i := range all {
		s := &all[i]
		_, repeat := errors.AsType[*domain.Duplicate](s.err)
		switch {
		case repeat:
			results = append(results, e.repeated(ctx, before, s.said, failed)...)
		case failed != nil:
			results = append(results, refuseAll(s.said, failed)...)
		case s.err != nil:
			results = append(results, refuseAll(s.said, e.translate(s.err))...)
		default:
			results = s.accepted(results, position)
		}
	}
	return results
}

// accepted adds the results of a saying that lies in the log.
func (s *saying) accepted(results []domain.Result, position uint64) []domain.Result {
	next := 0
	for _, said := range s.said {
		for s.events[next].ID != said.ID || s.events[next].Source != said.Source {
			next++ // what the rules added to the event before
		}
		results = append(results, domain.Result{
			ID: said.ID, Code: said.Subject, Status: domain.Accepted,
			Position: position, Sequence: s.events[next].Sequence, Due: s.due,
		})
	}
	return results
}
