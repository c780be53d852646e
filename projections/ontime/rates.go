package ontime

import "strconv"

// Rate is a share in per cent, kept as the two numbers it comes from.
type Rate struct {
	Numerator   int    `json:"numerator"`
	Denominator int    `json:"denominator"`
	Percent     string `json:"percent"` // two decimals, rounded half up; "n/a" of nothing
}

// RateOf returns the share of numerator in denominator; neither is negative.
func RateOf(numerator, denominator int) Rate {
	r := Rate{Numerator: numerator, Denominator: denominator, Percent: "n/a"}
	if denominator > 0 {
		hundredths := (2*10000*int64(numerator) + int64(denominator)) / (2 * int64(denominator))
		text := strconv.AppendInt(make([]byte, 0, 8), hundredths/100, 10)
		text = append(text, '.', byte('0'+hundredths/10%10), byte('0'+hundredths%10))
		r.Percent = string(text)
	}
	return r
}

// Rates are the three on-time rates in use, which are never mixed, and two
// others. The lists behind their numbers have names of their own: see [Cell].
type Rates struct {
	// OfResolved: early and on time, of those resolved.
	OfResolved Rate `json:"of_resolved"`

	// OfDue: early and on time, of those of column 3 that had come due by the
	// period's end: resolved in it (what is resolved is due, however early), or
	// pending with a due that lies in it or before. What has no due, and what is
	// stopped and not overdue, is not among them. So the due ones of two periods
	// that follow each other add up to those of both, as they do where offices
	// publish them, but for what is overdue in between.
	OfDue Rate `json:"of_due"`

	// OfReceived: early, on time and pending in time, of those received in all.
	OfReceived Rate `json:"of_received"`

	// Early: resolved early, of those resolved.
	Early Rate `json:"early"`

	// Achievable is the most that OfResolved can still become for these
	// dossiers: when all are resolved, and nothing more becomes late. It is
	// (early + on time + pending in time) / (resolved + pending), and so, column
	// 3 being 7 + 11, the same number as OfReceived, read as a forecast.
	Achievable Rate `json:"achievable"`
}
