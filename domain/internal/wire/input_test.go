package wire

import (
	"bytes"
	"testing"
	"unicode/utf8"
)

// slowly reads a text byte by byte.
func slowly(input []byte) (text, rest []byte, ok bool) {
	if len(input) == 0 || input[0] != '"' {
		return nil, nil, false
	}
	end := bytes.IndexByte(input[1:], '"') + 1
	if end == 0 {
		return nil, nil, false
	}
	text, rest = input[1:end], input[end+1:]
	for _, c := range text {
		if c < ' ' || c == '\\' {
			return nil, nil, false
		}
	}
	return text, rest, utf8.Valid(text)
}

// FuzzText reads texts eight bytes at a time, and byte by byte.
func FuzzText(f *testing.F) {
	for _, text := range []string{"", "a", "mười hai ký tự", "12345678", "tab\tin it", "an \\\" escape", "\x7f\x80", "0123456789012345678901234567890123456789"} {
		f.Add([]byte(`"`+text+`","next":1`), 0)
		f.Add([]byte(text+`"`), 3)
	}
	f.Fuzz(func(t *testing.T, input []byte, cut int) {
		input = append([]byte{'"'}, input[min(max(cut, 0), len(input)):]...)
		want, rest, sound := slowly(input)
		in := Input{Rest: input}
		got, ok := in.text()
		if ok != sound {
			t.Fatalf("%q is taken: %v", input, ok)
		}
		if ok && (!bytes.Equal(got, want) || !bytes.Equal(in.Rest, rest)) {
			t.Fatalf("%q is read as %q, and %q is left", input, got, in.Rest)
		}
	})
}

func TestEveryByteInEveryPlaceOfAText(t *testing.T) {
	for length := range 20 {
		for at := range length {
			for c := range 256 {
				input := append(append([]byte{'"'}, bytes.Repeat([]byte{'x'}, length)...), `","more":"of it"`...)
				input[1+at] = byte(c)
				want, rest, sound := slowly(input)
				in := Input{Rest: input}
				if got, ok := in.text(); ok != sound || ok && (!bytes.Equal(got, want) || !bytes.Equal(in.Rest, rest)) {
					t.Fatalf("%q is read as %q, %v", input, got, ok)
				}
			}
		}
	}
}
