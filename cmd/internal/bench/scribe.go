package bench

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/overdue"
)

// scribe is a world without an engine: what is posted is decided in memory by the
// domain's rules, each rung of the alert ladder at its instant, and every commit
// is handed on in the order of the log. It implements [demo.World].
type scribe struct {
	write func(line) error         // what an engine would have appended
	said  func(domain.Event) error // what was accepted, as the desks said it; nil: nobody asks

	now       time.Time
	position  uint64
	events    int
	ids       uuid.UUID // of the events that the rules add: the same in each play
	reference *projections.Reference
	ladder    *overdue.Ladder  // nil: no rung is raised
	facts     map[string]*tail // by subject
	dossiers  map[string]*held // by code
	numbered  []*held          // in the order in which they came
	ended     []ended          // those of dossiers, in the order of their ends
}

// held is a dossier that is still written to, and where it ends in the log.
type held struct {
	domain.Dossier
	tail    tail
	subject string
	number  int
}

// ended is a dossier of which little more is heard.
type ended struct {
	code string
	at   time.Time
}

// kept is how long an ended dossier is kept: it is still rated, explained or
// corrected.
const kept = 14 * 24 * time.Hour

func newScribe(seed uint64, write func(line) error) *scribe {
	reference := projections.NewReference()
	s := &scribe{
		write: write, reference: reference, facts: make(map[string]*tail), dossiers: make(map[string]*held),
		ids: uuid.NewSHA1(uuid.NameSpaceURL, fmt.Appendf(nil, "urn:dossier:bench:%d", seed)),
	}
	s.ladder = overdue.New(reference, s)
	return s
}

// Number implements [overdue.Dossiers].
func (s *scribe) Number(subject string) (number int, known bool) {
	d, known := s.dossiers[domain.FromToken(subject[strings.LastIndexByte(subject, '.')+1:])]
	if !known {
		return 0, false
	}
	return d.number, true
}

// NumberOf implements [overdue.Dossiers]. The scribe reads no log, in which subjects
// would have numbers.
func (s *scribe) NumberOf(int) (number int, known bool) { return 0, false }

// At implements [overdue.Dossiers].
func (s *scribe) At(number int) (*domain.Dossier, bool) {
	d := s.numbered[number]
	if d == nil {
		return nil, false
	}
	return &d.Dossier, true
}

// SubjectAt implements [overdue.Dossiers].
func (s *scribe) SubjectAt(number int) string { return s.numbered[number].subject }

// open returns how many dossiers are in hand.
func (s *scribe) open() (n int) {
	for _, d := range s.dossiers {
		if d.State == domain.StateSubmitted || d.State.Open() {
			n++
		}
	}
	return n
}

// Advance moves the clock; what is reached on the way is recorded at its instant.
func (s *scribe) Advance(_ context.Context, to time.Time) error {
	for s.ladder != nil {
		next, some := s.ladder.Next()
		if !some || next.After(to) {
			break
		}
		if next.After(s.now) {
			s.now = next
		}
		if err := s.raise(); err != nil {
			return err
		}
	}
	s.now = to
	s.forget()
	return nil
}

// raise records the rungs that are reached.
func (s *scribe) raise() error {
	for _, r := range s.ladder.Eval(s.now, 0) {
		decided, err := domain.RaiseRung(&s.dossiers[string(r.Code)].Dossier, r.Data, s.now)
		if err != nil {
			return fmt.Errorf("rung of %s: %w", r.Code, err)
		}
		if err := s.commit(r.Subject, decided); err != nil {
			return err
		}
	}
	return nil
}

// Submit decides what is posted. Events of a dossier that come together are one
// transaction; each of the others stands alone.
func (s *scribe) Submit(_ context.Context, events []domain.Event) ([]domain.Result, error) {
	if events[0].Type.Kind() == domain.KindDossier {
		return s.submit(events)
	}
	var results []domain.Result
	for i := range events {
		r, err := s.submit(events[i : i+1])
		if err != nil {
			return nil, err
		}
		results = append(results, r...)
	}
	return results, nil
}

func (s *scribe) submit(said []domain.Event) ([]domain.Result, error) {
	d := new(domain.Dossier)
	if known := s.dossiers[said[0].Subject]; known != nil {
		d = &known.Dossier
	}
	subject, err := s.subject(d, said[0])
	if err != nil {
		return nil, err
	}
	decided, err := s.decide(d, said)
	if err != nil {
		return refused(said, err), nil
	}
	results := make([]domain.Result, len(said))
	for i, e := range said {
		results[i] = domain.Result{ID: e.ID, Code: e.Subject, Status: domain.Accepted, Sequence: sequenceOf(decided, e.ID)}
		if s.said != nil {
			err = errors.Join(err, s.said(e))
		}
	}
	err = errors.Join(err, s.commit(subject, decided))
	for i := range results {
		results[i].Due = dueOf(s.dossiers[said[i].Subject])
	}
	return results, err
}

func dueOf(d *held) time.Time {
	if d == nil {
		return time.Time{}
	}
	return d.Due()
}

func sequenceOf(decided []domain.Event, id string) int {
	for _, e := range decided {
		if e.ID == id {
			return e.Sequence
		}
	}
	return 0
}

// refused answers a transaction as the engine does.
func refused(said []domain.Event, err error) []domain.Result {
	results := make([]domain.Result, len(said))
	repeat, repeated := errors.AsType[*domain.Duplicate](err)
	for i, e := range said {
		results[i] = domain.Refusal(e.ID, e.Subject, err)
		if repeated {
			results[i] = domain.Result{ID: e.ID, Code: e.Subject, Status: domain.Duplicated, Sequence: repeat.Sequence}
		}
	}
	return results
}
