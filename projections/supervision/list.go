package supervision

import (
	"slices"
	"strconv"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/register"
)

const (
	defaultLimit = 50
	maxLimit     = 1000
)

// Query asks for a page of the alerts that fire, in the order in which they were
// raised. Empty values match all.
type Query struct {
	domain.Matcher
	Code     domain.Code
	State    State // not resolved: those are in the stream and in [Trace]
	Level    domain.Level
	Receiver string    // on the route
	Muted    string    // "yes" or "no"
	At       time.Time // as they are then
	Limit    int       // of alerts on a page; 0 means 50, the most is 1000
	Cursor   ID        // the last of the page before
}

// Page is one page of alerts.
type Page struct {
	Alerts []View `json:"alerts"`
	Total  int    `json:"total"`         // of all pages
	Next   string `json:"next,omitzero"` // cursor of the next page; absent on the last
}

// ParseQuery reads a query: province, agency, unit, officer, procedure, field,
// clock, rung, code, state, level, receiver, suppressed, limit and cursor.
func ParseQuery(get func(name string) string, now time.Time) (Query, error) {
	w := &register.Words{Get: get, Loc: time.UTC}
	q := Query{
		Matcher: ParseMatcher(w), Code: domain.Code(get("code")), Receiver: get("receiver"), At: now,
		State: register.OneOf(w, "state", []State{StateFiring, StateAcknowledged, StateSnoozed}),
		Level: register.OneOf(w, "level", domain.Levels()),
		Muted: register.OneOf(w, "suppressed", []string{"yes", "no"}),
	}
	if text := get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > maxLimit {
			w.Refuse("limit", "is not a number from 1 to %d", maxLimit)
		}
		q.Limit = n
	}
	if text := get("cursor"); text != "" {
		var err error
		if q.Cursor, err = ParseID(text); err != nil {
			w.Refuse("cursor", "is not the next of a page")
		}
	}
	return q, w.Err
}

// ParseMatcher reads the words that name alerts.
func ParseMatcher(w *register.Words) domain.Matcher {
	return domain.Matcher{
		Province: w.Get("province"), Agency: w.Get("agency"), Unit: w.Get("unit"), Officer: w.Get("officer"),
		Procedure: w.Get("procedure"), Field: w.Get("field"), Rung: w.Get("rung"),
		Clock: register.OneOf(w, "clock", domain.ClockNames()),
	}
}

// List returns a page of the alerts that fire.
func (b *Board) List(q Query) Page {
	page := Page{Alerts: []View{}}
	most := min(q.Limit, maxLimit)
	if most < 1 {
		most = defaultLimit
	}
	for _, a := range b.order.alerts {
		if !a.fires || !q.admits(a) {
			continue
		}
		later := a.id().After(q.Cursor)
		shown := later && len(page.Alerts) < most
		if shown || q.looksInside() {
			v, wanted := b.asked(a, &q)
			switch {
			case !wanted:
				continue
			case shown:
				page.Alerts = append(page.Alerts, v)
			}
		}
		if page.Total++; later && !shown {
			page.Next = page.Alerts[most-1].ID.String()
		}
	}
	return page
}

// asked returns the alert, and whether the query asks for it.
func (b *Board) asked(a *alert, q *Query) (View, bool) {
	d, known := b.dossiers.Dossier(a.file.code)
	if !known || !q.Matches(&d.Intake, d.Holder(), a.rung.clock, a.rung.name) {
		return View{}, false
	}
	v := b.view(a, d, q.At)
	wanted := q.wants(&v)
	return v, wanted
}

// admits reports whether the query asks for the alert, as far as it tells without
// its dossier.
func (q *Query) admits(a *alert) bool {
	return (q.Code == "" || q.Code == a.file.code) && (q.Level == "" || q.Level == a.reach()) &&
		(q.Clock == "" || q.Clock == a.rung.clock) && (q.Rung == "" || q.Rung == a.rung.name)
}

// looksInside reports whether only the dossier tells which alerts the query asks
// for: most are counted alone, and unpacking a dossier costs more than all else.
func (q *Query) looksInside() bool {
	m := q.Matcher
	m.Clock, m.Rung = "", ""
	return m != (domain.Matcher{}) || q.State != "" || q.Muted != "" || q.Receiver != ""
}

// wants reports whether the query asks for the alert, as far as its matcher and
// [Query.admits] leave that open.
func (q *Query) wants(v *View) bool {
	switch {
	case q.State != "" && q.State != v.State,
		q.Muted == "yes" && v.Suppressed == nil,
		q.Muted == "no" && v.Suppressed != nil,
		q.Receiver != "" && !slices.Contains(v.Receivers, q.Receiver):
		return false
	}
	return true
}

// Alert returns the alert of that id, if it fires.
func (b *Board) Alert(id ID, at time.Time) (View, bool) {
	a, there := b.order.find(id)
	if !there || !a.fires {
		return View{}, false
	}
	d, known := b.dossiers.Dossier(a.file.code)
	if !known {
		return View{}, false
	}
	return b.view(a, d, at), true
}

// Figures are the board's totals.
type Figures struct {
	Firing   int `json:"firing"`   // alerts that fire, be they acknowledged, snoozed or muted
	Owed     int `json:"owed"`     // of these, to be told again as things stand
	Silences int `json:"silences"` // in force
}

// Figures returns the totals at the instant.
func (b *Board) Figures(at time.Time) Figures {
	f := Figures{Firing: b.order.live(), Owed: len(b.queue)}
	for _, s := range b.silences {
		if s.In(at) {
			f.Silences++
		}
	}
	return f
}
