package storetest

import (
	"bytes"
	"testing"

	"github.com/hoso-engine/dossier/eventstore"
)

var appending = []scenario{
	{"the first record of an empty log lies at position 1", firstPosition},
	{"positions count all subjects together, without gaps", positionsCount},
	{"the first append to a subject names last 0", firstNamesZero},
	{"an append that names another last is a conflict and writes nothing", wrongLast},
	{"after a lost answer the record is there and a retry is a conflict", lostAnswer},
	{"a record of the largest size is accepted", largest},
	{"a record above the largest size is refused", tooLarge},
	{"the body is the store's own once it is appended", bodyKept},
}

func firstPosition(t *testing.T, s eventstore.Store) {
	if head := headOf(t, s); head != (eventstore.Head{}) {
		t.Errorf("the head of an empty log is %+v", head)
	}
	if position := appendOne(t, s, subjectA, 0, "[1]"); position != 1 {
		t.Errorf("the first record lies at %d, want 1", position)
	}
	if head := headOf(t, s); head != (eventstore.Head{Position: 1, Records: 1}) {
		t.Errorf("the head after one record is %+v", head)
	}
}

func positionsCount(t *testing.T, s eventstore.Store) {
	last := map[string]uint64{}
	for i, subject := range []string{subjectA, subjectB, fact, subjectB, subjectA, fact} {
		position := appendOne(t, s, subject, last[subject], "[]")
		if position != uint64(i+1) {
			t.Errorf("record %d lies at %d", i+1, position)
		}
		last[subject] = position
	}
	if head := headOf(t, s); head != (eventstore.Head{Position: 6, Records: 6}) {
		t.Errorf("the head after six records is %+v", head)
	}
}

func firstNamesZero(t *testing.T, s eventstore.Store) {
	expectRefused(t, s, subjectA, 1, []byte("[]"), eventstore.ErrConflict)
	first := appendOne(t, s, subjectA, 0, "[]")
	// The log has moved, this subject has not.
	expectRefused(t, s, subjectB, first, []byte("[]"), eventstore.ErrConflict)
	appendOne(t, s, subjectB, 0, "[]")
}

func wrongLast(t *testing.T, s eventstore.Store) {
	first := appendOne(t, s, subjectA, 0, "[1]")
	appendOne(t, s, subjectB, 0, "[2]")
	third := appendOne(t, s, subjectA, first, "[3]")
	for _, last := range []uint64{0, first, first + 1, third + 1, third + 100} {
		expectRefused(t, s, subjectA, last, []byte("[4]"), eventstore.ErrConflict)
	}
	appendOne(t, s, subjectA, third, "[4]")
}

func lostAnswer(t *testing.T, s eventstore.Store) {
	first := appendOne(t, s, subjectA, 0, "[1]")
	_ = appendOne(t, s, subjectA, first, "[2]") // the answer that nobody hears
	expectRefused(t, s, subjectA, first, []byte("[2]"), eventstore.ErrConflict)
	records := readAll(t, s, subjectA)
	if len(records) != 2 || string(records[1].Body) != "[2]" {
		t.Fatalf("the subject holds %d records, want both", len(records))
	}
	appendOne(t, s, subjectA, records[1].Position, "[3]")
}

func largest(t *testing.T, s eventstore.Store) {
	body := bytes.Repeat([]byte("0123456789abcdef"), eventstore.MaxBody/16)
	position := appendOne(t, s, subjectA, 0, string(body))
	want := []eventstore.Record{{Position: position, Subject: subjectA, Body: body}}
	expectRecords(t, readAll(t, s, subjectA), want)
	expectRecords(t, take(t, s.Follow(withPatience(t), 0), 1), want)
}

func tooLarge(t *testing.T, s eventstore.Store) {
	body := make([]byte, eventstore.MaxBody+1)
	expectRefused(t, s, subjectA, 0, body, eventstore.ErrTooLarge)
}

func bodyKept(t *testing.T, s eventstore.Store) {
	body := []byte("[1]")
	if _, err := s.Append(withPatience(t), subjectA, 0, body); err != nil {
		t.Fatal(err)
	}
	copy(body, "???")
	records := readAll(t, s, subjectA)
	copy(records[0].Body, "!!!")
	if again := readAll(t, s, subjectA); string(again[0].Body) != "[1]" {
		t.Errorf("the stored body became %q", again[0].Body)
	}
}
