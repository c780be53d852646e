package pack

import "unsafe"

// All that the package does with memory beyond what the language checks is here.
// It never writes through any of it.

// textOf returns bytes as a text that shares their memory: they must not change.
func textOf(b []byte) string {
	return unsafe.String(unsafe.SliceData(b), len(b)) //nolint:gosec // Reader says that they don't
}

// bytesOf returns the bytes of a text, which must not be written to.
func bytesOf(s string) []byte {
	return unsafe.Slice(unsafe.StringData(s), len(s)) //nolint:gosec // they are read alone
}

// placeOf returns where a text stands in memory: a number to look it up by.
func placeOf(s string) uintptr {
	return uintptr(unsafe.Pointer(unsafe.StringData(s))) //nolint:gosec // never becomes a pointer again
}
