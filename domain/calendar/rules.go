package calendar

// Count is how working days are counted.
type Count uint8

const (
	// DayCount does not count the day of receipt; the n-th working day after
	// it is due, until the end of its last session (Civil Code).
	DayCount Count = iota
	// ClockCount takes a workday as [Calendar.WorkdayLength] of working time,
	// counted from the instant of receipt.
	ClockCount
)

var countTexts = [...]string{DayCount: "day-count", ClockCount: "clock"}

// String prints "day-count" or "clock".
func (c Count) String() string { return textOf(c, countTexts[:]) }

// MarshalText is [Count.String] in bytes.
func (c Count) MarshalText() ([]byte, error) { return marshalText(c, countTexts[:], "count") }

// UnmarshalText reads what [Count.MarshalText] writes.
func (c *Count) UnmarshalText(text []byte) error {
	return unmarshalText(c, text, countTexts[:], "count")
}

// Roll is what happens to a limit in days or months that ends on a date that is
// not worked.
type Roll uint8

const (
	RollForward Roll = iota // it ends on the next working day
	RollNone                // it ends there all the same
)

var rollTexts = [...]string{RollForward: "forward", RollNone: "none"}

// String prints "forward" or "none".
func (r Roll) String() string { return textOf(r, rollTexts[:]) }

// MarshalText is [Roll.String] in bytes.
func (r Roll) MarshalText() ([]byte, error) { return marshalText(r, rollTexts[:], "roll") }

// UnmarshalText reads what [Roll.MarshalText] writes.
func (r *Roll) UnmarshalText(text []byte) error { return unmarshalText(r, text, rollTexts[:], "roll") }

// DefaultCutOff is the cut-off of [Rules] that give none.
const DefaultCutOff TimeOfDay = 15 * 60

// Rules are an organisation's choices where the law leaves some. The zero Rules
// are Vietnam's.
type Rules struct {
	Count Count `json:"count"`
	Roll  Roll  `json:"roll"`

	// CutOff is the last time of day at which a same-day dossier is received
	// for the same day. 00:00 stands for [DefaultCutOff], 24:00 for none.
	CutOff TimeOfDay `json:"cut_off,omitzero"`
}

func (r Rules) cutOff() TimeOfDay {
	if r.CutOff == 0 {
		return DefaultCutOff
	}
	return r.CutOff
}
