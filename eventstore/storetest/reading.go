package storetest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hoso-engine/dossier/eventstore"
)

var reading = []scenario{
	{"a subject without records reads as none", readNone},
	{"a subject reads in order and without the others' records", readOne},
	{"a long subject reads to its end", readLong},
	{"a subject of large records reads to its end", readLarge},
	{"what was appended can be read at once", readOwn},
}

func readNone(t *testing.T, s eventstore.Store) {
	appendOne(t, s, subjectB, 0, "[]")
	if records := readAll(t, s, subjectA); len(records) != 0 {
		t.Errorf("got %d records", len(records))
	}
}

func readOne(t *testing.T, s eventstore.Store) {
	var want []eventstore.Record
	last := map[string]uint64{}
	for i := range 30 {
		subject := []string{subjectA, subjectB, fact}[i%3]
		body := fmt.Sprintf("[%d]", i)
		last[subject] = appendOne(t, s, subject, last[subject], body)
		if subject == subjectB {
			want = append(want, eventstore.Record{Position: last[subject], Subject: subject, Body: []byte(body)})
		}
	}
	expectRecords(t, readAll(t, s, subjectB), want)
}

func readLong(t *testing.T, s eventstore.Store) {
	const records = 523 // more than any store answers at once
	appendChain(t, s, subjectA, records)
	got := readAll(t, s, subjectA)
	if len(got) != records || got[records-1].Position != records {
		t.Errorf("got %d records, want %d", len(got), records)
	}
}

func readLarge(t *testing.T, s eventstore.Store) {
	const records = 12 // together more than one answer of any store
	body := strings.Repeat("x", eventstore.MaxBody)
	var last uint64
	for range records {
		last = appendOne(t, s, subjectA, last, body)
	}
	if got := readAll(t, s, subjectA); len(got) != records {
		t.Errorf("got %d records, want %d", len(got), records)
	}
}

func readOwn(t *testing.T, s eventstore.Store) {
	var last uint64
	for i := range 50 {
		last = appendOne(t, s, subjectA, last, "[]")
		records := readAll(t, s, subjectA)
		if len(records) != i+1 || records[i].Position != last {
			t.Fatalf("after %d appends %d records can be read", i+1, len(records))
		}
	}
}
