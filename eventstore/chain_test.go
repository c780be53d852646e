package eventstore_test

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/pack"
	"github.com/hoso-engine/dossier/eventstore"
)

// linked is a record as a chain takes it.
type linked struct {
	record eventstore.Record
	hash   eventstore.Hash
	commit eventstore.Commit
}

// links draws a log about a few subjects, rightly chained.
func links(t *rapid.T) []linked {
	var log []linked
	ends := make(map[string]linked)
	for position := range rapid.IntRange(1, 40).Draw(t, "records") {
		subject := fmt.Sprint("dossier.H38.SYT.", rapid.IntRange(0, 5).Draw(t, "subject"))
		last := ends[subject]
		next := linked{record: eventstore.Record{Position: uint64(position + 1), Subject: subject, Body: fmt.Append(nil, position)}}
		next.hash = eventstore.HashOf(next.record.Body)
		next.commit = eventstore.Commit{Position: next.record.Position, Subject: subject, Previous: last.hash.String()}
		sequence := 0
		if events := last.commit.Events; len(events) > 0 {
			sequence = events[len(events)-1].Sequence
		}
		for range rapid.IntRange(1, 3).Draw(t, "events") {
			sequence++
			next.commit.Events = append(next.commit.Events, domain.Event{Sequence: sequence})
		}
		ends[subject] = next
		log = append(log, next)
	}
	return log
}

// checkEnds compares where the chain says that the log's subjects end.
func checkEnds(t *rapid.T, chain *eventstore.Chain, log []linked) {
	want := make(map[string]eventstore.End)
	for _, l := range log {
		last := l.commit.Events[len(l.commit.Events)-1]
		want[l.record.Subject] = eventstore.End{Position: l.record.Position, Hash: l.hash, Sequence: last.Sequence}
	}
	for subject, end := range want {
		if got, known := chain.End(subject); !known || got != end {
			t.Fatalf("%s ends at %+v (known: %t), want %+v", subject, got, known, end)
		}
	}
	if end, known := chain.End("dossier.H38.SYT.9"); known {
		t.Fatalf("a subject that was not met ends at %+v", end)
	}
}

// TestChain checks a right log, one with any one link broken, and both with the
// chain laid down and taken up anywhere.
func TestChain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		log := links(t)
		wrong := rapid.IntRange(0, len(log)).Draw(t, "wrong") // the last: none is
		chain := new(eventstore.Chain)
		for i, l := range log {
			if rapid.IntRange(0, 9).Draw(t, "keep") == 0 {
				chain = taken(t, chain)
			}
			if rapid.IntRange(0, 4).Draw(t, "prefetch") == 0 {
				chain.Prefetch(records(log[i:]))
			}
			if i == wrong {
				spoil(t, &l)
			}
			number, err := chain.Check(l.record, l.hash, l.commit)
			if i < wrong {
				if err != nil {
					t.Fatalf("record %d: %v", i+1, err)
				}
				checkEnds(t, chain, log[:i+1])
				if chain.Subjects().Subject(number) != l.record.Subject {
					t.Fatalf("the subject of record %d has number %d, which is %s", i+1, number, chain.Subjects().Subject(number))
				}
				continue
			}
			if corrupt, is := errors.AsType[*eventstore.CorruptError](err); !is || corrupt.Position != uint64(i+1) {
				t.Fatalf("record %d is wrong: %v", i+1, err)
			}
			if chain.Position() != uint64(i) {
				t.Fatalf("the chain stands at %d after a wrong record %d", chain.Position(), i+1)
			}
			return
		}
		if chain.Position() != uint64(len(log)) {
			t.Fatalf("the chain stands at %d of %d", chain.Position(), len(log))
		}
	})
}

func records(log []linked) (all []eventstore.Record) {
	for _, l := range log {
		all = append(all, l.record)
	}
	return all
}

// spoil changes what the chain must not let pass.
func spoil(t *rapid.T, l *linked) {
	switch rapid.IntRange(0, 3).Draw(t, "spoilt") {
	case 0:
		l.record.Position++
	case 1:
		l.commit.Previous = eventstore.HashOf([]byte("another")).String()
	case 2:
		l.commit.Events[len(l.commit.Events)-1].Sequence++
	case 3:
		if l.commit.Previous += "0"; len(l.commit.Previous) > 1 {
			l.commit.Previous = ""
		}
	}
}

// TestAChainHasItsOwnMemory checks that a chain which goes on leaves alone what it was
// read from.
func TestAChainHasItsOwnMemory(t *testing.T) {
	first := linked{record: eventstore.Record{Position: 1, Subject: "dossier.H38.SYT.1"}, hash: eventstore.HashOf([]byte("first"))}
	next := linked{record: eventstore.Record{Position: 2, Subject: first.record.Subject}, hash: eventstore.HashOf([]byte("next"))}
	next.commit.Previous = first.hash.String()
	var c, read eventstore.Chain
	if _, err := c.Check(first.record, first.hash, first.commit); err != nil {
		t.Fatal(err)
	}
	w := pack.Writer(nil, nil)
	c.Keep(&w)
	before := bytes.Clone(w.Bytes())
	r := pack.Reader(w.Bytes(), nil)
	read.Keep(&r)
	_, err := read.Check(next.record, next.hash, next.commit)
	if err := errors.Join(r.Close(), err); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(w.Bytes(), before) {
		t.Error("it wrote into the form that it was read from")
	}
}

// taken returns the chain as it comes back out of a pack.
func taken(t *rapid.T, c *eventstore.Chain) *eventstore.Chain {
	w := pack.Writer(nil, nil)
	c.Keep(&w)
	read := new(eventstore.Chain)
	r := pack.Reader(w.Bytes(), nil)
	read.Keep(&r)
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if read.Position() != c.Position() || read.Events() != c.Events() || read.Subjects().Len() != c.Subjects().Len() {
		t.Fatalf("a chain at %d comes back at %d", c.Position(), read.Position())
	}
	return read
}
