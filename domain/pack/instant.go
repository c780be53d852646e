package pack

import "time"

// The units of an instant's distance from the one before.
const (
	minutes = iota
	seconds
	milliseconds
	nanoseconds // milliseconds, and what is left of one as another number
)

// What an instant begins with: one of these, or the distance from the instant
// before, with the unit in its low bits, added to far.
const (
	never    = iota // the zero time
	zoned           // the number of a zone that was not used before, and then the rest
	back            // in the zone before the present one, and then the rest
	far             //
	unitBits = 2
)

// before is what an instant is told from.
type before struct {
	instant int64  // the one before, in milliseconds since 1970
	zone    uint32 // number of its zone; of the first instant the first that the dictionary met
	other   uint32 // number of the zone before that
}

// Time packs an instant. Its offset from UTC comes back, not its zone's name. Of
// the years that package time can print every instant is kept exactly.
func (p *Pack) Time(t *time.Time) {
	if p.reading {
		*t = p.time()
		return
	}
	if t.IsZero() {
		p.data = append(p.data, never)
		return
	}
	p.move(p.names.zone(*t))
	ms := t.UnixMilli()
	unit, rest := unitOf(ms), uint64(t.Nanosecond()%1e6)
	if rest > 0 {
		unit = nanoseconds
	}
	head := far + (zigzag(floor(ms, unit)-floor(p.before.instant, unit))<<unitBits | uint64(unit))
	if p.Uint(&head); unit == nanoseconds {
		p.Uint(&rest)
	}
	p.before.instant = ms
}

// Since has the next instant told from one that the reader knows, too.
func (p *Pack) Since(at time.Time) { p.before.instant = at.UnixMilli() }

// TimeIfAny packs an instant that is often missing: then it takes a bit.
func (p *Pack) TimeIfAny(t *time.Time) {
	switch {
	case p.Has(!t.IsZero()):
		p.Time(t)
	case p.reading:
		*t = time.Time{}
	}
}

// move writes the zone where it is another. An engine and its desks often have
// two zones by turns.
func (p *Pack) move(zone uint32) {
	if zone == p.before.zone {
		return
	}
	again := zone == p.before.other
	p.before.zone, p.before.other = zone, p.before.zone
	if again {
		p.data = append(p.data, back)
		return
	}
	p.data = append(p.data, zoned)
	p.Uint32(&zone)
}

// time reads an instant.
func (p *Pack) time() time.Time {
	head := p.uvarint()
	if head == never {
		return time.Time{}
	}
	if head < far {
		p.before.zone, p.before.other = p.before.other, p.before.zone
		if head == zoned {
			p.Uint32(&p.before.zone)
		}
		head = p.uvarint()
	}
	zone := p.names.location(p.before.zone)
	if head < far || zone == nil {
		p.fail()
		return time.Time{}
	}
	head -= far
	unit := int(head & (1<<unitBits - 1))
	p.before.instant = (floor(p.before.instant, unit) + unzigzag(head>>unitBits)) * lengths[unit]
	t := time.UnixMilli(p.before.instant)
	if unit == nanoseconds {
		t = t.Add(time.Duration(p.rest()))
	}
	return t.In(zone)
}

// rest reads the nanoseconds of an instant beyond its last millisecond.
func (p *Pack) rest() (rest uint64) {
	if p.Uint(&rest); rest >= uint64(time.Millisecond) {
		p.fail()
		return 0
	}
	return rest
}

// lengths are the units in milliseconds.
var lengths = [...]int64{minutes: 60_000, seconds: 1000, milliseconds: 1, nanoseconds: 1}

// unitOf returns the largest unit that the milliseconds are whole in.
func unitOf(ms int64) int {
	switch {
	case ms%60_000 == 0:
		return minutes
	case ms%1000 == 0:
		return seconds
	}
	return milliseconds
}

// floor returns how many whole units an instant lies after 1970.
func floor(ms int64, unit int) int64 {
	length := lengths[unit]
	n := ms / length
	if ms%length < 0 {
		n--
	}
	return n
}
