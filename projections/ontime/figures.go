package ontime

// Figure is one number of a row.
type Figure struct {
	Name   string // in the JSON of a row, and as the column of a [Cell]
	of     func(*Row) int
	counts func(s seen) bool
}

// Of returns the row's number.
func (f *Figure) Of(r *Row) int { return f.of(r) }

// seen is a dossier as figures count it.
type seen struct {
	class
	age      int  // of column 13
	measured bool // its working time is known
}

// Figures are all numbers of a row that count dossiers, in the order in which
// they are shown.
func Figures() []Figure {
	return []Figure{
		numbered("received", ColumnReceived),
		numbered("received_online", ColumnOnline),
		numbered("received_direct", ColumnDirect),
		numbered("carried_over", ColumnCarried),
		numbered("resolved", ColumnResolved),
		numbered("resolved_early", ColumnEarly),
		numbered("resolved_on_time", ColumnOnTime),
		numbered("resolved_late", ColumnLate),
		numbered("pending", ColumnPending),
		numbered("pending_in_time", ColumnInTime),
		numbered("pending_overdue", ColumnOverdue),

		leaving("no_deadline", func(r *Row) int { return r.Apart.NoDeadline }, exitNoDeadline),
		leaving("withdrawn", func(r *Row) int { return r.Apart.Withdrawn }, exitWithdrawn, exitWithdrawnLate),
		leaving("terminated", func(r *Row) int { return r.Apart.Terminated }, exitTerminated, exitTerminatedLate),
		leaving("apologised", func(r *Row) int { return r.Apart.Apologised }, exitLateApology),
		leaving("unapologised", func(r *Row) int { return r.Apart.Unapologised }, exitLate),
		leaving("stopped", func(r *Row) int { return r.Apart.Stopped }, exitStopped, exitStoppedOverdue),
		leaving("pending_no_deadline", func(r *Row) int { return r.Apart.NoDue }, exitNoDue),
		leaving("waiting", func(r *Row) int { return r.Apart.Waiting }, exitWaiting),
		marked("late_by", func(r *Row) int { return r.Apart.LateBy }, asideLateBy),
		marked("limit_unknown", func(r *Row) int { return r.Apart.LimitUnknown }, asideLimitUnknown),
		marked("backdated", func(r *Row) int { return r.Apart.Backdated }, asideBackdated),
		marked("corrected", func(r *Row) int { return r.Apart.Corrected }, asideCorrected),
		marked("given_differs", func(r *Row) int { return r.Apart.GivenDiffers }, asideGivenDiffers),
		outside("refused", func(r *Row) int { return r.Apart.Refused }, exitRefused),
		marked("awaiting_collection", func(r *Row) int { return r.Apart.Uncollected }, asideUncollected),
		outside("excluded", func(r *Row) int { return r.Apart.Excluded }, exitExcluded),

		{"resolved_in_time", func(r *Row) int { return r.Rates.OfResolved.Numerator }, seen.resolvedInTime},
		{
			"in_time", func(r *Row) int { return r.Rates.OfReceived.Numerator },
			func(s seen) bool { return s.resolvedInTime() || s.in(ColumnInTime) },
		},
		{"due", func(r *Row) int { return r.Rates.OfDue.Denominator }, func(s seen) bool { return s.class&cameDue != 0 }},
		{
			"due_in_time", func(r *Row) int { return r.Rates.OfDue.Numerator },
			func(s seen) bool { return s.class&cameDue != 0 && s.resolvedInTime() },
		},

		{"measured", func(r *Row) int { return r.Working.Measured }, func(s seen) bool { return s.measured }},
		aged("overdue_0", 0, func(a *Ageing) int { return a.None }),
		aged("overdue_1_2", 1, func(a *Ageing) int { return a.To2 }),
		aged("overdue_3_5", 2, func(a *Ageing) int { return a.To5 }),
		aged("overdue_6_10", 3, func(a *Ageing) int { return a.To10 }),
		aged("overdue_11_20", 4, func(a *Ageing) int { return a.To20 }),
		aged("overdue_over_20", 5, func(a *Ageing) int { return a.Beyond }),
	}
}

func (s seen) resolvedInTime() bool { return s.in(ColumnEarly) || s.in(ColumnOnTime) }

// numbered counts the dossiers of a column.
func numbered(name string, c Column) Figure {
	return Figure{name, func(r *Row) int { return r.Column(c) }, func(s seen) bool { return s.in(c) }}
}

// leaving counts the dossiers of column 3 with one of the exits.
func leaving(name string, of func(*Row) int, exits ...exit) Figure {
	var wanted uint32
	for _, e := range exits {
		wanted |= 1 << e
	}
	return Figure{name, of, func(s seen) bool { return s.entry() > 0 && wanted>>s.exit()&1 != 0 }}
}

// marked counts the dossiers with an aside.
func marked(name string, of func(*Row) int, aside int) Figure {
	return Figure{name, of, func(s seen) bool { return s.has(aside) }}
}

// outside counts the dossiers that are in no column for a reason.
func outside(name string, of func(*Row) int, why exit) Figure {
	return Figure{name, of, func(s seen) bool { return s.entry() == 0 && s.exit() == why }}
}

// aged counts the dossiers of column 13 of an age.
func aged(name string, age int, of func(*Ageing) int) Figure {
	return Figure{name, func(r *Row) int { return of(&r.Ageing) }, func(s seen) bool { return s.in(ColumnOverdue) && s.age == age }}
}
