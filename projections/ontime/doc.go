// Package ontime counts dossiers resolved early, on time and late, and those
// pending: the statutory statistics, and the lists behind every number in them.
//
// It holds no state. A report is a function over the dossiers of the register,
// for any period, breakdown and counting policy; a number and the list behind it
// come from the same [Classify] and can't disagree.
//
// # Form II.06a/VPCP/KSTT
//
//	 1 No.
//	 2 field (or unit, agency, ...)
//	 3 received in all             = 4 + 5 + 6
//	 4   in the period, online
//	 5   in the period, in person and by post
//	 6   carried over from the period before
//	 7 resolved in all             = 8 + 9 + 10
//	 8   early
//	 9   on time
//	10   late
//	11 pending in all              = 12 + 13
//	12   in time
//	13   overdue
//
// Also 3 = 7 + 11, and column 6 of a period is column 11 of the one before,
// under one counting policy and one breakdown ([Report.Check]).
//
// # What is counted
//
// All by what is known now: a fact that was posted late, or corrected, counts
// from when it took effect. A dossier belongs to the row of its present holder
// (unit, officer), whoever had it during the period, so that it stays in one row
// from period to period.
package ontime
