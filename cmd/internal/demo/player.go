package demo

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// World is what a play is played in.
type World interface {
	// Advance moves the clock to the instant, which is not before the present
	// one; what is reached on the way is recorded at its instant.
	Advance(ctx context.Context, to time.Time) error
	// Submit posts events at the present instant, as desk software does, and
	// returns one answer for each.
	Submit(ctx context.Context, events []domain.Event) ([]domain.Result, error)
}

// audience sees a play.
type audience interface {
	// See shows an event and how it was answered. story is nil for an event that
	// is about no dossier; planned says that the answer is the one that the play
	// wants.
	See(now time.Time, s *story, e domain.Event, r domain.Result, planned bool)
}

// Tally counts what a play has posted.
type Tally struct {
	Dossiers   int      `json:"dossiers"`
	Received   int      `json:"received"` // by the desks
	Events     int      `json:"events"`   // accepted, without those that the engine added
	Duplicates int      `json:"duplicates"`
	Refused    int      `json:"refused"`    // as the play wants it
	Unexpected []string `json:"unexpected"` // answers that it does not want
}

// player plays a plan.
type player struct {
	plan     *Plan
	world    World
	audience audience // nil: nobody watches
	agenda   agenda
	courses  func() (*Course, bool) // draws the next one
	coming   *Course                // the first of which no act is planned; nil: none is left
	begun    int                    // courses of which the first act is planned
	now      time.Time
	tally    Tally
}

// Play plays the plan in a world, unseen. Progress, where given, hears how many of
// the dossiers were handed in.
func (p *Plan) Play(ctx context.Context, w World, progress func(done, total int64)) (Tally, error) {
	player := &player{plan: p, world: w}
	err := player.play(ctx, progress)
	return player.tally, err
}

// play plays the plan from its first instant to its last.
func (p *player) play(ctx context.Context, progress func(done, total int64)) error {
	courses, stop := iter.Pull(p.plan.Courses())
	defer stop()
	p.courses = courses
	p.coming, _ = courses()
	p.now = p.plan.Starts()
	if err := p.world.Advance(ctx, p.now); err != nil {
		return err
	}
	p.prepare()
	for a := p.next(); a != nil; a = p.next() {
		if err := p.do(ctx, a); err != nil {
			return err
		}
		if progress != nil && p.tally.Events%1024 == 0 {
			progress(int64(p.begun), int64(p.plan.Dossiers()))
		}
	}
	return p.world.Advance(ctx, p.plan.Ends())
}

// prepare puts the acts of the department on the agenda.
func (p *player) prepare() {
	p.agenda.add(&act{at: p.plan.Opening[0].At, events: p.plan.Opening, expect: accepted})
	for _, e := range p.plan.Notices {
		p.agenda.add(&act{at: e.At, events: []domain.Event{e}, expect: accepted})
	}
}

// next takes the next act. The acts of a course come onto the agenda when it is
// handed in, so that a long play keeps no more than what is in hand.
func (p *player) next() *act {
	for p.coming != nil {
		if first := p.agenda.first(); first != nil && first.at.Before(p.coming.handedIn()) {
			break
		}
		p.begun++
		p.agenda.add(newStory(p.plan, p.coming).begin()...)
		p.coming, _ = p.courses()
	}
	return p.agenda.next(p.plan.Ends())
}

// do does one act and plans what follows from its answers. Acts of one instant
// are done without moving the clock in between: what a desk posts together
// reaches the engine before anything else happens.
func (p *player) do(ctx context.Context, a *act) error {
	if a.at.After(p.now) {
		if err := p.world.Advance(ctx, a.at); err != nil {
			return err
		}
		p.now = a.at
	}
	answers, err := p.world.Submit(ctx, a.events)
	if err != nil {
		return fmt.Errorf("submit at %s: %w", p.now.Format(time.DateTime), err)
	}
	if len(answers) != len(a.events) {
		return fmt.Errorf("%d events were answered with %d results", len(a.events), len(answers))
	}
	if p.count(a, answers) && a.then != nil {
		p.agenda.add(a.then(answers)...)
	}
	return nil
}

// count notes the answers and reports whether all are wanted.
func (p *player) count(a *act, answers []domain.Result) (wanted bool) {
	wanted = true
	for i, r := range answers {
		planned := a.expect.matches(r)
		if p.audience != nil {
			p.audience.See(p.now, a.story, a.events[i], r, planned)
		}
		switch {
		case !planned:
			wanted = false
			p.tally.Unexpected = append(p.tally.Unexpected, unexpected(p.now, a.events[i], r))
		case r.Status == domain.Accepted:
			p.tally.Events++
			p.meet(a.story, a.events[i].Type)
		case r.Status == domain.Duplicated:
			p.tally.Duplicates++
		default:
			p.tally.Refused++
		}
	}
	return wanted
}

// meet counts a dossier of which the engine has accepted the first event, and
// receipts.
func (p *player) meet(s *story, what domain.Type) {
	if what == domain.TypeReceived {
		p.tally.Received++
	}
	if s != nil && !s.known {
		s.known = true
		p.tally.Dossiers++
	}
}

func unexpected(now time.Time, e domain.Event, r domain.Result) string {
	s := fmt.Sprintf("%s %s %s: %s", now.Format(time.DateTime), e.Type, e.Subject, r.Status)
	if r.Error != nil {
		s += ": " + r.Error.Error()
	}
	return s
}
