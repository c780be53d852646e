package calendar

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/hoso-engine/dossier/domain/pack"
)

// Limit is how long something may take: an exact decimal value from 0 to 10000
// and its unit. Equal limits are equal under ==. The zero Limit means that no
// limit was given, which is not the same as a limit of 0.
type Limit struct {
	hundredths int32
	unit       Unit
}

// SameDay is the limit "trong ngày": done on the day of receipt.
var SameDay = Limit{unit: Workday}

const maxLimit = 10000

// LimitOf returns the limit of n whole units, 0 to 10000.
func LimitOf(n int, u Unit) (Limit, error) {
	return ParseLimit(strconv.Itoa(n) + u.String())
}

// ParseLimit reads "5workday", "0.5workday", "8workhour", "56day", "3month". It
// reads what [Limit.String] prints of a limit, and nothing else.
func ParseLimit(s string) (Limit, error) {
	i := strings.IndexFunc(s, func(r rune) bool { return r >= 'a' && r <= 'z' })
	if i < 0 {
		return Limit{}, fmt.Errorf("calendar: limit %q has no unit", s)
	}
	l, err := limitOf(s[:i], s[i:])
	if err != nil {
		return Limit{}, err
	}
	if l.String() != s {
		return Limit{}, fmt.Errorf("calendar: limit %q is written %s", s, l)
	}
	return l, nil
}

func limitOf(value, unit string) (Limit, error) {
	var l Limit
	if err := l.unit.UnmarshalText([]byte(unit)); err != nil {
		return Limit{}, err
	}
	var err error
	if l.hundredths, err = parseHundredths(value); err != nil {
		return Limit{}, err
	}
	if step := steps[l.unit]; l.hundredths%step != 0 {
		return Limit{}, fmt.Errorf("calendar: limit of %s %s: the smallest part of a %s is %s",
			value, unit, unit, printHundredths(step))
	}
	return l, nil
}

// parseHundredths reads a decimal number of digits and at most one point. Zeros
// at its ends don't matter: other programs print 5 as 5.0.
func parseHundredths(s string) (int32, error) {
	whole, part, point := strings.Cut(s, ".")
	if whole == "" || point && part == "" || strings.Trim(whole+part, "0123456789") != "" {
		return 0, fmt.Errorf("calendar: limit value %q is no plain decimal number", s)
	}
	fraction := strings.TrimRight(part, "0")
	n, err := strconv.ParseUint(whole+(fraction + "00")[:2], 10, 64)
	switch {
	case len(fraction) > 2:
		return 0, fmt.Errorf("calendar: limit value %s is finer than a hundredth", s)
	case err != nil || n > maxLimit*100:
		return 0, fmt.Errorf("calendar: limit value %s is above %d", s, maxLimit)
	}
	return int32(n), nil
}

func printHundredths(n int32) string { return string(appendHundredths(nil, n)) }

// appendHundredths appends a number that is not negative, without zeros at its end.
func appendHundredths(dst []byte, n int32) []byte {
	dst = strconv.AppendInt(dst, int64(n/100), 10)
	switch part := n % 100; {
	case part == 0:
		return dst
	case part%10 == 0:
		return append(dst, '.', byte('0'+part/10))
	default:
		return append(dst, '.', byte('0'+part/10), byte('0'+part%10))
	}
}

// IsZero says whether no limit was given. A limit of 0 is one.
func (l Limit) IsZero() bool { return l == Limit{} }

// Unit returns what the limit counts.
func (l Limit) Unit() Unit { return l.unit }

// Value returns the value as a float64, for figures; [Limit.String] is exact.
func (l Limit) Value() float64 { return float64(l.hundredths) / 100 }

// String prints "5workday"; no limit is the empty string.
func (l Limit) String() string {
	if l.IsZero() {
		return ""
	}
	return printHundredths(l.hundredths) + l.unit.String()
}

// isHalf says whether the limit ends at half a working day.
func (l Limit) isHalf() bool { return l.unit == Workday && l.hundredths%100 != 0 }

// isSameDay says whether the limit is 0 of a unit that counts days.
func (l Limit) isSameDay() bool { return l.hundredths == 0 && !l.IsZero() && l.unit != Workhour }

// whole returns the value without its fraction.
func (l Limit) whole() int { return int(l.hundredths / 100) }

// MarshalJSON writes {"value":0.5,"unit":"workday"}; no limit is null.
func (l Limit) MarshalJSON() ([]byte, error) { return l.AppendJSON(nil), nil }

// AppendJSON appends what [Limit.MarshalJSON] writes.
func (l Limit) AppendJSON(dst []byte) []byte {
	if l.IsZero() {
		return append(dst, "null"...)
	}
	dst = append(dst, `{"value":`...)
	dst = appendHundredths(dst, l.hundredths)
	dst = append(dst, `,"unit":"`...)
	dst = append(dst, l.unit.String()...)
	return append(dst, `"}`...)
}

// UnmarshalJSON reads what [Limit.MarshalJSON] writes. The value is a JSON
// number without an exponent.
func (l *Limit) UnmarshalJSON(data []byte) error {
	if bytes.Equal(data, []byte("null")) {
		*l = Limit{}
		return nil
	}
	var form struct {
		Value json.RawMessage `json:"value"`
		Unit  string          `json:"unit"`
	}
	err := json.Unmarshal(data, &form)
	if err != nil {
		return fmt.Errorf("calendar: limit: %w", err)
	}
	*l, err = limitOf(string(form.Value), form.Unit)
	return err
}

// ReadJSON reads what [Limit.AppendJSON] wrote, and reports whether it was that to
// the byte. So it need not look closely: what it made of the text is written again
// and compared.
func (l *Limit) ReadJSON(text []byte) bool {
	value, unit, _ := bytes.Cut(bytes.TrimPrefix(text, []byte(`{"value":`)), []byte(`,"unit":"`))
	whole, part, _ := bytes.Cut(value, []byte("."))
	*l = Limit{hundredths: 100 * digits(whole), unit: unitNamed(bytes.TrimSuffix(unit, []byte(`"}`)))}
	if l.hundredths += digits(part); len(part) == 1 {
		l.hundredths += 9 * digits(part)
	}
	var room [64]byte
	return l.unit != 0 && l.hundredths <= maxLimit*100 && l.hundredths%steps[l.unit] == 0 && bytes.Equal(l.AppendJSON(room[:0]), text)
}

// digits returns the number that up to six digits say; of another text any.
func digits(s []byte) (n int32) {
	for _, c := range s[:min(len(s), 6)] {
		n = n*10 + int32(c-'0')
	}
	return n
}

// unitNamed returns the unit of the name, 0 for none.
func unitNamed(name []byte) Unit {
	for u, text := range unitTexts {
		if u > 0 && text == string(name) {
			return Unit(u)
		}
	}
	return 0
}

// Pack packs the limit.
func (l *Limit) Pack(p *pack.Pack) {
	hundredths := uint32(l.hundredths)
	if p.Uint32(&hundredths); p.Reading() {
		l.hundredths = int32(hundredths)
	}
	p.Below((*uint8)(&l.unit), uint8(len(unitTexts)))
}
