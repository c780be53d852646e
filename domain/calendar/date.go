package calendar

import (
	"fmt"
	"time"
)

// Date is a civil date: a day of the Gregorian calendar, in no zone. Its number
// counts days, 0001-01-01 being 1, so that dates compare and order as numbers
// do. The zero Date is "no date".
type Date int32

const (
	MinDate Date = 1       // 0001-01-01, a Monday
	MaxDate Date = 3652059 // 9999-12-31

	unixDate   = 719163 // 1970-01-01
	daySeconds = 24 * 60 * 60
)

// DateFrom returns the date of that year, month and day, normalised as
// [time.Date] does (31 April is 1 May), or no date outside the years 1-9999.
func DateFrom(year int, month time.Month, day int) Date {
	// The year is checked before and after: far outside, seconds overflow.
	if year < -9999 || year > 19999 {
		return 0
	}
	return dateOfWall(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix())
}

// DateOf returns the date that a clock in loc shows at t, or no date outside
// the years 1-9999.
func DateOf(t time.Time, loc *time.Location) Date {
	t = t.In(loc)
	_, offset := t.Zone()
	return dateOfWall(t.Unix() + int64(offset))
}

// ParseDate reads the form "2006-01-02". It reads what [Date.String] prints of
// a date, and nothing else.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1 {
		return 0, fmt.Errorf("calendar: date %q is not of the form 2006-01-02", s)
	}
	return dateOfWall(t.Unix()), nil
}

// dateOfWall returns the date of a wall clock reading, given in seconds since
// 1970-01-01 00:00.
func dateOfWall(seconds int64) Date {
	n := floorDiv(seconds, daySeconds) + unixDate
	if n < int64(MinDate) || n > int64(MaxDate) {
		return 0
	}
	return Date(n)
}

// wall returns the wall clock reading 00:00 of d, in seconds since 1970-01-01.
func (d Date) wall() int64 { return (int64(d) - unixDate) * daySeconds }

func (d Date) valid() bool { return d >= MinDate && d <= MaxDate }

// IsZero says whether d is no date.
func (d Date) IsZero() bool { return d == 0 }

// Civil returns the year, month and day of the month.
func (d Date) Civil() (year int, month time.Month, day int) {
	return time.Unix(d.wall(), 0).UTC().Date()
}

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return time.Weekday((int(d)%7 + 7) % 7) }

// AddDays returns the date n days later, or earlier when n is negative. It is
// no date outside the years 1-9999, and when d is no date.
func (d Date) AddDays(n int) Date {
	if d.IsZero() || n > int(MaxDate) || n < -int(MaxDate) || !(d + Date(n)).valid() {
		return 0
	}
	return d + Date(n)
}

// AddMonths returns the same day n months later, or the last day of that month
// when it is shorter. It is no date outside the years 1-9999, and when d is no
// date.
func (d Date) AddMonths(n int) Date {
	if d.IsZero() || n > 12*9999 || n < -12*9999 {
		return 0
	}
	y, m, day := d.Civil()
	target := int(m) + n
	last := time.Date(y, time.Month(target+1), 0, 0, 0, 0, 0, time.UTC).Day()
	return DateFrom(y, time.Month(target), min(day, last))
}

// Sub returns the number of days from e to d.
func (d Date) Sub(e Date) int { return int(d) - int(e) }

// Before says whether d is earlier than e.
func (d Date) Before(e Date) bool { return d < e }

// After says whether d is later than e.
func (d Date) After(e Date) bool { return d > e }

// Compare returns -1, 0 or +1 as d is before, the same as, or after e.
func (d Date) Compare(e Date) int {
	switch {
	case d < e:
		return -1
	case d > e:
		return +1
	}
	return 0
}

// String prints the form "2006-01-02"; no date is the empty string.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return time.Unix(d.wall(), 0).UTC().Format(time.DateOnly)
}

// MarshalText is [Date.String] in bytes.
func (d Date) MarshalText() ([]byte, error) {
	if !d.IsZero() && !d.valid() {
		return nil, fmt.Errorf("%w: date number %d", ErrOutOfRange, int(d))
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads what [Date.MarshalText] writes: [ParseDate], or no date
// from an empty text.
func (d *Date) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*d = 0
		return nil
	}
	*d, err = ParseDate(string(text))
	return err
}

// floorDiv divides and rounds down, also below zero.
func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
