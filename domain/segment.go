package domain

import "time"

// Segment is a stretch of time in an [Explanation].
type Segment struct {
	From    time.Time  `json:"from"`
	To      time.Time  `json:"to"`
	Why     SegmentWhy `json:"why"`
	Counted float64    `json:"counted"`         // in what the explanation counts
	First   int        `json:"first,omitzero"`  // number of the first day counted, from 1
	Last    int        `json:"last,omitzero"`   // and of the last
	Beyond  bool       `json:"beyond,omitzero"` // counted beyond the limit: given, or by an extension
	Stops   []StopView `json:"stops,omitempty"` // the stops that the stretch is part of
	Reason  string     `json:"reason,omitzero"` // of a closure
	Void    int        `json:"void,omitzero"`   // days or seconds that would have counted, but for a restart
	Past    bool       `json:"past,omitzero"`   // lies before where the clock stands
	Text    Text       `json:"text"`
}

// SegmentWhy is why a stretch counts or not.
type SegmentWhy string

const (
	// Counted.
	WhyWorkday         SegmentWhy = "workday"           // working days
	WhyExtraWorkingDay SegmentWhy = "extra-working-day" // worked although the weekday is not
	WhyCalendarDay     SegmentWhy = "calendar-day"      // days of a limit in days or months
	WhySession         SegmentWhy = "session"           // working time

	// Not counted.
	WhyReceiptDay SegmentWhy = "receipt-day"
	WhyRestartDay SegmentWhy = "restart-day" // on which the limit started anew
	WhyRestart    SegmentWhy = "restart"     // void: the limit started anew after it
	WhyStop       SegmentWhy = "stop"
	WhySameDay    SegmentWhy = "same-day" // to be done on the day of receipt
	WhyCutOff     SegmentWhy = "cut-off"  // received too late in the day: to be done on the next
	WhyRoll       SegmentWhy = "roll"     // the due rolled forward off a day that is not worked
	WhyGrace      SegmentWhy = "grace"    // a due can't run out while the clock stands
	WhySpent      SegmentWhy = "spent"    // the limit was used up, but by date nothing was overdue
	WhyWeekend    SegmentWhy = "weekend"
	WhyDayOff     SegmentWhy = "day-off"
	WhyClosure    SegmentWhy = "closure"
	WhyLunch      SegmentWhy = "lunch"
	WhyNight      SegmentWhy = "night"
)

// continues reports whether the next stretch says the same as s.
func (s *Segment) continues(next *Segment) bool {
	return s.To.Equal(next.From) && s.Why == next.Why && s.Why != WhySession && s.Beyond == next.Beyond && (s.Past == next.Past || next.Counted == 0) &&
		s.Reason == next.Reason && (s.Counted > 0) == (next.Counted > 0) && next.Counted != half &&
		s.sameStop(next) && s.Void == 0 && next.Void == 0
}

// half is what half a working day counts.
const half = 0.5

func (s *Segment) sameStop(next *Segment) bool {
	return len(s.Stops) == len(next.Stops) && (len(s.Stops) == 0 || s.Stops[0] == next.Stops[0])
}

// join takes the next stretch in.
func (s *Segment) join(next *Segment) {
	s.To, s.Counted, s.Last = next.To, s.Counted+next.Counted, next.Last
}
