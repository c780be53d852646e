package main

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// TestPace: an hour of the log takes a second at speed 3600, whatever the
// printing takes, and an interruption ends the wait at once.
func TestPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		shown, began := 0, time.Now()
		p := &pace{speed: 3600, before: func() error { shown++; return nil }}
		at := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
		for _, minutes := range []int{0, 30, 30, 60} {
			if err := p.wait(t.Context(), at.Add(time.Duration(minutes)*time.Minute)); err != nil {
				t.Fatal(err)
			}
			if took, want := time.Since(began), time.Duration(minutes)*time.Minute/3600; took != want {
				t.Errorf("%d minutes took %s instead of %s", minutes, took, want)
			}
		}
		if shown != 2 {
			t.Errorf("what was due was shown %d times, before 2 waits", shown)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := p.wait(ctx, at.AddDate(1, 0, 0)); err == nil || time.Since(began) != 2*time.Second {
			t.Errorf("the wait for a year ended with %v after %s", err, time.Since(began))
		}
	})
}

// TestChoice: each filter leaves out what is not meant.
func TestChoice(t *testing.T) {
	at := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	const subject = "dossier.H37.H37_13.H37_13-260901-0001"
	event := domain.Event{Type: domain.TypeCompleted, Subject: "H37.13-260901-0001", RecordedAt: at}
	for name, row := range map[string]struct {
		replayCmd
		chosen bool
	}{
		"all":             {replayCmd{}, true},
		"agency":          {replayCmd{Agency: "H37.13"}, true},
		"other agency":    {replayCmd{Agency: "H37.1"}, false},
		"other province":  {replayCmd{Province: "H38"}, false},
		"type":            {replayCmd{Type: []domain.Type{domain.TypeReceived, domain.TypeCompleted}}, true},
		"other type":      {replayCmd{Type: []domain.Type{domain.TypeReceived}}, false},
		"subject":         {replayCmd{Subject: "H37.13-260901-0001"}, true},
		"other subject":   {replayCmd{Subject: "H37.13-260901-0002"}, false},
		"that day":        {replayCmd{Since: "2026-09-01", Until: "2026-09-01"}, true},
		"the day before":  {replayCmd{Until: "2026-08-31"}, false},
		"a minute later":  {replayCmd{Since: "2026-09-01T08:01:00Z"}, false},
		"the same moment": {replayCmd{Since: "2026-09-01T08:00:00Z"}, true},
	} {
		c, err := row.choice()
		if err != nil {
			t.Fatalf("%s: %s", name, err)
		}
		if got := len(c.of(subject, []domain.Event{event})) == 1; got != row.chosen {
			t.Errorf("%s: chosen: %t", name, got)
		}
	}
	if _, err := (&replayCmd{Since: "yesterday"}).choice(); err == nil {
		t.Error("yesterday is taken for a date")
	}
}
