package demo

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

// Plan is everything that will be done in a play, drawn from the seed alone.
type Plan struct {
	Seed     uint64
	From, To calendar.Date
	Opening  []domain.Event // what the department publishes before it opens
	Notices  []domain.Event // what it publishes later, each at its instant

	catalogue *Catalogue
	office    office
	drawing   *drawing
	at        []time.Time     // when the dossiers come, in order; behind them the pending ones, in order
	usual     int             // how many are not pending
	fates     []Fate          // of those at the same places
	slipped   map[int]*Course // those with a mistake, by place
}

// firstDay is when the play begins: a Monday.
var firstDay = calendar.DateFrom(2025, time.June, 2)

// What a play may last, so that it stays in the years whose days off are known.
const minMonths, maxMonths = 1, 18

// ErrUsage is wrapped by what [Options] can't be.
var ErrUsage = errors.New("wrong usage")

// Size is what a plan is drawn to.
type Size struct {
	Months   int
	Dossiers int
	// Pending is how many of the dossiers come in shortly before the end and are in
	// hand then. Others that come in late are, too.
	Pending int
}

// NewPlan draws a play of the size.
func NewPlan(seed uint64, size Size) (*Plan, error) {
	if size.Months < minMonths || size.Months > maxMonths || size.Dossiers < 1 {
		return nil, fmt.Errorf("%w: a play has %d to %d months and at least one dossier, not %d and %d", ErrUsage, minMonths, maxMonths, size.Months, size.Dossiers)
	}
	if size.Pending < 0 || size.Pending > size.Dossiers {
		return nil, fmt.Errorf("%w: %d of %d dossiers can't be pending", ErrUsage, size.Pending, size.Dossiers)
	}
	catalogue, err := readCatalogue()
	if err != nil {
		return nil, err
	}
	organisation, err := readOrganisation()
	if err != nil {
		return nil, err
	}
	o, err := readOffice()
	if err != nil {
		return nil, err
	}
	year, month, _ := firstDay.Civil()
	p := &Plan{
		Seed: seed, From: firstDay, To: calendar.DateFrom(year, month+time.Month(size.Months), 0),
		catalogue: catalogue, office: o,
	}
	if err := p.publish(organisation); err != nil {
		return nil, err
	}
	p.drawing = &drawing{office: o, catalogue: catalogue, organisation: organisation, from: p.From, ends: p.Ends()}
	p.draw(size)
	return p, nil
}

// Starts returns the instant at which the play begins, Ends at which it ends: the
// last day's closing time.
func (p *Plan) Starts() time.Time { return p.office.Midnight(p.From).Add(6 * time.Hour) }

// Ends returns the instant after the last act.
func (p *Plan) Ends() time.Time { return p.office.EndOfDay(p.To) }

// draw draws when the dossiers come and how each ends. The rest of a course is drawn
// when it is asked for.
func (p *Plan) draw(size Size) {
	r := p.source(0)
	p.usual = size.Dossiers - size.Pending
	p.at = arrivals(r, p.office, p.From, p.To, p.usual)
	p.fates = fates(r, p.office, p.at, p.Ends())
	if size.Pending > 0 {
		p.at = append(p.at, arrivals(r, p.office, p.office.day(p.Ends(), -pendingWithin), p.To, size.Pending)...)
		p.fates = append(p.fates, slices.Repeat([]Fate{FatePending}, size.Pending)...)
	}
	p.slips(r)
}

// source returns a source of chance; the same seed and stream give the same.
func (p *Plan) source(stream uint64) *rand.Rand {
	return rand.New(rand.NewPCG(p.Seed, stream)) //nolint:gosec // it must be drawn again, and guards nothing
}
