package flow_test

import (
	"iter"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/flow"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
)

// open holds, of every version of the calendar, each minute of the year's first
// eight months: whether it is worked. The calendar was asked minute by minute.
var open = make(map[int][]bool)

var dawn = logtest.At("2025-12-01 00:00")

func worked(c *calendar.Calendar, minute time.Time) bool {
	minutes := open[c.Version()]
	if minutes == nil {
		for at := dawn; at.Before(logtest.At("2026-08-01 00:00")); at = at.Add(time.Minute) {
			minutes = append(minutes, c.Opens(at).Equal(at))
		}
		open[c.Version()] = minutes
	}
	return minutes[int(minute.Sub(dawn)/time.Minute)]
}

// minute is one working minute of a dossier, as the dumb reference sees it.
type minute struct {
	at      time.Time
	stay    int    // how many hand-overs there were
	stopped string // why the clock stood; empty: it ran
}

// minutes walks through a dossier's time, one minute after the other.
func minutes(d *domain.Dossier, c *calendar.Calendar, until time.Time) (all []minute) {
	end := until
	for _, out := range []time.Time{d.CompletedAt, d.EndedAt} {
		if !out.IsZero() && out.Before(end) {
			end = out
		}
	}
	if d.ReceivedAt.IsZero() {
		return nil
	}
	for at := d.ReceivedAt; at.Before(end); at = at.Add(time.Minute) {
		if !worked(c, at) {
			continue
		}
		m := minute{at: at, stopped: whyStopped(d, at)}
		for i := range d.Handovers {
			if !d.Handovers[i].At.After(at) {
				m.stay = i + 1
			}
		}
		all = append(all, m)
	}
	return all
}

// whyStopped looks at every stop.
func whyStopped(d *domain.Dossier, at time.Time) (reason string) {
	var since time.Time
	for _, s := range d.Stops {
		switch {
		case at.Before(s.From) || !s.To.IsZero() && !at.Before(s.To):
		case s.Kind == domain.StateSupplement:
			return flow.Supplement
		case reason == "" || s.From.Before(since):
			reason, since = string(s.Reason), s.From
		}
	}
	return reason
}

// holders returns the keys of a dossier's stays.
func holders(d *domain.Dossier, by string) []string {
	keys := []string{map[string]string{"unit": d.Unit, "officer": d.Officer, "agency": d.Agency, "step": flow.ReceiptStep}[by]}
	for _, h := range d.Handovers {
		keys = append(keys, map[string]string{"unit": h.Unit, "officer": h.Officer, "agency": h.Agency, "step": h.Step}[by])
	}
	return keys
}

// calendarOf returns the calendar that the dossier's due pins.
func calendarOf(t *rapid.T, w *logtest.World, d *domain.Dossier) *calendar.Calendar {
	rules, err := d.RulesAt(w.Registry, w.Now.AddDate(1, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	return rules.Calendar
}

// The times of dwell, and those of stops, are what counting the minutes gives.
func TestDwellAndStopsAreTheMinutesCounted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, q := random(t), anyQuery(t)
		rows, begin, until := rowsOf(t, w), register.StartOfDay(q.From, q.Zone), asOf(q)
		running, stopped, reasons := map[string]flow.Seconds{}, map[string]flow.Seconds{}, map[string]flow.Seconds{}
		for d := range each(rows) {
			if d.ReceivedAt.IsZero() {
				continue
			}
			keys := holders(d, q.By)
			for _, m := range minutes(d, calendarOf(t, w, d), until) {
				switch {
				case m.at.Before(begin):
				case m.stopped == "":
					running[keys[m.stay]] += flow.Seconds(time.Minute)
				default:
					stopped[keys[m.stay]] += flow.Seconds(time.Minute)
					reasons[m.stopped] += flow.Seconds(time.Minute)
				}
			}
		}
		dwell, got := flow.DwellOf(rows, w.Registry, q), [2]map[string]flow.Seconds{{}, {}}
		for _, row := range dwell.Rows {
			add(got[0], row.Key, row.Running)
			add(got[1], row.Key, row.Stopped)
		}
		if diff := cmp.Diff([2]map[string]flow.Seconds{running, stopped}, got); diff != "" {
			t.Fatalf("minutes counted (-), dwell (+): %s", diff)
		}
		if sum(running) != dwell.Total.Running || sum(stopped) != dwell.Total.Stopped {
			t.Fatalf("the total is %+v", dwell.Total)
		}
		byReason := map[string]flow.Seconds{}
		for _, s := range flow.WaitsOf(rows, w.Registry, q).Stops {
			add(byReason, s.Reason, s.Stopped)
		}
		if diff := cmp.Diff(reasons, byReason); diff != "" {
			t.Fatalf("minutes counted (-), stops (+): %s", diff)
		}
	})
}

