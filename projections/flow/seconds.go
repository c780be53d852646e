package flow

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Seconds is a span of working time. In JSON it is an exact decimal number of
// seconds, such as 3600 or 0.25.
type Seconds time.Duration

// String prints the number of seconds.
func (s Seconds) String() string {
	sign, ns := "", uint64(s)
	if s < 0 {
		sign, ns = "-", -ns
	}
	whole, part := ns/1e9, ns%1e9
	if part == 0 {
		return sign + strconv.FormatUint(whole, 10)
	}
	return sign + strconv.FormatUint(whole, 10) + "." + strings.TrimRight(fmt.Sprintf("%09d", part), "0")
}

// MarshalJSON writes the number of seconds.
func (s Seconds) MarshalJSON() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalJSON reads what [Seconds.MarshalJSON] writes.
func (s *Seconds) UnmarshalJSON(text []byte) error {
	d, err := time.ParseDuration(string(text) + "s")
	*s = Seconds(d)
	return err
}

func (s Seconds) milliseconds() int { return int(time.Duration(s).Milliseconds()) }
