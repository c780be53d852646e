package logtest

import "bytes"

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

// EveryByte yields how to change each byte of a form in some ways.
func EveryByte(form []byte) func(yield func(how []byte) bool) {
	return func(yield func([]byte) bool) {
		for at := range form {
			for _, change := range []byte{1, 2, 0x10, 0x80, 0xff} {
				if !yield([]byte{byte(at >> 16), byte(at >> 8), byte(at), change}) {
					return
				}
			}
		}
	}
}