func asOf(q flow.Query) time.Time {
	end := register.EndOfDay(q.To, q.Zone)
	if q.AsOf.IsZero() || q.AsOf.After(end) {
		return end
	}
	return q.AsOf
}

func add(all map[string]flow.Seconds, key string, s flow.Seconds) {
	if s != 0 {
		all[key] += s
	}
}

func sum(all map[string]flow.Seconds) (total flow.Seconds) {
	for s := range maps.Values(all) {
		total += s
	}
	return total
}

// Every hand-over of the period is one of some pair, and took as long as the
// minutes counted say.
func TestWaitsAreTheMinutesCounted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, q := random(t), anyQuery(t)
		rows, begin, until := rowsOf(t, w), register.StartOfDay(q.From, q.Zone), asOf(q)
		lengths := map[[2]string][]flow.Seconds{}
		for d := range each(rows) {
			if d.ReceivedAt.IsZero() {
				continue
			}
			spent := make([]flow.Seconds, len(d.Handovers)+1)
			for _, m := range minutes(d, calendarOf(t, w, d), until) {
				if m.stopped == "" {
					spent[m.stay] += flow.Seconds(time.Minute)
				}
			}
			keys := holders(d, q.By)
			for i, h := range d.Handovers {
				if !h.At.Before(begin) && !h.At.After(until) && !after(h.At, d.CompletedAt) && !after(h.At, d.EndedAt) {
					pair := [2]string{keys[i], keys[i+1]}
					lengths[pair] = append(lengths[pair], spent[i+1])
				}
			}
		}
		got := map[[2]string]flow.Spread{}
		for _, wait := range flow.WaitsOf(rows, w.Registry, q).Handovers {
			if pair := [2]string{wait.From, wait.To}; wait.Handovers != len(lengths[pair]) {
				t.Fatalf("%q: %d hand-overs, want %d", pair, wait.Handovers, len(lengths[pair]))
			}
			got[[2]string{wait.From, wait.To}] = wait.Length
		}
		want := map[[2]string]flow.Spread{}
		for pair, l := range lengths {
			want[pair] = spread(l)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("minutes counted (-), waits (+): %s", diff)
		}
	})
}

func after(at, end time.Time) bool { return !end.IsZero() && at.After(end) }

// spread counts, for every percentile, how many lengths are not above a
// candidate.
func spread(lengths []flow.Seconds) (s flow.Spread) {
	rank := func(percent int) flow.Seconds {
		best := slices.Max(lengths)
		for _, candidate := range lengths {
			covered := 0
			for _, l := range lengths {
				if l <= candidate {
					covered++
				}
			}
			if covered*100 >= percent*len(lengths) {
				best = min(best, candidate)
			}
		}
		return best
	}
	for _, l := range lengths {
		s.Total += l
	}
	seconds := (2*int64(s.Total)/int64(len(lengths)) + int64(time.Second)) / (2 * int64(time.Second))
	s.Mean = flow.Seconds(seconds * int64(time.Second))
	s.P50, s.P90, s.P95, s.Longest = rank(50), rank(90), rank(95), rank(100)
	return s
}

// The parts of a late dossier add up to all its working time, those of all
// dossiers to the report's, and each is what counting the minutes gives.
func TestPartsOfLateDossiersAddUp(t *testing.T) {
	late := 0
	rapid.Check(t, func(t *rapid.T) {
		w, q := random(t), anyQuery(t)
		rows, until := rowsOf(t, w), asOf(q)
		report := flow.LatenessOf(rows, w.Registry, q)
		columns := ontime.Statistics(rows, q.Query).Total
		if report.Late != columns.Late || report.Overdue != columns.Overdue || len(report.Dossiers) != columns.Late+columns.Overdue {
			t.Fatalf("%d late and %d overdue, statistics say %d and %d", report.Late, report.Overdue, columns.Late, columns.Overdue)
		}
		listed := map[domain.Code]ontime.LateItem{}
		for _, item := range ontime.LateList(rows, q.Query, nil) {
			listed[item.Code] = item
		}
		var shares flow.Shares
		for i := range report.Dossiers {
			late++
			d := &report.Dossiers[i]
			if item := listed[d.Code]; item.Unit != d.Unit || item.Officer != d.Officer || item.Completed.IsZero() != d.Ended.IsZero() {
				t.Fatalf("the late list says %+v, the analysis %+v", item, d)
			}
			checkParts(t, w, d, until)
			plus(&shares, d.Shares)
		}
		if shares != report.Shares {
			t.Fatalf("the dossiers' shares add up to %+v, the report says %+v", shares, report.Shares)
		}
		for _, ranking := range [][]flow.Blame{report.Units, report.Officers, report.Steps} {
			checkRanking(t, report, ranking)
		}
	})
	if late == 0 {
		t.Error("no dossier was ever late")
	}
}

