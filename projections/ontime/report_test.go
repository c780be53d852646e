package ontime_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/ontime"
)

func TestTheForm(t *testing.T) {
	report := ontime.Statistics(rowsOf(t, january(t)), month())
	must(t, report.Check())
	want := ontime.Row{
		Received: 9, Online: 1, Direct: 8, Resolved: 6, Early: 2, OnTime: 3, Late: 1, Pending: 3, InTime: 2, Overdue: 1,
		Apart: ontime.Apart{NoDeadline: 1, Withdrawn: 1, Apologised: 1, Stopped: 1, NoDue: 1, Refused: 1, Uncollected: 5},
		Rates: ontime.Rates{
			OfResolved: ontime.Rate{Numerator: 5, Denominator: 6, Percent: "83.33"},
			// Due in January: 1 to 5 and 10. 6 has no due while it is stopped.
			OfDue:      ontime.Rate{Numerator: 4, Denominator: 6, Percent: "66.67"},
			OfReceived: ontime.Rate{Numerator: 7, Denominator: 9, Percent: "77.78"},
			Early:      ontime.Rate{Numerator: 2, Denominator: 6, Percent: "33.33"},
			Achievable: ontime.Rate{Numerator: 7, Denominator: 9, Percent: "77.78"},
		},
		// 1, 8 and 10 took two working days, 2 46 hours, 3 58 hours.
		Working: ontime.Working{Measured: 5, P50: 16 * 3600, P90: 58 * 3600, P95: 58 * 3600},
		Ageing:  ontime.Ageing{To20: 1},
	}
	if diff := cmp.Diff(want, report.Total); diff != "" {
		t.Error(diff)
	}
	keys := []string{}
	for _, row := range report.Rows {
		keys = append(keys, row.Key)
	}
	if got := strings.Join(keys, " "); got != "field-days field-never field-weeks " {
		t.Errorf("rows %q", got)
	}
	if report.Form != "II.06a/VPCP/KSTT" || report.Counting != ontime.DefaultCounting() || report.AsOf.Format("2006-01-02 15:04:05.000") != "2026-01-31 23:59:59.999" {
		t.Errorf("head %+v", report)
	}
}

func TestCountingPolicies(t *testing.T) {
	rows := rowsOf(t, january(t))
	for name, test := range map[string]struct {
		change func(*ontime.CountingPolicy)
		want   func(*ontime.Row)
	}{
		"withdrawn outside": {
			func(p *ontime.CountingPolicy) { p.Withdrawn = ontime.Excluded },
			func(r *ontime.Row) { r.Received, r.Direct, r.Resolved, r.OnTime = 8, 7, 5, 2 },
		},
		"no deadline outside": {
			func(p *ontime.CountingPolicy) { p.NoDeadline = ontime.Excluded },
			func(r *ontime.Row) {
				r.Received, r.Direct, r.Resolved, r.OnTime, r.Pending, r.InTime = 7, 6, 5, 2, 2, 1
			},
		},
		"waiting as received": {
			func(p *ontime.CountingPolicy) { p.Waiting = ontime.CountInTime },
			func(r *ontime.Row) { r.Received, r.Online, r.Pending, r.InTime = 10, 2, 4, 3 },
		},
		"pauses do not hold": {
			func(p *ontime.CountingPolicy) { p.Stopped = ontime.ByDue },
			func(r *ontime.Row) { r.InTime, r.Overdue = 1, 2 },
		},
		"waiting is neither": {
			func(p *ontime.CountingPolicy) { p.Stopped = ontime.Excluded },
			func(r *ontime.Row) { r.Received, r.Direct, r.Pending, r.InTime = 8, 7, 2, 1 },
		},
	} {
		t.Run(name, func(t *testing.T) {
			q := month()
			want := ontime.Statistics(rows, q).Total
			test.want(&want)
			q.Counting = ontime.DefaultCounting()
			test.change(&q.Counting)
			must(t, q.Counting.Check())
			report := ontime.Statistics(rows, q)
			must(t, report.Check())
			for c := ontime.ColumnReceived; c <= ontime.ColumnOverdue; c++ {
				if got := report.Total.Column(c); got != want.Column(c) {
					t.Errorf("column %d is %d, want %d", c, got, want.Column(c))
				}
			}
		})
	}
	wrong := ontime.DefaultCounting()
	wrong.Stopped = ontime.CountOnTime
	if wrong.Check() == nil {
		t.Error("a policy that breaks the form's identities is taken")
	}
}

