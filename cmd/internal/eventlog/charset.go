package eventlog

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// knownCharset reports whether [decoded] reads the charset; empty is UTF-8.
func knownCharset(name string) bool { return isUTF8(name) || isLatin1(name) }

func isUTF8(name string) bool {
	return name == "" || strings.EqualFold(name, "utf-8") || strings.EqualFold(name, "us-ascii")
}

func isLatin1(name string) bool { return strings.EqualFold(name, "iso-8859-1") }

// decoded returns the text of the charset as UTF-8.
func decoded(charset string, r io.Reader) (io.Reader, error) {
	switch {
	case isUTF8(charset):
		return r, nil
	case isLatin1(charset):
		return &latin1{in: bufio.NewReader(r)}, nil
	}
	return nil, fmt.Errorf("charset %q is not known: utf-8 and iso-8859-1 are", charset)
}

// latin1 turns ISO-8859-1, in which a byte is a code point, into UTF-8.
type latin1 struct{ in *bufio.Reader }

func (l *latin1) Read(p []byte) (n int, err error) {
	if len(p) < utf8.UTFMax {
		return 0, io.ErrShortBuffer
	}
	for n+utf8.UTFMax <= len(p) {
		b, err := l.in.ReadByte()
		if err != nil {
			if n > 0 {
				err = nil // the end comes with the next call
			}
			return n, err
		}
		n += utf8.EncodeRune(p[n:], rune(b))
		if l.in.Buffered() == 0 {
			break
		}
	}
	return n, nil
}

// byteOrderMark may stand before UTF-8 text.
const byteOrderMark = "\uFEFF"

// Plain returns a text without its compression (gzip) and byte order mark.
func Plain(r io.Reader) (*bufio.Reader, error) {
	in := bufio.NewReaderSize(r, 1<<16)
	if magic, err := in.Peek(2); err == nil && magic[0] == 0x1f && magic[1] == 0x8b {
		unzipped, err := gzip.NewReader(in)
		if err != nil {
			return nil, fmt.Errorf("the compressed log can't be read: %w", err)
		}
		in = bufio.NewReaderSize(unzipped, 1<<16)
	}
	if mark, err := in.Peek(len(byteOrderMark)); err == nil && string(mark) == byteOrderMark {
		_, _ = in.Discard(len(mark)) // it was just peeked
	}
	return in, nil
}