func plus(s *flow.Shares, o flow.Shares) {
	s.Total += o.Total
	s.Receipt += o.Receipt
	s.Within += o.Within
	s.Over += o.Over
	s.Unlimited += o.Unlimited
	s.Stopped += o.Stopped
}

func checkParts(t *rapid.T, w *logtest.World, late *flow.LateDossier, until time.Time) {
	d := w.Dossier(late.Code)
	c, end := calendarOf(t, w, d), until
	if !late.Ended.IsZero() {
		end = late.Ended
	}
	var shares flow.Shares
	var after flow.Seconds
	breaches := 0
	for _, p := range late.Parts {
		plus(&shares, p.Shares)
		after += p.After
		if p.AtBreach {
			breaches++
		}
	}
	s := late.Shares
	if shares != s || s.Receipt+s.Within+s.Over+s.Unlimited+s.Stopped != s.Total || s.Total != flow.Seconds(c.Work(d.ReceivedAt, end)) {
		t.Fatalf("%s: parts of %+v, in all %+v, worked %s", late.Code, shares, s, c.Work(d.ReceivedAt, end))
	}
	if after != late.Over || after != flow.Seconds(max(0, c.Work(late.Due, end))) || breaches != 1 {
		t.Fatalf("%s: late by %v, its parts by %v, %d at the breach", late.Code, late.Over, after, breaches)
	}
	rules, err := d.RulesAt(w.Registry, end)
	if err != nil {
		t.Fatal(err)
	}
	want := countShares(d, c, until, d.ClockAt(until, rules))
	if diff := cmp.Diff(want, slices.Collect(sharesOf(late.Parts))); diff != "" {
		t.Fatalf("%s: minutes counted (-), parts (+): %s", late.Code, diff)
	}
}

func sharesOf(parts []flow.Part) iter.Seq[flow.Shares] {
	return func(yield func(flow.Shares) bool) {
		for i := range parts {
			if !yield(parts[i].Shares) {
				return
			}
		}
	}
}

// countShares puts every minute where it belongs, by the steps as the control
// sheet judges them.
func countShares(d *domain.Dossier, c *calendar.Calendar, until time.Time, sheet domain.ClockView) []flow.Shares {
	left := until
	for _, out := range []time.Time{d.CompletedAt, d.EndedAt} {
		if !out.IsZero() && !out.After(until) {
			left = out
		}
	}
	n := 1
	for _, h := range d.Handovers {
		if !h.At.After(left) {
			n++
		}
	}
	shares := make([]flow.Shares, n)
	for _, m := range minutes(d, c, until) {
		s := &shares[m.stay]
		s.Total += flow.Seconds(time.Minute)
		share := &s.Unlimited
		switch {
		case m.stopped != "":
			share = &s.Stopped
		case m.stay == 0:
			share = &s.Receipt
		case sheet.Handovers[m.stay-1].Late && !m.at.Before(d.Handovers[m.stay-1].Due):
			share = &s.Over
		case !d.Handovers[m.stay-1].Due.IsZero():
			share = &s.Within
		}
		*share += flow.Seconds(time.Minute)
	}
	return shares
}

// checkRanking checks that nobody's part of the lateness is lost or counted
// twice.
func checkRanking(t *rapid.T, report *flow.Lateness, ranking []flow.Blame) {
	var over, late flow.Seconds
	breaches := 0
	for _, b := range ranking {
		over, late, breaches = over+b.Over, late+b.After, breaches+b.AtBreach
	}
	if over != report.Shares.Over || late != report.Over || breaches != report.Late+report.Overdue {
		t.Fatalf("the ranking has %v over limits, %v late, %d at the breach of %+v", over, late, breaches, report)
	}
}

// The times of periods that follow each other add up to those of the whole.
func TestDwellOfPeriodsAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, q := random(t), anyQuery(t)
		q.AsOf = time.Time{}
		rows := rowsOf(t, w)
		first, second := q, q
		first.To = q.From.AddDays(rapid.IntRange(0, max(0, q.To.Sub(q.From)-1)).Draw(t, "cut"))
		second.From = first.To.AddDays(1)
		if second.To.Before(second.From) {
			return
		}
		a, b, whole := flow.DwellOf(rows, w.Registry, first), flow.DwellOf(rows, w.Registry, second), flow.DwellOf(rows, w.Registry, q)
		if a.Total.Running+b.Total.Running != whole.Total.Running || a.Total.Stopped+b.Total.Stopped != whole.Total.Stopped {
			t.Fatalf("%+v and %+v are not %+v", a.Total, b.Total, whole.Total)
		}
	})
}
