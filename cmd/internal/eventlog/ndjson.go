package eventlog

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/hoso-engine/dossier/domain"
)

// Marking says whether events are marked as backdated.
type Marking uint8

const (
	AsWritten     Marking = iota
	MarkBackdated         // every event is meant to be as old as it is
)

// ReadEvents yields the events of NDJSON, one CloudEvent per line. Of an
// exported log it drops what the engine adds: the attributes that it sets, and
// its own events, which the rules make again. A line that is no event is an item
// with an error of its own; a stream that breaks off is an error after what was
// read.
func ReadEvents(r io.Reader, mark Marking) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		in, err := Plain(r)
		if err != nil {
			yield(Item{}, err)
			return
		}
		reader := domain.NewStoredReader()
		for line := 1; ; line++ {
			b, err := readLine(in)
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil && !errors.Is(err, errLongLine) {
				yield(Item{}, fmt.Errorf("line %d can't be read: %w", line, err))
				return
			}
			item, some := lineItem(reader, b, err, line, mark)
			if some && !yield(item, nil) {
				return
			}
		}
	}
}

// lineItem returns what the line says; an empty one, and an event that the
// engine made, says nothing.
func lineItem(reader *domain.StoredReader, b []byte, err error, line int, mark Marking) (Item, bool) {
	if err != nil {
		return refusal("", "", line, refuse(domain.CodeTooLarge, "the line has more than %d bytes", maxLine)), true
	}
	if len(bytes.TrimSpace(b)) == 0 {
		return Item{}, false
	}
	e, ok := reader.ReadSaid(bytes.TrimRight(b, "\r\n"))
	if !ok {
		return otherItem(b, line, mark)
	}
	e.RecordedAt, e.Sequence = time.Time{}, 0
	e.Backdated = e.Backdated || mark == MarkBackdated
	item := Item{Parsed: domain.Parsed{Event: e, ID: e.ID, Code: e.Subject}, Lines: []int{line}}
	return item, e.Source != domain.EngineSource && !e.Type.EngineOnly()
}

// otherItem returns what a line says that is not written as the engine writes it.
func otherItem(b []byte, line int, mark Marking) (Item, bool) {
	var ce domain.CloudEvent
	if json.Unmarshal(b, &ce) != nil {
		return Item{Parsed: domain.ParseOne(b), Lines: []int{line}}, true // it says what is wrong
	}
	if ce.Source == domain.EngineSource || ce.Type.EngineOnly() {
		return Item{}, false
	}
	ce.RecordedTime, ce.Sequence, ce.PrevHash = "", 0, ""
	ce.Backdated = ce.Backdated || mark == MarkBackdated
	b, err := json.Marshal(&ce)
	if err != nil {
		return refusal(ce.ID, ce.Subject, line, refuse(domain.CodeMalformedJSON, "%s", err)), true
	}
	item := Item{Parsed: domain.ParseOne(b), Lines: []int{line}}
	item.Parsed.Event.Type = ce.Type
	return item, true
}

// maxLine is the longest line, in bytes, that can be an event: as much as the
// log takes in one commit.
const maxLine = 1 << 20

var errLongLine = errors.New("the line is too long")

// readLine returns the next line, without keeping more of a longer one than
// maxLine; io.EOF after the last. The line is only valid until the next call.
func readLine(in *bufio.Reader) ([]byte, error) {
	part, err := in.ReadSlice('\n')
	if err == nil {
		return part, nil
	}
	var line []byte
	for {
		if len(line) <= maxLine {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			part, err = in.ReadSlice('\n')
			continue
		case errors.Is(err, io.EOF) && len(line) > 0:
		case err != nil:
			return nil, err
		}
		if len(line) > maxLine {
			return nil, errLongLine
		}
		return line, nil
	}
}
