package register

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

// Words reads the words of a query (?name=value) and remembers the first that
// can't be read. Packages that add words of their own to the filter's read them
// with it.
type Words struct {
	Get func(name string) string // the word of that name; empty where it is not given
	Loc *time.Location           // in which dates are meant
	Err error                    // the first refusal, a [*domain.Error]
}

// Refuse notes that the value of the name can't be read.
func (w *Words) Refuse(name, format string, args ...any) {
	if w.Err == nil {
		w.Err = &domain.Error{
			Code: domain.CodeInvalidField, Field: name,
			Message: fmt.Sprintf("%s %.80q ", name, w.Get(name)) + fmt.Sprintf(format, args...),
		}
	}
}

// Instant reads an RFC 3339 instant, or a date, which stands for its first
// instant. None given is the zero time.
func (w *Words) Instant(name string) time.Time {
	at, date := w.instantOrDate(name)
	if !date.IsZero() {
		return StartOfDay(date, w.Loc)
	}
	return at
}

// Moment is Instant, but a date stands for its last millisecond.
func (w *Words) Moment(name string) time.Time {
	at, date := w.instantOrDate(name)
	if !date.IsZero() {
		return EndOfDay(date, w.Loc)
	}
	return at
}

func (w *Words) instantOrDate(name string) (time.Time, calendar.Date) {
	value := w.Get(name)
	if value == "" {
		return time.Time{}, 0
	}
	if date, err := calendar.ParseDate(value); err == nil {
		return time.Time{}, date
	}
	// A plus sign that was not escaped in a URL arrives as a space.
	at, err := time.Parse(time.RFC3339Nano, strings.Replace(value, " ", "+", 1))
	if err != nil {
		w.Refuse(name, "is neither a date (2026-01-15) nor an RFC 3339 instant (2026-01-15T09:30:00+07:00)")
	}
	return at, 0
}

// Date reads a date; none given is no date.
func (w *Words) Date(name string) calendar.Date {
	value := w.Get(name)
	if value == "" {
		return 0
	}
	date, err := calendar.ParseDate(value)
	if err != nil {
		w.Refuse(name, "is not a date (2026-01-15)")
	}
	return date
}

// Yes reads true or false; none given is false.
func (w *Words) Yes(name string) bool {
	value := w.Get(name)
	if value == "" {
		return false
	}
	yes, err := strconv.ParseBool(value)
	if err != nil {
		w.Refuse(name, "is neither true nor false")
	}
	return yes
}

// Number reads a whole number from 0 to the most; none given is the usual one.
func (w *Words) Number(name string, usual, most int) int {
	value := w.Get(name)
	if value == "" {
		return usual
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < 0 || n > most {
		w.Refuse(name, "is not a number from 0 to %d", most)
	}
	return n
}

// OneOf reads one of the known words; none given is the empty one.
func OneOf[T ~string](w *Words, name string, known []T) T {
	value := T(w.Get(name))
	if value != "" && !slices.Contains(known, value) {
		w.Refuse(name, "is not one of %q", known)
	}
	return value
}

// anyOf reads known names, separated by commas.
func anyOf[T fmt.Stringer](w *Words, name string, known []T) (found []T) {
	value := w.Get(name)
	if value == "" {
		return nil
	}
	for word := range strings.SplitSeq(value, ",") {
		i := slices.IndexFunc(known, func(k T) bool { return k.String() == word })
		if i < 0 {
			w.Refuse(name, "is not one of %q", names(known))
			return nil
		}
		found = append(found, known[i])
	}
	return found
}

func names[T fmt.Stringer](known []T) []string {
	all := make([]string, len(known))
	for i, k := range known {
		all[i] = k.String()
	}
	return all
}

// StartOfDay returns the first instant of a date in the zone: 00:00, or where
// the clock skips that, the instant of the skip.
func StartOfDay(d calendar.Date, loc *time.Location) time.Time {
	y, m, day := d.Civil()
	at := time.Date(y, m, day, 0, 0, 0, 0, loc)
	if calendar.DateOf(at, loc).Before(d) {
		_, at = at.ZoneBounds()
	}
	return at
}

// EndOfDay returns the last millisecond of a date in the zone: instants are kept
// to the millisecond.
func EndOfDay(d calendar.Date, loc *time.Location) time.Time {
	return StartOfDay(d.AddDays(1), loc).Add(-time.Millisecond)
}
