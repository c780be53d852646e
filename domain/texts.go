package domain

import (
	"crypto/sha256"
	"encoding/binary"
)

// Texts keep the JSON forms of the data of events that are being decided: each is
// written once, for the event's fingerprint, and used again when the event is stored.
// What is stored is asked for in the order in which it was decided, each event once.
// The zero Texts are empty, nil keeps nothing. They are used by one goroutine at a
// time; data that they hold does not change meanwhile.
type Texts struct {
	room []byte
	all  []dataText // in the order of deciding
	next int        // the first that was not asked for yet
}

// dataText is the JSON form of data.
type dataText struct {
	data     Data
	from, to int // in room
}

// largestRoom is how many bytes of memory are kept for the next texts.
const largestRoom = 64 << 10

// Clear forgets all texts. Their memory is used again, unless it is large.
func (t *Texts) Clear() {
	if cap(t.room) > largestRoom {
		*t = Texts{}
		return
	}
	clear(t.all)
	t.room, t.all, t.next = t.room[:0], t.all[:0], 0
}

// fingerprint is [Event.Fingerprint], and keeps the text of the data.
func (t *Texts) fingerprint(e *Event) [16]byte {
	keeps := t != nil
	if !keeps {
		t = &Texts{room: make([]byte, 0, 1<<9)}
	}
	begin := len(t.room)
	for _, s := range [...]string{string(e.Type), e.Subject, e.Actor, e.Transaction} {
		t.room = append(binary.AppendUvarint(t.room, uint64(len(s))), s...)
	}
	t.room = binary.AppendVarint(t.room, e.At.UnixMilli())
	from := len(t.room)
	// Data that can't be written, such as a text that is no UTF-8, is refused when it
	// is stored, not here: no such event has a fingerprint that anybody will ask for.
	if room, err := layoutOf(e.Data).data.Append(t.room, e.Data); err == nil {
		if t.room = room; keeps {
			t.all = append(t.all, dataText{data: e.Data, from: from, to: len(room)})
		}
	}
	sum := sha256.Sum256(t.room[begin:])
	return [16]byte(sum[:16])
}

// of returns the text of the event's data, and uses up those before it; nil where it is
// not kept.
func (t *Texts) of(e *Event) []byte {
	if t == nil || e.Source == EngineSource {
		return nil
	}
	for t.next < len(t.all) {
		found := t.all[t.next]
		if t.next++; found.data == e.Data {
			return t.room[found.from:found.to]
		}
	}
	return nil
}
