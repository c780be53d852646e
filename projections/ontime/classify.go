package ontime

import "github.com/hoso-engine/dossier/projections/register"

// Column is a numbered column of the form.
type Column int

const (
	ColumnReceived Column = 3 // 4 + 5 + 6
	ColumnOnline   Column = 4
	ColumnDirect   Column = 5 // in person and by post
	ColumnCarried  Column = 6
	ColumnResolved Column = 7 // 8 + 9 + 10
	ColumnEarly    Column = 8
	ColumnOnTime   Column = 9
	ColumnLate     Column = 10
	ColumnPending  Column = 11 // 12 + 13
	ColumnInTime   Column = 12
	ColumnOverdue  Column = 13
)

// class is where a dossier stands in one period: how it came in, where it got
// to, and what else is counted of it. The zero class is in no figure.
//
//	0-3  exit
//	4-5  entry
//	6    it had come due by the period's end, see [Rates]
//	7-   the asides, a bit each
type class uint32

// exit is where a dossier got to.
type exit uint8

const (
	exitNone           exit = iota
	exitEarly               // column 8
	exitOnTime              // 9
	exitNoDeadline          // 9
	exitWithdrawn           // 9
	exitTerminated          // 9
	exitLate                // 10, without apology
	exitLateApology         // 10
	exitWithdrawnLate       // 10
	exitTerminatedLate      // 10
	exitInTime              // 12
	exitNoDue               // 12: pending, nothing is due
	exitWaiting             // 12: submitted, not yet received
	exitStopped             // 12: the clock stands
	exitStoppedOverdue      // 13: it stands, and is counted as if it went on
	exitOverdue             // 13
)

// Without an entry the exit says why the dossier is in no column.
const (
	exitExcluded = exitEarly + iota
	exitRefused
)

const (
	exitMask   class = 1<<4 - 1
	entryShift       = 4
	entryMask  class = 1<<2 - 1
	cameDue    class = 1 << 6

	// classes is how many classes there are without the asides.
	classes           = 1 << 7
	classMask   class = classes - 1
	asidesShift       = 7
)

// The entries of a class.
const (
	entryOnline = 1 + iota
	entryDirect
	entryCarried
	entries
)

// The asides of a class, by their bits. The first four stand in the order of
// their marks.
const (
	asideBackdated = iota
	asideCorrected
	asideGivenDiffers
	asideLimitUnknown
	asideUncollected
	asideLateBy
	asides
)

func (c class) exit() exit { return exit(c & exitMask) }
func (c class) entry() int { return int(c >> entryShift & entryMask) }

// has reports whether the class has an aside.
func (c class) has(aside int) bool { return c>>(asidesShift+aside)&1 != 0 }

// column returns the column of an exit.
func (e exit) column() Column {
	switch {
	case e == exitNone:
		return 0
	case e == exitEarly:
		return ColumnEarly
	case e <= exitTerminated:
		return ColumnOnTime
	case e <= exitTerminatedLate:
		return ColumnLate
	case e <= exitStopped:
		return ColumnInTime
	}
	return ColumnOverdue
}

// place returns where a dossier of the class stands in the form; it has an
// entry.
func (c class) place() Place {
	return Place{Entry: entryColumns[c.entry()], Exit: c.exit().column()}
}

// entryColumns are the columns of the entries.
var entryColumns = [entries]Column{entryOnline: ColumnOnline, entryDirect: ColumnDirect, entryCarried: ColumnCarried}

// in reports whether a dossier of the class is counted in the column.
func (c class) in(column Column) bool { return c.entry() != 0 && c.place().In(column) }

// fate is how the counting policy takes a dossier.
type fate uint8

const (
	unheard fate = iota // never counted
	counted
	excluded // left out of account
	refused  // left out of every column
)

// fateMask are the bits of a mark that tell the fate.
const fateMask = register.OutcomeMask | register.Undue | register.Halted

// fatesOf returns the policy's fates by those bits.
func fatesOf(p *CountingPolicy) (fates [fateMask + 1]fate) {
	for bits := range fates {
		mark := register.Mark(bits)
		var out bool
		switch mark.Outcome() {
		case register.OutcomeUnheard:
			continue
		case register.OutcomeRefused:
			fates[bits] = refused
			continue
		case register.OutcomeWithdrawn, register.OutcomeWithdrawnLate:
			out = p.Withdrawn == Excluded
		case register.OutcomeTerminated, register.OutcomeTerminatedLate:
			out = p.Terminated == Excluded
		default:
			out = p.NoDeadline == Excluded && mark&register.Undue != 0 || p.Stopped == Excluded && mark&register.Halted != 0
		}
		if fates[bits] = counted; out {
			fates[bits] = excluded
		}
	}
	return fates
}

// exitsOf returns the policy's exits of what is no longer pending, by outcome.
func exitsOf(p *CountingPolicy) [register.OutcomeCount]exit {
	exits := [register.OutcomeCount]exit{
		register.OutcomeEarly: exitEarly, register.OutcomeOnTime: exitOnTime, register.OutcomeNoDeadline: exitNoDeadline,
		register.OutcomeLate: exitLate, register.OutcomeLateApology: exitLateApology,
		register.OutcomeWithdrawn: exitWithdrawn, register.OutcomeWithdrawnLate: exitWithdrawn,
		register.OutcomeTerminated: exitTerminated, register.OutcomeTerminatedLate: exitTerminated,
	}
	if p.Withdrawn == ByDue {
		exits[register.OutcomeWithdrawnLate] = exitWithdrawnLate
	}
	if p.Terminated == ByDue {
		exits[register.OutcomeTerminatedLate] = exitTerminatedLate
	}
	return exits
}
