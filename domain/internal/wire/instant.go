package wire

import "time"

// Time reads an instant in RFC 3339.
func (in *Input) Time(into *time.Time) bool {
	b, ok := in.text()
	if !ok {
		return false
	}
	if *into, ok = usual(b); ok { // to the millisecond
		return true
	}
	if !strict(b) || into.UnmarshalText(b) != nil {
		return false
	}
	if in.Said {
		*into = into.Truncate(time.Millisecond)
	}
	return true
}

// strict reports whether what package time takes as an instant is one in RFC 3339:
// it also takes hours of one digit, fractions behind a comma, and offsets of any
// length.
func strict(b []byte) bool {
	const hour, minute, fraction, offset = len("2006-01-02T15"), len("00"), len("2006-01-02T15:04:05"), len("+07:00")
	if len(b) <= fraction || b[hour] != ':' || b[fraction] == ',' {
		return false
	}
	if b[len(b)-1] == 'Z' {
		return true
	}
	zone := b[len(b)-offset:]
	return string(zone[1:3]) < "24" && string(zone[len(zone)-minute:]) < "60"
}

// usual reads an instant as nearly all are written: in whole seconds or milliseconds,
// in UTC or some whole hours ahead. It takes a third of the time that package time
// takes, and leaves it to that to say which months have a 29th day.
func usual(b []byte) (t time.Time, ok bool) {
	const seconds, fraction = len("2006-01-02T15:04:05"), len(".000")
	if len(b) <= seconds || b[4] != '-' || b[7] != '-' || b[10] != 'T' || b[13] != ':' || b[16] != ':' {
		return t, false
	}
	d := digits{b: b, sound: true}
	year, month, day := 100*d.two(0)+d.two(2), d.two(5), d.two(8)
	hour, minute, second, ms := d.two(11), d.two(14), d.two(17), 0
	zone := b[seconds:]
	if zone[0] == '.' && len(zone) > fraction {
		ms = 10*d.two(seconds+1) + d.one(seconds+3)
		zone = zone[fraction:]
	}
	ahead, known := hours(zone)
	if !d.sound || !known || month < 1 || month > 12 || day < 1 || day > 28 || hour > 23 || minute > 59 || second > 59 {
		return t, false
	}
	t = time.Date(year, time.Month(month), day, hour-ahead, minute, second, ms*int(time.Millisecond), time.UTC)
	if ahead > 0 {
		t = t.In(time.FixedZone("", ahead*60*60))
	}
	return t, true
}

// digits reads numbers from their places.
type digits struct {
	b     []byte
	sound bool // all were digits
}

func (d *digits) one(at int) int {
	digit := d.b[at] - '0'
	d.sound = d.sound && digit <= 9
	return int(digit)
}

func (d *digits) two(at int) int { return 10*d.one(at) + d.one(at+1) }

// hours returns how many hours a zone is ahead of UTC: none, or one to nine.
func hours(zone []byte) (ahead int, ok bool) {
	if string(zone) == "Z" {
		return 0, true
	}
	if len(zone) != len("+07:00") || zone[0] != '+' || zone[1] != '0' || string(zone[3:]) != ":00" {
		return 0, false
	}
	return int(zone[2]) - '0', zone[2] >= '1' && zone[2] <= '9'
}
