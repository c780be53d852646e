package ontime_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/ontime"
)

// naive counts a report dossier by dossier, from the definitions of the figures
// and the dossiers themselves.
type naive struct {
	q        ontime.Query
	registry *domain.Registry
}

// figures are the numbers of one row by their names.
type figures map[string]int

// The scan over the columns counts what a plain reading of the definitions does,
// in every breakdown, period and policy, as of any instant.
func TestTheScanIsThePlainReading(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, q := logtest.Random(t, nil), anyQuery(t)
		n := naive{q: q, registry: w.Registry}
		want, times := n.rows(w)
		report := ontime.Statistics(rowsOf(t, w), q)
		rows := append(slices.Clone(report.Rows), report.Total)
		for i := range rows {
			r, got := &rows[i], figures{}
			for _, f := range ontime.Figures() {
				if count := f.Of(r); count != 0 {
					got[f.Name] = count
				}
			}
			if diff := cmp.Diff(want[r.Cell], got); diff != "" && len(want[r.Cell])+len(got) > 0 {
				t.Fatalf("row %q by %q: plain (-) and fast (+): %s", r.Cell, q.By, diff)
			}
			compareTimes(t, times[r.Cell], r.Working)
			delete(want, r.Cell)
		}
		if len(want) > 0 {
			t.Fatalf("rows are missing: %v", want)
		}
	})
}

// compareTimes reads the percentiles off the sorted times.
func compareTimes(t *rapid.T, times []int, got ontime.Working) {
	slices.Sort(times)
	at := func(percent int) int {
		for i := range times {
			if 100*(i+1) >= percent*len(times) {
				return times[i]
			}
		}
		return 0
	}
	if want := (ontime.Working{Measured: len(times), P50: at(50), P90: at(90), P95: at(95)}); got != want {
		t.Fatalf("percentiles of %v: %+v, want %+v", times, got, want)
	}
}

// rows returns the figures, and the working times, by row; the total's is "".
func (n *naive) rows(w *logtest.World) (map[string]figures, map[string][]int) {
	rows, times := make(map[string]figures), make(map[string][]int)
	for _, d := range w.Dossiers {
		if d.Sequence == 0 || !n.q.Filter.Match(d) {
			continue
		}
		n.count(rows, times, "", d, n.q.From, n.q.To)
		if !strings.Contains(n.q.By, "month") {
			n.count(rows, times, n.key(d, ""), d, n.q.From, n.q.To)
			continue
		}
		for day := n.q.From; !day.After(n.q.To); day = day.AddDays(1) {
			month := day.String()[:7]
			last := day
			for last < n.q.To && last.AddDays(1).String()[:7] == month {
				last = last.AddDays(1)
			}
			if n.q.AsOf.IsZero() || day == n.q.From || !logtest.At(midnight(day)).After(n.q.AsOf) {
				n.count(rows, times, n.key(d, month), d, day, last)
			}
			day = last
		}
	}
	return rows, times
}

// key returns the row of the dossier.
func (n *naive) key(d *domain.Dossier, month string) string {
	words := []string{}
	for by := range strings.SplitSeq(n.q.By, ",") {
		word := map[string]string{
			"": d.Field, "field": d.Field, "agency": d.Agency, "unit": d.Holder().Unit, "officer": d.Holder().Officer,
			"procedure": d.Procedure, "channel": string(d.Channel), "level": string(d.ServiceLevel), "month": month,
			"province": d.Province, "interlinked": map[bool]string{true: "true", false: "false"}[d.Interlinked],
		}[by]
		if word == "" {
			word = "-"
		}
		words = append(words, word)
	}
	return strings.Join(words, ",")
}

// count adds the dossier to a row whose period is from the first to the last
// date, cut short by the query's instant.
func (n *naive) count(rows map[string]figures, times map[string][]int, key string, d *domain.Dossier, first, last calendar.Date) {
	begin, end := logtest.At(midnight(first)), logtest.At(midnight(last.AddDays(1))).Add(-time.Millisecond)
	if !n.q.AsOf.IsZero() && n.q.AsOf.Before(end) {
		end = n.q.AsOf
	}
	if end.Before(begin) { // the period has not begun
		begin = end.Add(time.Millisecond)
	}
	in := func(at time.Time) bool { return !at.IsZero() && !at.Before(begin) && !at.After(end) }
	row := figures{}
	n.fill(row, d, begin, end, in)
	for name, count := range row {
		if rows[key] == nil {
			rows[key] = figures{}
		}
		rows[key][name] += count
	}
	if row["measured"] > 0 {
		took, _ := d.Worked(n.registry)
		times[key] = append(times[key], int(took/time.Second))
	}
}

