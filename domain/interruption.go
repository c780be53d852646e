package domain

import (
	"slices"
	"time"
)

// interruption is a merged stop, or an extension.
type interruption struct {
	from, to time.Time // to is zero for a stop that is still open
	restart  bool
	given    time.Time // a due given by the source at the end of the stop
	extend   *Extension
}

// interruptions returns the dossier's stops, overlapping ones merged, and its
// extensions in the order in which they move the due. An extension that came
// during a stop moves it before the stop does, for a stop moves it at its end,
// and counts from the stop's beginning, for the clock stood there.
func (d *Dossier) interruptions(rules Rules) []interruption {
	stops := d.mergedStops(rules.restarts)
	var all []interruption
	for i := range d.Extensions {
		from := d.Extensions[i].At
		if s := during(stops, from); s != nil {
			from = s.from
		}
		all = append(all, interruption{from: from, extend: &d.Extensions[i]})
	}
	all = append(all, stops...)
	slices.SortStableFunc(all, byFrom)
	return all
}

// during returns the stop that holds the instant; nil where the clock ran.
func during(stops []interruption, at time.Time) *interruption {
	for i := range stops {
		if s := &stops[i]; !at.Before(s.from) && (s.to.IsZero() || at.Before(s.to)) {
			return s
		}
	}
	return nil
}

// mergedStops returns the stops in the order of time, overlapping ones joined.
func (d *Dossier) mergedStops(restarts func(kind State) bool) []interruption {
	stops := make([]interruption, len(d.Stops))
	for i := range d.Stops {
		s := &d.Stops[i]
		stops[i] = interruption{from: s.From, to: s.To, restart: restarts(s.Kind), given: s.GivenDue}
	}
	slices.SortStableFunc(stops, byFrom)
	return merge(stops)
}

func byFrom(a, b interruption) int { return a.from.Compare(b.from) }

// merge joins stops that overlap or adjoin: the clock stood from the first
// instant to the last. A joined stop starts the clock anew if any of its parts
// does.
func merge(stops []interruption) []interruption {
	var merged []interruption
	for _, s := range stops {
		if n := len(merged); n > 0 && merged[n-1].joins(s) {
			merged[n-1].join(s)
		} else {
			merged = append(merged, s)
		}
	}
	return merged
}

// joins reports whether the clock didn't run between the stop and a later one.
// It ran for no time, but was set, where a due was given just between.
func (i *interruption) joins(later interruption) bool {
	return i.to.IsZero() || later.from.Before(i.to) || later.from.Equal(i.to) && i.given.IsZero()
}

// join takes the later stop in. Of the dues that were given the one counts that
// was given at the joined stop's end: the clock still stood when the others were.
func (i *interruption) join(later interruption) {
	i.restart = i.restart || later.restart
	switch {
	case i.to.IsZero():
	case later.to.IsZero() || later.to.After(i.to):
		i.to, i.given = later.to, later.given
	case later.to.Equal(i.to) && !later.given.IsZero():
		i.given = later.given
	}
}

// standsSince reports whether the clock stood at the instant and has not gone on
// since. A stop that is open now may have begun later: until then it ran.
func (d *Dossier) standsSince(at time.Time) bool {
	if !d.Stopped() {
		return false
	}
	s := during(d.mergedStops(func(State) bool { return false }), at)
	return s != nil && s.to.IsZero()
}

// stopAt returns whether the clock stood at the instant, and since when.
func (d *Dossier) stopAt(at time.Time) (stopped bool, since time.Time) {
	if len(d.Stops) == 0 {
		return false, time.Time{}
	}
	if s := during(d.mergedStops(func(State) bool { return false }), at); s != nil {
		return true, s.from
	}
	return false, time.Time{}
}
