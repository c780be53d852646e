package jetstream_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/eventstore/embedded/embeddedtest"
)

func TestADayOnFakeTime(t *testing.T) {
	const hours = 24
	embeddedtest.Bubble(t, func(t *testing.T) {
		store := newSite(t).start(t)
		seen := make(chan eventstore.Record)
		go func() {
			for record, err := range store.Follow(t.Context(), 0) {
				if err != nil {
					t.Errorf("following: %v", err)
				}
				seen <- record
			}
			close(seen)
		}()
		begun := time.Now()
		var last uint64
		for hour := range hours {
			body := fmt.Sprintf(`["hour %d"]`, hour)
			position, err := store.Append(t.Context(), "dossier.H38.SYT.1", last, []byte(body))
			if err != nil {
				t.Fatal(err)
			}
			if record := <-seen; record.Position != position || string(record.Body) != body {
				t.Errorf("the follower got %+v in hour %d", record, hour)
			}
			last = position
			time.Sleep(time.Hour)
		}
		if passed := time.Since(begun); passed < hours*time.Hour {
			t.Errorf("only %v passed", passed)
		}
		records, err := store.Read(t.Context(), "dossier.H38.SYT.1")
		if err != nil || len(records) != hours {
			t.Errorf("%d records, %v", len(records), err)
		}
	})
}
