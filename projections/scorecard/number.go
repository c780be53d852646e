package scorecard

import (
	"errors"
	"math/big"
	"regexp"
	"strconv"
	"strings"
)

// Number is a decimal number as it is printed: a JSON number, without an
// exponent. Empty: there is none.
type Number string

// MarshalJSON returns the number.
func (n Number) MarshalJSON() ([]byte, error) {
	if n == "" {
		return []byte("null"), nil
	}
	return []byte(n), nil
}

// UnmarshalJSON reads a number, or null for none.
func (n *Number) UnmarshalJSON(b []byte) error {
	if *n = Number(b); *n == "null" {
		*n = ""
	}
	return nil
}

// rounded prints r with so many decimals, rounded half away from zero.
func rounded(r *big.Rat, decimals int) Number {
	text := r.FloatString(decimals)
	if strings.Trim(text, "-0.") == "" {
		text = strings.TrimPrefix(text, "-")
	}
	return Number(text)
}

// less returns n less o, so that what is printed can be checked by hand.
func (n Number) less(o Number, decimals int) Number {
	a, _ := new(big.Rat).SetString(string(n)) // printed here
	b, _ := new(big.Rat).SetString(string(o))
	return rounded(a.Sub(a, b), decimals)
}

// whole prints r with all its decimals. It has finitely many: it is a count, or
// the sum of recorded decimals.
func whole(r *big.Rat) Number {
	decimals, _ := r.FloatPrec()
	return rounded(r, decimals)
}

// pointDecimals are those of points in print.
const pointDecimals = 2

// points are hundredths of a point: what is printed, and added up.
type points int64

var hundred = big.NewRat(100, 1)

// pointsOf rounds r half away from zero.
func pointsOf(r *big.Rat) points {
	text := new(big.Rat).Mul(r, hundred).FloatString(0)
	n, _ := strconv.ParseInt(text, 10, 64) // bounded by the maximum of a criterion
	return points(n)
}

func (p points) rat() *big.Rat { return big.NewRat(int64(p), 100) }

func (p points) number() Number { return rounded(p.rat(), pointDecimals) }

// ofFloat returns the decimal that the shortest print of a recorded figure
// shows: 0.1 is a tenth.
func ofFloat(f float64) *big.Rat {
	r, _ := new(big.Rat).SetString(strconv.FormatFloat(f, 'f', -1, 64)) // checked when it was recorded
	return r
}

// amount is a number of a definition: 0.8, or "80%".
type amount struct{ *big.Rat }

var amountForm = regexp.MustCompile(`^-?[0-9]{1,9}(\.[0-9]{1,9})?$`)

var errAmount = errors.New(`it is a number with at most nine digits before and after the point, such as 0.8, 20 or "80%"`)

// UnmarshalJSON reads the number.
func (a *amount) UnmarshalJSON(b []byte) error {
	text, quoted := string(b), len(b) > 1 && b[0] == '"'
	text, percent := strings.CutSuffix(strings.Trim(text, `"`), "%")
	if percent != quoted || !amountForm.MatchString(text) {
		return errAmount
	}
	a.Rat, _ = new(big.Rat).SetString(text)
	if percent {
		a.Quo(a.Rat, hundred)
	}
	return nil
}
