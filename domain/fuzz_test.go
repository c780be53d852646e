package domain

import (
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
)

// published returns the golden events as a desk would send them.
func published(f *testing.F) (events [][]byte) {
	for _, golden := range goldenEvents(f) {
		var members map[string]any
		if err := json.Unmarshal(golden, &members); err != nil {
			f.Fatal(err)
		}
		for _, engines := range [...]string{"recordedtime", "sequence", "prevhash"} {
			delete(members, engines)
		}
		b, err := json.Marshal(members, json.Deterministic(true))
		if err != nil {
			f.Fatal(err)
		}
		events = append(events, b)
	}
	return events
}

// FuzzParseEvent checks that what is taken can be written and is taken again, as
// the same event, and that what is refused is refused with a place.
func FuzzParseEvent(f *testing.F) {
	for _, b := range published(f) {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := ParseEvent(b)
		if err != nil {
			if AsError(err).Code == CodeInternal {
				t.Fatalf("refused without a reason: %v", err)
			}
			return
		}
		written, err := json.Marshal(e)
		if err != nil {
			t.Fatalf("taken and can't be written: %v", err)
		}
		again, err := ParseEvent(written)
		if err != nil {
			t.Fatalf("written and not taken: %v\n%s", err, written)
		}
		if again.Fingerprint() != e.Fingerprint() {
			t.Fatalf("written and read, it is another event:\n%s", written)
		}
		d := new(Dossier)
		d.Evolve(e)
	})
}

// FuzzParseBatch checks that every event of a request gets an answer.
func FuzzParseBatch(f *testing.F) {
	all := published(f)
	for _, b := range all {
		f.Add(b)
	}
	f.Add([]byte("[" + string(all[0]) + "," + string(all[1]) + ",7]"))
	f.Add([]byte(` []`))
	f.Fuzz(func(t *testing.T, b []byte) {
		parsed, err := ParseBatch(b)
		if (err == nil) != (len(parsed) > 0) {
			t.Fatalf("%d answers and the error %v", len(parsed), err)
		}
		for _, p := range parsed {
			if p.Err == nil && p.Event.ID == "" {
				t.Fatal("taken without an id")
			}
		}
	})
}

// FuzzToken checks that an identifier and its token mirror each other, and that
// the token is one token of a subject.
func FuzzToken(f *testing.F) {
	for _, id := range []string{testCode, "000.00.00.H19-210101-0001", "a_b", "a b", "", "*", ">", "é", strings.Repeat("x", 65)} {
		f.Add(id)
	}
	f.Fuzz(func(t *testing.T, id string) {
		token, err := Token(id)
		if err != nil {
			return
		}
		if FromToken(token) != id {
			t.Fatalf("%q became %q became %q", id, token, FromToken(token))
		}
		if token == "" || strings.ContainsAny(token, ".*> \t\r\n") {
			t.Fatalf("%q is not one token of a subject", token)
		}
	})
}

// FuzzParseCode checks that a code is what it was read from.
func FuzzParseCode(f *testing.F) {
	f.Add(testCode)
	f.Add("H26.103.25.7-250908-0112")
	f.Add("no code")
	f.Fuzz(func(t *testing.T, s string) {
		c, err := ParseCode(s)
		if err == nil && (c.String() != s || FromToken(c.Token()) != s) {
			t.Fatalf("%q became %q, token %q", s, c, c.Token())
		}
	})
}
