package calendar

import "fmt"

// TimeOfDay is a wall clock time in minutes after 00:00, up to 24:00.
type TimeOfDay int16

const endOfDay TimeOfDay = 24 * 60

// ParseTimeOfDay reads the form "07:00", from "00:00" to "24:00". It reads what
// [TimeOfDay.String] prints, and nothing else.
func ParseTimeOfDay(s string) (TimeOfDay, error) {
	refused := fmt.Errorf("calendar: time of day %q is not of the form 07:00", s)
	if len(s) != 5 || s[2] != ':' {
		return 0, refused
	}
	h, okH := twoDigits(s[:2])
	m, okM := twoDigits(s[3:])
	t := TimeOfDay(h*60 + m)
	if !okH || !okM || m > 59 || t > endOfDay {
		return 0, refused
	}
	return t, nil
}

func twoDigits(s string) (n int, ok bool) {
	a, b := s[0]-'0', s[1]-'0'
	return int(a)*10 + int(b), a <= 9 && b <= 9
}

// String prints the form "07:00".
func (t TimeOfDay) String() string { return fmt.Sprintf("%02d:%02d", int(t)/60, int(t)%60) }

// MarshalText is [TimeOfDay.String] in bytes.
func (t TimeOfDay) MarshalText() ([]byte, error) {
	if t < 0 || t > endOfDay {
		return nil, fmt.Errorf("calendar: time of day %s is outside 00:00-24:00", t)
	}
	return []byte(t.String()), nil
}

// UnmarshalText is [ParseTimeOfDay].
func (t *TimeOfDay) UnmarshalText(text []byte) (err error) {
	*t, err = ParseTimeOfDay(string(text))
	return err
}

// seconds returns the wall clock reading as seconds after 00:00.
func (t TimeOfDay) seconds() int64 { return int64(t) * 60 }

// Session is a stretch of a day that is worked, by the wall clock: From is
// worked, To is not. To may be 24:00.
type Session struct {
	From TimeOfDay `json:"from"`
	To   TimeOfDay `json:"to"`
}

// String prints the form "07:00-11:30".
func (s Session) String() string { return s.From.String() + "-" + s.To.String() }

// length returns the seconds that the session lasts by the wall clock.
func (s Session) length() int64 { return (s.To - s.From).seconds() }

// sum returns the seconds that the sessions last by the wall clock.
func sum(sessions []Session) (seconds int64) {
	for _, s := range sessions {
		seconds += s.length()
	}
	return seconds
}
