package flow_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/flow"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
)

// The officers named are those that reading the late list and the events of the
// log, one after the other, gives.
func TestOfficersAreThoseOfTheLateList(t *testing.T) {
	named := 0
	rapid.Check(t, func(t *rapid.T) {
		w, q := slow(t), anyQuery(t)
		q.From, q.To = logtest.Date("2026-01-01"), max(q.To, logtest.Date("2026-01-20"))
		rows, begin, until := rowsOf(t, w), register.StartOfDay(q.From, q.Zone), asOf(q)
		reminders := map[string][]time.Time{}
		for d := range each(rows) {
			for _, r := range d.Reminded {
				if !r.At.Before(begin) && !r.At.After(until) {
					reminders[r.Officer] = append(reminders[r.Officer], r.At)
				}
			}
		}
		want := map[string][4]int{} // late, subjective, again, reminded
		for _, item := range ontime.LateList(rows, q.Query, nil) {
			if item.Officer == "" {
				continue
			}
			d, o := w.Dossier(item.Code), want[item.Officer]
			o[0], o[3] = o[0]+1, len(reminders[item.Officer])
			if whose(d, until) == domain.Subjective {
				o[1]++
				before := 0
				for _, at := range reminders[item.Officer] {
					if at.Before(breachOf(d, item, until)) {
						before++
					}
				}
				if before >= q.Reminders {
					o[2]++
				}
			}
			want[item.Officer] = o
		}
		report := flow.OfficersOf(rows, w.Registry, q)
		if report.Holders != len(want) {
			t.Fatalf("%d holders, want %d", report.Holders, len(want))
		}
		got := map[string][4]int{}
		for _, o := range report.Rows {
			named++
			got[o.Officer] = [4]int{o.Late, o.Subjective, o.Again, o.Reminded}
		}
		for officer, o := range want {
			if o[1] < q.Times || o[2] == 0 {
				delete(want, officer)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("late list (-), officers (+): %s", diff)
		}
	})
	if named == 0 {
		t.Error("nobody was ever named")
	}
}

// slow returns a world of a month in which most dossiers are reminded of,
// completed late, and explained.
func slow(t *rapid.T) *logtest.World {
	w := logtest.New()
	for range rapid.IntRange(30, 90).Draw(t, "events") {
		w.Now = w.Now.Add(time.Duration(rapid.IntRange(0, 24*60).Draw(t, "minutes")) * time.Minute)
		n, officer := rapid.IntRange(1, 6).Draw(t, "dossier"), rapid.SampledFrom([]string{"officer-0", "officer-1"}).Draw(t, "officer")
		switch d := w.Dossier(logtest.Code(n)); rapid.IntRange(0, 5).Draw(t, "event") {
		case 0, 1:
			_ = w.Receive(n, "hours") // what can't follow is left unsaid
		case 2:
			_ = w.Say(n, &domain.Transferred{ToUnit: "unit-1", ToOfficer: officer})
		case 3:
			_ = w.Say(n, &domain.Reminded{Number: 1 + d.Reminders, Officer: officer})
		case 4:
			_ = w.Say(n, &domain.Explained{Cause: rapid.SampledFrom([]domain.Cause{domain.Subjective, domain.Subjective, domain.Objective}).Draw(t, "cause")})
		default:
			_ = w.Say(n, &domain.Completed{Outcome: domain.Granted})
		}
	}
	return w
}

// whose returns the cause as it was explained, or as the last letter says.
func whose(d *domain.Dossier, until time.Time) (cause domain.Cause) {
	for _, x := range d.Extensions {
		if !x.At.After(until) {
			cause = x.Cause
		}
	}
	if d.Explanation != "" {
		cause = d.Explanation
	}
	return cause
}

// breachOf returns the breach by the revision that the late list judged by.
func breachOf(d *domain.Dossier, item ontime.LateItem, until time.Time) time.Time {
	if item.Completed.IsZero() {
		return d.DeadlineAt(until).Breach
	}
	if d.CompletedAt.IsZero() {
		return d.DeadlineAt(d.EndedAt).Breach
	}
	return d.Deadline().Breach
}
