package supervision

import "slices"

// order is the alerts that fire, in the order in which they were raised, with
// some that fire no more: all of a day's alerts may end at once, and each alone
// must not cost a move of the others.
type order struct {
	alerts []*alert
	dead   int // of alerts that fire no more
}

// fewest is how many dead alerts are left where they are.
const fewest = 64

// add takes in an alert that fires; nearly always it is the last.
func (o *order) add(a *alert) {
	a.listed = true
	if last := len(o.alerts) - 1; last < 0 || o.alerts[last].compare(a) < 0 {
		o.alerts = append(o.alerts, a)
		return
	}
	if at, there := slices.BinarySearchFunc(o.alerts, a, (*alert).compare); there {
		o.dead--
	} else {
		o.alerts = slices.Insert(o.alerts, at, a)
	}
}

// drop takes out an alert that fires no more.
func (o *order) drop(a *alert) {
	if !a.listed {
		return
	}
	a.listed = false
	if o.dead++; o.dead > max(fewest, len(o.alerts)/2) {
		o.alerts = slices.DeleteFunc(o.alerts, func(a *alert) bool { return !a.listed })
		o.dead = 0
	}
}

// find returns the alert of that id, unless it was taken out.
func (o *order) find(id ID) (*alert, bool) {
	at, there := slices.BinarySearchFunc(o.alerts, &alert{position: id.Position, index: uint32(id.Index)}, (*alert).compare)
	if !there || !o.alerts[at].listed {
		return nil, false
	}
	return o.alerts[at], true
}

// live returns how many fire.
func (o *order) live() int { return len(o.alerts) - o.dead }
