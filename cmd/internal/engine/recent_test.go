package engine

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
)

// paid returns a commit and its record.
func paid(t *testing.T, n int, amount int64) (eventstore.Commit, eventstore.Record) {
	t.Helper()
	c := eventstore.Commit{Subject: fmt.Sprintf("dossier.H37.H37_13.%d", n), Events: []domain.Event{{
		ID: fmt.Sprint(n), Source: "urn:desk", Type: domain.TypeFeePaid, Subject: fmt.Sprint(n), Sequence: 1,
		At: time.UnixMilli(1_768_000_000_000).UTC(), Data: &domain.FeePaid{Amount: amount},
	}}}
	body, err := eventstore.Encode(c)
	if err != nil {
		t.Fatal(err)
	}
	return c, eventstore.Record{Position: uint64(n + 1), Subject: c.Subject, Body: body}
}

func TestWhatWasWrittenIsNotDecoded(t *testing.T) {
	r := NewRecent()
	c, record := paid(t, 1, 5)
	r.note(c, record.Body, eventstore.HashOf(record.Body))
	record.Body = append([]byte(nil), record.Body...) // as it comes from the log
	got, hash, err := r.Decode(record)
	if err != nil || hash != eventstore.HashOf(record.Body) || got.Position != 2 || got.Events[0].Data != c.Events[0].Data {
		t.Errorf("%+v, %v", got, err)
	}
	again, hash, err := r.Decode(record)
	c.Position = 2
	if err != nil || hash != eventstore.HashOf(record.Body) || again.Events[0].Data == c.Events[0].Data || !reflect.DeepEqual(again, c) {
		t.Errorf("a record is known twice: %+v, %v", again, err)
	}
}

func TestAnotherRecordOfTheSubjectIsDecoded(t *testing.T) {
	r := NewRecent()
	mine, record := paid(t, 1, 5)
	_, other := paid(t, 1, 6)
	r.note(mine, record.Body, eventstore.HashOf(record.Body))
	got, hash, err := r.Decode(other)
	if err != nil || hash != eventstore.HashOf(other.Body) || got.Events[0].Data.(*domain.FeePaid).Amount != 6 {
		t.Errorf("%+v, %v", got, err)
	}
}

// A dossier may have had its next event before the runner meets the first.
func TestEveryRecentCommitOfASubjectIsKnown(t *testing.T) {
	r := NewRecent()
	first, one := paid(t, 1, 5)
	second, two := paid(t, 1, 6)
	r.note(first, one.Body, eventstore.HashOf(one.Body))
	r.note(second, two.Body, eventstore.HashOf(two.Body))
	for want, record := range map[*eventstore.Commit]eventstore.Record{&first: one, &second: two} {
		if got, hash, err := r.Decode(record); err != nil || hash != eventstore.HashOf(record.Body) || got.Events[0].Data != want.Events[0].Data {
			t.Errorf("%+v, %v", got, err)
		}
	}
}

func TestRecentNeverGrows(t *testing.T) {
	r := NewRecent()
	for n := range 3 * mostRecent {
		c, record := paid(t, n%(2*mostRecent), int64(n))
		r.note(c, record.Body, eventstore.HashOf(record.Body))
	}
	if len(r.bodies) != mostRecent {
		t.Errorf("%d commits are kept", len(r.bodies))
	}
	c, record := paid(t, 0, 5)
	record.Body = make([]byte, largestRecent+1)
	r.note(c, record.Body, eventstore.HashOf(record.Body))
	if _, _, known := r.take(record); known {
		t.Error("a large commit was kept")
	}
}
