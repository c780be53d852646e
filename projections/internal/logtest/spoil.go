package logtest

import (
	"bytes"
	"testing"
)

// Spoil returns bytes of which some were changed: each four of how say which, and to
// what.
func Spoil(form, how []byte) []byte {
	spoiled := bytes.Clone(form)
	for ; len(how) >= 4; how = how[4:] {
		at := int(how[0])<<16 | int(how[1])<<8 | int(how[2])
		spoiled[at%len(spoiled)] ^= how[3]
	}
	return spoiled
}

// TrySpoilt tries what a form is with each byte of it changed in some ways: it is
// refused or can be used like any other, and is refused often enough to show that
// reading looks at it. try spoils the form as [Spoil] does, reads it, and uses what it
// read where nothing is wrong.
func TrySpoilt(t *testing.T, form []byte, try func(how []byte) (refused bool)) {
	t.Helper()
	refused, tried := 0, 0
	for at := range form {
		for _, change := range []byte{1, 2, 0x10, 0x80, 0xff} {
			if tried++; try([]byte{byte(at >> 16), byte(at >> 8), byte(at), change}) {
				refused++
			}
		}
	}
	if try(nil) || refused < tried/4 {
		t.Errorf("%d of %d are refused", refused, tried)
	}
}

// FuzzSpoilt is [TrySpoilt] for as many changes at once as the fuzzer thinks of.
func FuzzSpoilt(f *testing.F, try func(how []byte) (refused bool)) {
	f.Add([]byte{0, 0, 10, 1, 0, 0, 200, 0xff})
	f.Fuzz(func(_ *testing.T, how []byte) { try(how) })
}
