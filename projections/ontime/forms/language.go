package forms

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
)

// Language is what a sheet is written in.
type Language string

const (
	Vietnamese Language = "vi"
	English    Language = "en"
)

// ParseLanguage reads the word lang: vi, which it is without a word, or en. Any
// other is refused with [domain.CodeInvalidField].
func ParseLanguage(get func(name string) string) (Language, error) {
	w := &register.Words{Get: get}
	if l := register.OneOf(w, "lang", []Language{Vietnamese, English}); l != "" {
		return l, w.Err
	}
	return Vietnamese, nil
}

// of returns the text in the language.
func (l Language) of(t domain.Text) string {
	if l == English {
		return t.EN
	}
	return t.VI
}

// say fills values into a text.
func (l Language) say(t domain.Text, values ...any) string { return fmt.Sprintf(l.of(t), values...) }

// date prints a date.
func (l Language) date(d calendar.Date) string {
	if l == English {
		return d.String()
	}
	return domain.PrintDate(d)
}

// Layouts of [time.Time.Format].
const (
	dayVI, dayEN         = "02/01/2006", "2006-01-02"
	instantVI, instantEN = "02/01/2006 15:04", "2006-01-02 15:04"
)

func (l Language) instant(t time.Time) string {
	if l == English {
		return t.Format(instantEN)
	}
	return t.Format(instantVI)
}

// count prints a number with its thousands set apart, as the language does.
func (l Language) count(n int) string {
	digits, separator := strconv.Itoa(n), "."
	if l == English {
		separator = ","
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + separator + digits[i:]
	}
	return digits
}

// share prints a rate in per cent with the two numbers that it comes from.
func (l Language) share(r ontime.Rate) string {
	return fmt.Sprintf("%s (%s/%s)", l.rate(r), l.count(r.Numerator), l.count(r.Denominator))
}

func (l Language) rate(r ontime.Rate) string {
	switch {
	case r.Denominator == 0:
		return r.Percent
	case l == Vietnamese:
		return strings.Replace(r.Percent, ".", ",", 1) + " %"
	}
	return r.Percent + " %"
}

// Print returns what people read in a cell of the kind.
func (l Language) Print(k Kind, c Cell) string {
	switch {
	case c.Text != "":
		return c.Text
	case k == Number:
		return l.count(c.Number)
	case k == Percent:
		return l.rate(c.Rate)
	case c.At.IsZero():
		return ""
	case k == Day && l == English:
		return c.At.Format(dayEN)
	case k == Day:
		return c.At.Format(dayVI)
	}
	return l.instant(c.At)
}
