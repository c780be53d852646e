package wire

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// Input is a text that is read from its beginning. Each method takes what it
// names off its front, or reports that something else is there; except for
// [Input.Is], the input is of no more use after that.
type Input struct {
	Rest  []byte
	Words *Words

	// Said is set while what a publisher says is read: instants are cut to the
	// millisecond, and nothing is left to package json, which would drop what it does
	// not know.
	Said bool
}

// Is takes the text off the front if it is there.
func (in *Input) Is(text string) bool {
	if len(in.Rest) < len(text) || string(in.Rest[:len(text)]) != text {
		return false
	}
	in.Rest = in.Rest[len(text):]
	return true
}

// next returns the first byte; 0 at the end.
func (in *Input) next() byte {
	if len(in.Rest) == 0 {
		return 0
	}
	return in.Rest[0]
}

// Text reads a text that differs from event to event.
func (in *Input) Text(into *string) bool {
	b, ok := in.text()
	*into = string(b)
	return ok
}

// Word reads a text that many events have in common.
func (in *Input) Word(into *string) bool {
	b, ok := in.text()
	*into = in.Words.of(b)
	return ok
}

// Bytes reads a text; it lies in the input.
func (in *Input) Bytes(into *[]byte) (ok bool) {
	*into, ok = in.text()
	return ok
}

// text reads a text in quotes without escapes.
func (in *Input) text() ([]byte, bool) {
	if in.next() != '"' {
		return nil, false
	}
	end := 1 + plain(in.Rest[1:])
	ascii := end < len(in.Rest) && in.Rest[end] == '"'
	if !ascii {
		more := bytes.IndexByte(in.Rest[end:], '"')
		if more < 0 {
			return nil, false
		}
		end += more
	}
	b := in.Rest[1:end]
	in.Rest = in.Rest[end+1:]
	return b, ascii || sound(b)
}

// sound reports whether a text without quotes stands for itself.
func sound(b []byte) bool {
	for _, c := range b {
		if c < ' ' || c == '\\' {
			return false
		}
	}
	return utf8.Valid(b)
}

// plain returns how many bytes at the beginning are ASCII and neither quotes, escapes
// nor control characters; of the last few bytes it says nothing. It looks at eight at
// a time: a byte less one takes its high bit from another where it is zero.
func plain(b []byte) (n int) {
	const each, high = 0x0101010101010101, 0x8080808080808080
	for ; len(b)-n >= 8; n += 8 {
		w := binary.LittleEndian.Uint64(b[n:])
		quote, escape := w^(each*'"'), w^(each*'\\')
		odd := ((w-each*' ')&^w | (quote-each)&^quote | (escape-each)&^escape | w) & high
		if odd != 0 {
			return n + bits.TrailingZeros64(odd)/8
		}
	}
	return n
}

// maxDigits is how many digits an int64 surely holds.
const maxDigits = 18

// Number reads a whole number.
func (in *Input) Number(into *int) bool {
	n, ok := in.number()
	*into = int(n)
	return ok
}

func (in *Input) number() (n int64, ok bool) {
	negative := in.Is("-")
	first := in.next()
	digits := 0
	for c := first; c >= '0' && c <= '9' && digits <= maxDigits; c = in.next() {
		n = n*10 + int64(c-'0')
		in.Rest = in.Rest[1:]
		digits++
	}
	if digits == 0 || digits > maxDigits || first == '0' && (digits > 1 || negative) {
		return 0, false
	}
	if negative {
		n = -n
	}
	return n, true
}

// maxNesting bounds how deep a value is gone into: far below what package json
// takes, at which it would refuse.
const maxNesting = 64

// value takes a whole value off the front, of which nothing is known but where it
// ends: that it is one must be proved by reading it.
func (in *Input) value() ([]byte, bool) {
	depth := 0
	for i := 0; i < len(in.Rest) && depth <= maxNesting; i++ {
		switch c := in.Rest[i]; c {
		case '{', '[':
			depth++
		case '"':
			if i = in.closing(i); i < 0 {
				return nil, false
			}
		case '}', ']', ',':
			if depth == 0 {
				raw := in.Rest[:i]
				in.Rest = in.Rest[i:]
				return raw, true
			}
			if c != ',' {
				depth--
			}
		}
	}
	return nil, false
}

// closing returns the place of the quote that ends the text that begins at the
// place; negative for none.
func (in *Input) closing(begin int) int {
	for i := begin + 1; i < len(in.Rest); i++ {
		switch in.Rest[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return -1
}
