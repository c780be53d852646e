package flow

import (
	"cmp"
	"slices"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/register"
)

// Waits is who waited on whom: the hand-overs of the period by who gave and who
// took, and the stops of the clock by what was waited for.
type Waits struct {
	Head
	By        string    `json:"by"`
	Handovers []Wait    `json:"handovers"` // the pair that took the most time first
	Stops     []StopRow `json:"stops"`     // every reason
}

// Wait is the hand-overs of the period from one holder to another. Until the
// receiving side passes a dossier on, the giving side waits.
type Wait struct {
	From     string `json:"from"`
	To       string `json:"to"` // the same as From for hand-overs within
	FromName string `json:"from_name,omitzero"`
	ToName   string `json:"to_name,omitzero"`

	Handovers int     `json:"handovers"`
	There     int     `json:"still_there"`     // of those, not yet passed on at the as-of instant
	Length    Spread  `json:"length"`          // running time until the receiving side passed it on, or until now
	Stopped   Seconds `json:"stopped_seconds"` // besides
	Limited   int     `json:"limited"`         // with a limit of the step
	Exceeded  int     `json:"exceeded"`        // of those, with more time used
}

// StopRow is the stops of one reason.
type StopRow struct {
	Reason  string  `json:"reason"` // [Supplement]: on the applicant; else a reason of a pause
	Stops   int     `json:"stops"`  // that were not over before the period
	Open    int     `json:"open"`   // of those, at the as-of instant
	Stopped Seconds `json:"stopped_seconds"`
	Length  Spread  `json:"length"` // of whole stops, also where others overlap them
}

// WaitsOf measures the hand-overs and stops of the dossiers in the rows.
func WaitsOf(rows *register.Columns, g *domain.Registry, q Query) *Waits {
	q = q.normal()
	known, begin := calendarsOf(g), q.begin()
	m := &waiting{by: q.By, begin: begin, pairs: make(map[[2]string]*waiter), stops: make(map[string]*stopper)}
	for d := range q.matching(rows) {
		t, ok := known.trail(d, q.AsOf)
		if !ok || !t.open() && t.end().Before(begin) {
			continue
		}
		m.addStays(&t)
		m.addStops(&t)
	}
	return &Waits{Head: q.head("waits", g), By: q.By, Handovers: m.waits(), Stops: m.stopRows()}
}

// waiting is a report while it is measured.
type waiting struct {
	by    string
	begin time.Time
	pairs map[[2]string]*waiter
	stops map[string]*stopper
}

type waiter struct {
	Wait
	lengths []Seconds
}

type stopper struct {
	StopRow
	lengths []Seconds
}

func (m *waiting) addStays(t *trail) {
	from := ""
	for s := range t.stays() {
		to := s.key(m.by)
		if !s.receipt && !s.from.Before(m.begin) {
			m.pair(from, to).add(t, &s)
		}
		from = to
	}
}

func (m *waiting) pair(from, to string) *waiter {
	w := m.pairs[[2]string{from, to}]
	if w == nil {
		w = &waiter{Wait: Wait{From: from, To: to}}
		m.pairs[[2]string{from, to}] = w
	}
	return w
}

func (w *waiter) add(t *trail, s *stay) {
	running, stopped := t.work(s.from, s.to)
	limited, late := t.limited(s)
	w.Handovers++
	w.Stopped += stopped
	w.lengths = append(w.lengths, running)
	count(&w.There, s.there)
	count(&w.Limited, limited)
	count(&w.Exceeded, late)
}

// addStops measures the dossier's stops one by one, and shares the time of the
// period out among the reasons, each moment once.
func (m *waiting) addStops(t *trail) {
	for i := range t.Stops {
		s := &t.Stops[i]
		open := s.To.IsZero() || s.To.After(t.until)
		whole := still{s.From, s.To, reasonOf(s)}.clip(t.ReceivedAt, t.end())
		if s.From.After(t.end()) || whole.to.Before(m.begin) && !open {
			continue
		}
		row := m.stop(whole.reason)
		row.Stops++
		row.lengths = append(row.lengths, Seconds(t.calendar.Work(whole.from, whole.to)))
		count(&row.Open, open)
	}
	for _, s := range t.stills {
		if s = s.clip(m.begin, t.until); s.from.Before(s.to) {
			m.stop(s.reason).Stopped += Seconds(t.calendar.Work(s.from, s.to))
		}
	}
}

func (m *waiting) stop(reason string) *stopper {
	s := m.stops[reason]
	if s == nil {
		s = &stopper{StopRow: StopRow{Reason: reason}}
		m.stops[reason] = s
	}
	return s
}

func (m *waiting) waits() []Wait {
	waits := []Wait{}
	for _, w := range m.pairs {
		w.Length = spreadOf(w.lengths)
		waits = append(waits, w.Wait)
	}
	slices.SortFunc(waits, func(a, b Wait) int {
		return cmp.Or(cmp.Compare(b.Length.Total, a.Length.Total), byKey(a.From, b.From), byKey(a.To, b.To))
	})
	return waits
}

func (m *waiting) stopRows() []StopRow {
	rows := []StopRow{}
	for _, reason := range reasons() {
		s := m.stop(reason)
		s.Length = spreadOf(s.lengths)
		rows = append(rows, s.StopRow)
	}
	return rows
}

// Name implements [Report].
func (r *Waits) Name(name func(by, key string) string) {
	for i := range r.Handovers {
		w := &r.Handovers[i]
		w.FromName, w.ToName = name(r.By, w.From), name(r.By, w.To)
	}
}
