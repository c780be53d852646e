package storetest

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/hoso-engine/dossier/eventstore"
)

var racing = []scenario{
	{"of many appends upon one record exactly one wins", raceForOne},
	{"appenders on one subject lose nothing when they read and try again", raceOnOneSubject},
	{"appenders on many subjects never meet", raceOnManySubjects},
	{"a follower sees the races' outcome without gaps", raceWhileFollowing},
}

func raceForOne(t *testing.T, s eventstore.Store) {
	const appenders, rounds = 8, 10
	ctx := withPatience(t)
	var last uint64
	for round := range rounds {
		var won atomic.Uint64
		var all sync.WaitGroup
		for range appenders {
			all.Go(func() {
				position, err := s.Append(ctx, subjectA, last, []byte("[]"))
				switch {
				case err == nil && !won.CompareAndSwap(0, position):
					t.Errorf("round %d was won twice, at %d and %d", round, won.Load(), position)
				case err != nil && !errors.Is(err, eventstore.ErrConflict):
					t.Errorf("the loser was told %v", err)
				}
			})
		}
		all.Wait()
		if last = won.Load(); last == 0 {
			t.Fatalf("round %d was won by nobody", round)
		}
	}
	if records := readAll(t, s, subjectA); len(records) != rounds {
		t.Errorf("%d rounds left %d records", rounds, len(records))
	}
}

func raceOnOneSubject(t *testing.T, s eventstore.Store) {
	const appenders, each = 6, 8
	race(t, appenders, func(appender int) {
		for i := range each {
			persist(t, s, subjectA, fmt.Sprintf("%d/%d", appender, i))
		}
	})
	records := readAll(t, s, subjectA)
	seen := map[string]bool{}
	for _, record := range records {
		seen[string(record.Body)] = true
	}
	if len(records) != appenders*each || len(seen) != appenders*each {
		t.Errorf("%d records with %d bodies, want %d of each", len(records), len(seen), appenders*each)
	}
}

// persist appends as the engine does: read, try, and after a conflict again.
func persist(t *testing.T, s eventstore.Store, subject, body string) {
	ctx := withPatience(t)
	for {
		records, err := s.Read(ctx, subject)
		if err != nil {
			t.Errorf("Read: %v", err)
			return
		}
		var last uint64
		if len(records) > 0 {
			last = records[len(records)-1].Position
		}
		_, err = s.Append(ctx, subject, last, []byte(body))
		if errors.Is(err, eventstore.ErrConflict) {
			continue
		}
		if err != nil {
			t.Errorf("Append: %v", err)
		}
		return
	}
}

func raceOnManySubjects(t *testing.T, s eventstore.Store) {
	const appenders, each = 8, 40
	race(t, appenders, func(appender int) {
		subject := fmt.Sprintf("dossier.H38.P1.%d", appender)
		appendWithoutConflict(t, s, subject, each)
	})
	if head := headOf(t, s); head != (eventstore.Head{Position: appenders * each, Records: appenders * each}) {
		t.Errorf("the head is %+v, want %d", head, appenders*each)
	}
	for appender := range appenders {
		if records := readAll(t, s, fmt.Sprintf("dossier.H38.P1.%d", appender)); len(records) != each {
			t.Errorf("appender %d left %d records, want %d", appender, len(records), each)
		}
	}
}

func raceWhileFollowing(t *testing.T, s eventstore.Store) {
	const appenders, each = 4, 50
	ctx := withPatience(t)
	var all sync.WaitGroup
	all.Go(func() {
		records, err := collect(s.Follow(ctx, 0), appenders*each)
		if err != nil || len(records) != appenders*each {
			t.Errorf("the follower saw %d records, %v", len(records), err)
		}
		last := map[string]int{}
		for i, record := range records {
			if record.Position != uint64(i+1) {
				t.Fatalf("position %d came as number %d", record.Position, i+1)
			}
			if number := int(record.Body[0]); number != last[record.Subject] {
				t.Errorf("%s: number %d came, want %d", record.Subject, number, last[record.Subject])
			}
			last[record.Subject]++
		}
	})
	race(t, appenders, func(appender int) {
		appendWithoutConflict(t, s, fmt.Sprintf("dossier.H38.P1.%d", appender), each)
	})
	all.Wait()
}

// appendWithoutConflict appends n numbered records to a subject of its own.
func appendWithoutConflict(t *testing.T, s eventstore.Store, subject string, n int) {
	ctx := withPatience(t)
	var last uint64
	for i := range n {
		position, err := s.Append(ctx, subject, last, []byte{byte(i)})
		if err != nil {
			t.Errorf("Append(%s): %v", subject, err)
			return
		}
		last = position
	}
}

// race runs n appenders at once and waits for them.
func race(t *testing.T, n int, appender func(int)) {
	t.Helper()
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { appender(i) })
	}
	all.Wait()
}
