package storetest

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"testing"

	"github.com/hoso-engine/dossier/eventstore"
)

// The subjects that the scenarios write to.
const (
	subjectA = "dossier.H38.P1.A-1"
	subjectB = "dossier.H38.P1.B-2"
	fact     = "registry.procedure.1_000948"
)

// appendOne appends body and returns its position; anything but success fails
// the test.
func appendOne(t *testing.T, s eventstore.Store, subject string, last uint64, body string) uint64 {
	t.Helper()
	position, err := s.Append(withPatience(t), subject, last, []byte(body))
	if err != nil {
		t.Fatalf("Append(%s, last %d): %v", subject, last, err)
	}
	return position
}

// appendChain appends n records to one subject, each upon the one before.
func appendChain(t *testing.T, s eventstore.Store, subject string, n int) {
	t.Helper()
	var last uint64
	for range n {
		last = appendOne(t, s, subject, last, "[]")
	}
}

// expectRefused asserts that an append ends with want and writes nothing.
func expectRefused(t *testing.T, s eventstore.Store, subject string, last uint64, body []byte, want error) {
	t.Helper()
	before := headOf(t, s)
	if position, err := s.Append(withPatience(t), subject, last, body); !errors.Is(err, want) {
		t.Errorf("Append(%s, last %d) = %d, %v; want the error %v", subject, last, position, err, want)
	}
	if after := headOf(t, s); after != before {
		t.Errorf("the refused append moved the head from %+v to %+v", before, after)
	}
}

func headOf(t *testing.T, s eventstore.Store) eventstore.Head {
	t.Helper()
	head, err := s.Head(withPatience(t))
	if err != nil {
		t.Fatalf("Head: %v", err)
	}
	return head
}

func readAll(t *testing.T, s eventstore.Store, subject string) []eventstore.Record {
	t.Helper()
	records, err := s.Read(withPatience(t), subject)
	if err != nil {
		t.Fatalf("Read(%s): %v", subject, err)
	}
	return records
}

// expectRecords asserts that got is want, in order.
func expectRecords(t *testing.T, got, want []eventstore.Record) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("got %d records, want %d", len(got), len(want))
	}
	for i := range want {
		if !same(got[i], want[i]) {
			t.Errorf("record %d is %+v, want %+v", i, got[i], want[i])
		}
	}
}

func same(a, b eventstore.Record) bool {
	return a.Position == b.Position && a.Subject == b.Subject && bytes.Equal(a.Body, b.Body)
}

// take returns the first n records of a sequence, which must have no gaps.
func take(t *testing.T, records iter.Seq2[eventstore.Record, error], n int) []eventstore.Record {
	t.Helper()
	taken, err := collect(records, n)
	if err != nil {
		t.Fatalf("following: %v", err)
	}
	if len(taken) < n {
		t.Fatalf("the sequence ended after %d records, want %d", len(taken), n)
	}
	for i := 1; i < n; i++ {
		if taken[i].Position != taken[i-1].Position+1 {
			t.Fatalf("position %d follows %d", taken[i].Position, taken[i-1].Position)
		}
	}
	return taken
}

// collect ranges until it has n records, an error, or the end.
func collect(records iter.Seq2[eventstore.Record, error], n int) ([]eventstore.Record, error) {
	var taken []eventstore.Record
	for record, err := range records {
		if err != nil {
			return taken, err
		}
		if taken = append(taken, record); len(taken) == n {
			break
		}
	}
	return taken, nil
}

// await returns the next value of a channel, or fails when patience ends.
func await[V any](t *testing.T, ctx context.Context, values <-chan V, what string) V {
	t.Helper()
	select {
	case value := <-values:
		return value
	case <-ctx.Done():
		t.Fatalf("%s did not come", what)
		panic("unreachable")
	}
}
