package domain

import (
	"fmt"
	"strings"
	"time"
)

// Remaining is the working time until a due, for people: "Còn 2 ngày 3 giờ",
// "Quá 1 ngày". A day is the calendar's usual working day.
type Remaining struct {
	Seconds int64 `json:"seconds"` // negative after the due
	Text
}

// remaining returns the working time from where the clock stands to the due.
func (p *painter) remaining() Remaining {
	c, set, hand := p.rules.Calendar, DeadlineSet{Due: p.due, Verdict: p.rules.Policy.Verdict}, p.hand
	set.judgeBy(p.rules)
	left := c.Work(hand, set.Due)
	r := Remaining{Seconds: int64(left / time.Second)}
	span := WorkingTime(left.Abs(), c.WorkdayLength())
	switch {
	case set.Passed(hand) && left.Abs() < time.Minute:
		r.Text = Text{"Quá hạn, chưa sang giờ làm việc", "Past the due, but by no working time yet"}
	case set.Passed(hand):
		r.Text = Text{"Quá " + span.VI, span.EN + " past the due"}
	case left < 0: // by date nothing is overdue before midnight
		r.Text = Text{"Đã qua giờ hẹn " + span.VI + ", chưa quá ngày hạn", span.EN + " past the hour, within the due day"}
	default:
		r.Text = Text{"Còn " + span.VI, span.EN + " left"}
	}
	return r
}

// WorkingTime prints a span of working time in working days, hours and minutes.
// What is zero is left out; less than a minute is "0 phút".
func WorkingTime(d, workday time.Duration) Text {
	units := [...]struct {
		n      int64
		vi, en string
	}{
		{int64(d / workday), "ngày", "day"},
		{int64(d % workday / time.Hour), "giờ", "hour"},
		{int64(d % workday % time.Hour / time.Minute), "phút", "minute"},
	}
	var vi, en []string
	for i, u := range units {
		if u.n > 0 || i == len(units)-1 && len(vi) == 0 {
			vi = append(vi, fmt.Sprint(u.n, " ", u.vi))
			en = append(en, plural(u.n, u.en))
		}
	}
	return Text{strings.Join(vi, " "), strings.Join(en, " ")}
}

// plural prints a number of things in English: "1 day", "2 days".
func plural[N int | int64 | float64](n N, thing string) string {
	if n == 1 {
		return fmt.Sprint(n, " ", thing)
	}
	return fmt.Sprint(n, " ", thing, "s")
}