func TestCheckFindsWhatDoesNotAddUp(t *testing.T) {
	rows := rowsOf(t, january(t))
	for name, spoil := range map[string]func(*ontime.Report){
		"a row":     func(r *ontime.Report) { r.Rows[0].Early++ },
		"the total": func(r *ontime.Report) { r.Total.Pending++ },
		"the sum":   func(r *ontime.Report) { r.Rows = r.Rows[1:] },
	} {
		report := ontime.Statistics(rows, month())
		if spoil(&report); report.Check() == nil {
			t.Errorf("%s is wrong, and nobody sees it", name)
		}
	}
}

func TestPercentagesAreRoundedHalfUpFromIntegers(t *testing.T) {
	for _, test := range []struct {
		numerator, denominator int
		want                   string
	}{
		{0, 0, "n/a"},
		{0, 7, "0.00"},
		{7, 7, "100.00"},
		{1, 3, "33.33"},
		{2, 3, "66.67"},
		{1, 20000, "0.01"},
		{1, 20001, "0.00"},        // half a hundredth goes up
		{204847, 207030, "98.95"}, // published, truncated, as 98.94
		{4157, 4169, "99.71"},
		{12, 4169, "0.29"},
		{14064, 14101, "99.74"},
		{37, 14101, "0.26"},
		{4561, 5650, "80.73"},
		{1149, 1177, "97.62"},
	} {
		if got := ontime.RateOf(test.numerator, test.denominator).Percent; got != test.want {
			t.Errorf("%d of %d is %s, want %s", test.numerator, test.denominator, got, test.want)
		}
	}
}

// Of January the late list says who was urged in January; a letter tells the
// cause that nobody explained.
func TestTheLateListOfAnEarlierInstant(t *testing.T) {
	w := january(t)
	w.Now = logtest.At("2026-01-31 23:59")
	must(t, w.Say(5, &domain.Reminded{Number: 1, Unit: "unit-1"}))
	w.Now = logtest.At("2026-02-01 00:00")
	must(t, w.Say(5, &domain.Reminded{Number: 2, Unit: "unit-1"}))
	february := month()
	february.To = february.To.AddDays(28)
	for _, test := range []struct {
		q    ontime.Query
		want int
	}{{month(), 1}, {february, 2}} {
		items := ontime.LateList(rowsOf(t, w), test.q, nil)
		if got := items[len(items)-1]; got.Code != logtest.Code(5) || got.Reminders != test.want {
			t.Errorf("until %s: %+v, want %d reminders", test.q.To, got, test.want)
		}
	}
	letter := domain.Dossier{Extensions: []domain.Extension{
		{At: logtest.At("2026-01-12 16:00"), Extended: domain.Extended{Cause: domain.Objective}},
	}}
	if got := ontime.CauseAt(&letter, logtest.At("2026-01-12 16:00")); got != domain.Objective {
		t.Errorf("with a letter the cause is %q", got)
	}
	if got := ontime.CauseAt(&letter, logtest.At("2026-01-12 15:59")); got != "" {
		t.Errorf("before it, %q", got)
	}
}

func TestTheLateList(t *testing.T) {
	w := january(t)
	items := ontime.LateList(rowsOf(t, w), month(), ontime.CalendarOf(w.Registry))
	if len(items) != 2 {
		t.Fatalf("%d items", len(items))
	}
	due := logtest.At("2026-01-12 17:00")
	resolved, pending := items[0], items[1]
	if resolved.Code != logtest.Code(3) || !resolved.Due.Equal(due) || resolved.Days != 2 || resolved.Workdays != 2 ||
		resolved.Cause != domain.Subjective || !resolved.Apologised || !resolved.Appointment.Equal(logtest.At("2026-01-20 17:00")) ||
		!resolved.Completed.Equal(logtest.At("2026-01-14 10:00")) {
		t.Errorf("resolved late: %+v", resolved)
	}
	// To Saturday the 31st: 19 days, of which 5 on weekends (the 24th is worked)
	// and Thursday the 15th are off.
	if pending.Code != logtest.Code(5) || pending.Days != 19 || pending.Workdays != 14 || !pending.Completed.IsZero() || pending.Apologised {
		t.Errorf("pending overdue: %+v", pending)
	}
	if plain := ontime.LateList(rowsOf(t, w), month(), nil); plain[1].Days != 19 || plain[1].Workdays != 0 {
		t.Errorf("without a calendar: %+v", plain[1])
	}
}
