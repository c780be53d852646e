// Package ontime counts dossiers resolved early, on time and late, and those
// pending: the statutory statistics, and the lists behind every number in them.
//
// It holds no state. A report is one reading of the register's columns, for any
// period, breakdown, instant and counting policy. Each dossier gets a class: how
// it came in, where it got to, and what else is counted of it. Numbers add up
// classes ([Statistics]), lists pick them ([Behind]), so that a number and the
// list behind it can't disagree.
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
// # Beside the form
//
// [Apart] are figures that the columns contain or leave out, [Rates] the on-time
// rates, [Working] percentiles of the working time that completed dossiers took,
// [Ageing] the overdue ones by working days. Every number that counts dossiers
// has a name ([Figures]); with its row it is the address of a [Cell].
//
// # What is counted
//
// All by what is known now: a fact that was posted late, or corrected, counts
// from when it took effect. A dossier belongs to the row of its present holder
// (unit, officer), whoever had it during the period, so that it stays in one row
// from period to period. Crossed with months, which are periods themselves, it
// is in one row of every month in which it was there.
//
// # Words
//
// Span: a period as instants. Place: one combination of the breakdowns' keys.
// Class, entry, exit, aside: where a dossier stands in a period, how it came in,
// how it stood at the end, and what is told of it besides.
package ontime