func (n *naive) fill(row figures, d *domain.Dossier, begin, end time.Time, in func(time.Time) bool) {
	p := n.q.Counting
	left := d.CompletedAt
	if left.IsZero() {
		left = d.EndedAt
	}
	if d.State == domain.StateRefused {
		if in(d.EndedAt) {
			row["refused"]++
		}
		return
	}
	if d.State == domain.StateWithdrawn && p.Withdrawn == ontime.Excluded ||
		d.State == domain.StateTerminated && p.Terminated == ontime.Excluded ||
		d.EndedAt.IsZero() && !d.ReceivedAt.IsZero() && d.Due().IsZero() && p.NoDeadline == ontime.Excluded ||
		p.Stopped == ontime.Excluded && stands(d) {
		inHand := d.StandingAt(begin.Add(-time.Millisecond)).Pending() || in(d.ReceivedAt)
		if inHand || d.StandingAt(end).Pending() {
			row["excluded"]++
		}
		return
	}
	if !d.CompletedAt.IsZero() && !d.CompletedAt.After(end) && (d.ReturnedAt.IsZero() || d.ReturnedAt.After(end)) {
		row["awaiting_collection"]++
	}
	entered := d.ReceivedAt
	if p.Waiting == ontime.CountInTime && !d.SubmittedAt.IsZero() {
		entered = d.SubmittedAt
	}
	if entered.IsZero() || entered.After(end) || !left.IsZero() && left.Before(begin) {
		return
	}
	switch {
	case entered.Before(begin):
		row["carried_over"]++
	case d.Channel == domain.Online:
		row["received_online"]++
	default:
		row["received_direct"]++
	}
	row["received"]++
	n.mark(row, d)
	if !left.IsZero() && !left.After(end) {
		n.resolved(row, d)
	} else {
		n.pending(row, d, end)
	}
}

// stands reports whether the clock stands now, and stood as soon as it was
// stopped: what was overdue by then is overdue still.
func stands(d *domain.Dossier) bool {
	var since time.Time
	for _, s := range d.Stops {
		if s.To.IsZero() && s.From.After(since) {
			since = s.From
		}
	}
	return d.State.Stopped() && d.StandingAt(since) == domain.StandingStopped
}

func (n *naive) mark(row figures, d *domain.Dossier) {
	if d.Backdated > 0 {
		row["backdated"]++
	}
	if d.Corrections > 0 {
		row["corrected"]++
	}
	if set := d.Deadline(); set != nil && set.Unknown {
		row["limit_unknown"]++
	}
	if set := d.Deadline(); set != nil && !set.Computed.IsZero() {
		row["given_differs"]++
	}
}

func (n *naive) resolved(row figures, d *domain.Dossier) {
	row["resolved"]++
	overdue := !d.EndedAt.IsZero() && d.StandingAt(d.EndedAt.Add(-time.Millisecond)) == domain.StandingOverdue
	column := "resolved_on_time"
	switch {
	case d.State == domain.StateWithdrawn:
		row["withdrawn"]++
		if overdue && n.q.Counting.Withdrawn == ontime.ByDue {
			column = "resolved_late"
		}
	case d.State == domain.StateTerminated:
		row["terminated"]++
		if overdue && n.q.Counting.Terminated == ontime.ByDue {
			column = "resolved_late"
		}
	case d.Verdict() == domain.NoDeadline:
		row["no_deadline"]++
	case d.Verdict() == domain.Early:
		column = "resolved_early"
	case d.Verdict() == domain.Late:
		column = "resolved_late"
		if d.Apologised() {
			row["apologised"]++
		} else {
			row["unapologised"]++
		}
	}
	row[column]++
	if _, known := d.Worked(n.registry); known {
		row["measured"]++
	}
	if column != "resolved_late" {
		row["resolved_in_time"]++
		row["in_time"]++
	}
	if !d.Due().IsZero() {
		row["due"]++
		if column != "resolved_late" {
			row["due_in_time"]++
		}
	}
}

func (n *naive) pending(row figures, d *domain.Dossier, end time.Time) {
	row["pending"]++
	standing, set := d.StandingAt(end), d.DeadlineAt(end)
	overdue := false
	switch standing {
	case domain.StandingWaiting:
		row["waiting"]++
	case domain.StandingStopped:
		row["stopped"]++
		overdue = n.q.Counting.Stopped == ontime.ByDue && set != nil && set.Passed(end)
	case domain.StandingNoDeadline:
		row["pending_no_deadline"]++
	case domain.StandingOverdue:
		overdue = true
	}
	if overdue {
		row["pending_overdue"]++
		row[n.age(d, set, end)]++
	} else {
		row["pending_in_time"]++
		row["in_time"]++
	}
	if standing == domain.StandingInTime && !n.q.LateBy.IsZero() && set.Passed(n.q.LateBy) {
		row["late_by"]++
	}
	if overdue || standing == domain.StandingInTime && !set.Due.After(end) {
		row["due"]++
	}
}

// age counts the working days one by one.
func (n *naive) age(d *domain.Dossier, set *domain.Deadline, end time.Time) string {
	c, _ := n.registry.Calendar(d.Deadline().Calendar.ID)
	workdays := 0
	for day := c.DueDay(set.Due).AddDays(1); !day.After(calendar.DateOf(end, c.Location())); day = day.AddDays(1) {
		if c.IsWorkday(day) {
			workdays++
		}
	}
	switch {
	case workdays < 1:
		return "overdue_0"
	case workdays < 3:
		return "overdue_1_2"
	case workdays < 6:
		return "overdue_3_5"
	case workdays < 11:
		return "overdue_6_10"
	case workdays < 21:
		return "overdue_11_20"
	}
	return "overdue_over_20"
}
