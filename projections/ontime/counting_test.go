package ontime_test

import (
	"testing"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/ontime"
)

// A policy is named alone, for its latest version, or with its version; what was
// published as "default" counts where none is named.
func TestThePolicyAsked(t *testing.T) {
	version := func(name string, version int) ontime.CountingPolicy {
		p := ontime.DefaultCounting()
		p.Name, p.Version = name, version
		return p
	}
	known := []ontime.CountingPolicy{version("default", 2), version("strict", 1), version("strict", 2)}
	for query, want := range map[string]string{
		"": "default v2", "policy=default": "default v2", "policy=default@1": "default v1",
		"policy=strict": "strict v2", "policy=strict@1": "strict v1",
	} {
		q, err := ontime.ParseQuery(words(t, query), logtest.At("2026-01-20 10:00"), logtest.Zone, known...)
		if err != nil || q.Counting.String() != want {
			t.Errorf("%q is counted by %s (%v), want %s", query, q.Counting, err, want)
		}
	}
	for _, query := range []string{"policy=strict@3", "policy=strict@", "policy=other"} {
		_, err := ontime.ParseQuery(words(t, query), logtest.At("2026-01-20 10:00"), logtest.Zone, known...)
		if refusal := domain.AsError(err); refusal == nil || refusal.Field != "policy" {
			t.Errorf("%s: %v", query, err)
		}
	}
}

// Where waiting dossiers are neither in time nor overdue, one whose due passed
// before its clock stood is still overdue: a stop erases no breach.
func TestWaitingErasesNoBreach(t *testing.T) {
	w := logtest.New()
	must(t, w.Receive(1, "days"))
	must(t, w.Receive(2, "days"))
	w.Now = logtest.At("2026-01-08 08:00")
	must(t, w.Say(1, &domain.Paused{Reason: domain.Verification}))
	w.Now = logtest.At("2026-01-14 08:00")
	must(t, w.Say(2, &domain.Paused{Reason: domain.Verification}))
	q := month()
	q.Counting = ontime.DefaultCounting()
	q.Counting.Stopped = ontime.Excluded
	report := ontime.Statistics(rowsOf(t, w), q)
	must(t, report.Check())
	if got := report.Total; got.Received != 1 || got.Overdue != 1 || got.Apart.Excluded != 1 {
		t.Errorf("one waits, one was overdue before: %+v", got)
	}
}
