// Package scorecard computes the indices that offices are scored on. A scorecard
// is data: criteria, each a formula over named indicators and a rule that turns
// its value into points. Nothing of a decree is code here.
//
// It holds no state. [Parse] reads a definition and refuses a wrong one with its
// place; [Card.Tally] counts over the rows of the register, with the filter, the
// period and the counting policy of the statistics; [Tally.Report] scores what
// was counted, and ranks.
//
// # A definition
//
//	{"name":"qd-766", "version":1, "title":{"vi":"...","en":"..."}, "source":"...", "maximum":100,
//	 "na":"excluded",
//	 "indicators":[{"name":"petitions","vi":"...","en":"...","fit":"sum"}],
//	 "groups":[{"id":"progress","title":{...},"maximum":20,"criteria":[
//	   {"id":"on-time","title":{...},"formula":"(early + on_time + pending_in_time) / received","unit":"percent",
//	    "rule":{"kind":"share"},"maximum":20,"goal":{"is":"at-least","value":"98%"},"source":"..."}]}]}
//
// Numbers are written as 0.8 or "80%", with at most nine decimals.
//
// A formula is of numbers, indicators, + - * / and parentheses, min(a, b, ...)
// and max(a, b, ...), nothing else. Its indicators are the computed ones
// ([Indicators]) and those that the definition names under indicators: what
// indicator.recorded says of the id (the name with - for _, where none is given)
// for the agency or unit, for a period that fits (exact, sum or cover, see
// [domain.Fit]). Any of them followed by _before is that of the period before, by
// _year_before that of the same period of the year before, see [Period]. A
// criterion with a recorded indicator in its formula is recorded, any other
// computed.
//
// A rule is one of
//
//	share      maximum times the value, from 0 to 1
//	threshold  the maximum from full_at on, in proportion below it
//	steps      the points of the highest step that the value reaches, else 0
//	yes-no     the maximum from yes_at (or 1) on, else 0
//	deduction  points taken away: per_unit times the value, or those of the highest
//	           step it reaches; at most the maximum. They are less than 0.
//	figure     no points: the value is what is reported
//
// A goal is of the criterion's value, in its unit: the value of target.set for
// its id (the criterion's where none is given), else that of the definition. One
// in target.set for a percentage is in per cent.
//
// # What is not there
//
// A division by zero is no fault and no 0: the value is "n/a", and na says how
// the criterion counts: excluded (from points and maximum), zero or full. A
// recorded indicator that nobody recorded makes its criterion missing: it has no
// points, and its maximum is shown apart, so that a total always says what it is
// out of.
//
// # Exactness
//
// Everything is computed in rationals and rounded once, half away from zero, in
// print: values to the criterion's decimals, points to two. Totals, gaps and
// changes are of what is printed, so that they can be checked by hand; whether a
// goal is met, and ranks, are decided by the exact values.
//
// # Words
//
//	scorecard   bộ chỉ số          criteria in groups
//	criterion   tiêu chí           a formula and a rule
//	indicator   chỉ số, chỉ tiêu   a named number
//	points      điểm               what a criterion gives
//	deduction   điểm trừ           what it takes away
//	goal        mục tiêu           what its value should be
package scorecard
