package web

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/hoso-engine/dossier/domain"
)

const (
	// maxLine is more than a commit may hold.
	maxLine = 1 << 20

	// maxPiece is how many lines are decided together, at most, when they come
	// faster than they can be decided.
	maxPiece = 256
)

// lines reads a stream of events, one a line.
type lines struct {
	r       *bufio.Reader
	maxOpen int64 // bytes of one transaction
	buffer  []byte
}

func newLines(r io.Reader, maxOpen int64) *lines {
	return &lines{r: bufio.NewReaderSize(r, 64<<10), maxOpen: maxOpen}
}

// take waits for a line and returns its event, together with those of the lines
// that have arrived by then: a slow sender has each answer at once, a fast one
// is not held up by the answers. A transaction is never parted, as long as its
// lines stay below maxOpen. The error is [io.EOF] at the end; events come with
// either.
func (l *lines) take() (events []domain.Parsed, err error) {
	open, size := false, int64(0)
	for size < l.maxOpen {
		if len(events) > 0 && !open && (len(events) >= maxPiece || !l.arrived()) {
			return events, nil
		}
		line, tooLong, err := l.next()
		if err != nil && !errors.Is(err, io.EOF) {
			return events, err // what stands on a line that was cut off is not known
		}
		size += int64(len(line))
		switch {
		case tooLong:
			events = append(events, domain.Parsed{Err: errLongLine})
		case len(line) == 0:
			open = false
		default:
			p := domain.ParseOne(line)
			open = p.Event.Transaction != "" || open && p.Err != nil
			events = append(events, p)
		}
		if err != nil {
			return events, err
		}
	}
	return events, nil
}

var errLongLine = &domain.Error{
	Code: domain.CodeTooLarge, Message: fmt.Sprintf("the line has more than %d bytes", maxLine),
}

// arrived reports whether a whole line can be had without waiting.
func (l *lines) arrived() bool {
	waiting, err := l.r.Peek(l.r.Buffered())
	return err == nil && bytes.IndexByte(waiting, '\n') >= 0
}

// next returns the next line, which is valid until the one after it. Of one that
// is too long it returns nothing.
func (l *lines) next() (line []byte, tooLong bool, err error) {
	l.buffer = l.buffer[:0]
	for {
		part, err := l.r.ReadSlice('\n')
		if tooLong = tooLong || len(l.buffer)+len(part) > maxLine; !tooLong {
			l.buffer = append(l.buffer, part...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if tooLong {
			return nil, true, err
		}
		return bytes.TrimSpace(l.buffer), false, err
	}
}
