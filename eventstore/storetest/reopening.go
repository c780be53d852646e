package storetest

import (
	"fmt"
	"testing"

	"github.com/hoso-engine/dossier/eventstore"
)

// reopening are the scenarios of stores that outlive their process.
var reopening = []struct {
	sentence string
	check    func(t *testing.T, s eventstore.Store, reopen func(*testing.T, eventstore.Store) eventstore.Store)
}{
	{"what was acknowledged is there after opening again", reopenKeeps},
	{"an append after opening again goes on where the log ended", reopenGoesOn},
	{"an empty store opens again", reopenEmpty},
}

type reopen = func(*testing.T, eventstore.Store) eventstore.Store

func reopenKeeps(t *testing.T, s eventstore.Store, reopen reopen) {
	const records = 100
	for i := range records {
		appendOne(t, s, fmt.Sprintf("dossier.H38.P1.%d", i), 0, fmt.Sprint(i))
	}
	before := take(t, s.Follow(withPatience(t), 0), records)
	s = reopen(t, s)
	if head := headOf(t, s); head != (eventstore.Head{Position: records, Records: records}) {
		t.Errorf("the head is %+v", head)
	}
	expectRecords(t, take(t, s.Follow(withPatience(t), 0), records), before)
	expectRecords(t, readAll(t, s, "dossier.H38.P1.7"), before[7:8])
}

func reopenGoesOn(t *testing.T, s eventstore.Store, reopen reopen) {
	var last uint64
	for i := range 5 {
		position := appendOne(t, s, subjectA, last, "[]")
		if position != uint64(i+1) {
			t.Errorf("record %d lies at %d", i+1, position)
		}
		s, last = reopen(t, s), position
	}
	expectRefused(t, s, subjectA, 4, []byte("[]"), eventstore.ErrConflict)
	if records := readAll(t, s, subjectA); len(records) != 5 {
		t.Errorf("%d records, want 5", len(records))
	}
}

func reopenEmpty(t *testing.T, s eventstore.Store, reopen reopen) {
	s = reopen(t, s)
	if position := appendOne(t, s, subjectA, 0, "[]"); position != 1 {
		t.Errorf("the first record lies at %d", position)
	}
}
