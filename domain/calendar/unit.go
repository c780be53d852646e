package calendar

// Unit is what a time limit counts.
type Unit uint8

const (
	_        Unit = iota
	Workday       // working days, in halves; see [Count] for how they are counted
	Workhour      // hours of working time, to the hundredth
	Day           // calendar days, whole
	Month         // months, whole
)

var unitTexts = [...]string{Workday: "workday", Workhour: "workhour", Day: "day", Month: "month"}

// steps are the hundredths that a value of each unit is a multiple of.
var steps = [...]int32{Workday: 50, Workhour: 1, Day: 100, Month: 100}

// String prints "workday", "workhour", "day" or "month".
func (u Unit) String() string { return textOf(u, unitTexts[:]) }

// MarshalText is [Unit.String] in bytes.
func (u Unit) MarshalText() ([]byte, error) { return marshalText(u, unitTexts[:], "unit") }

// UnmarshalText reads what [Unit.MarshalText] writes.
func (u *Unit) UnmarshalText(text []byte) error { return unmarshalText(u, text, unitTexts[:], "unit") }
