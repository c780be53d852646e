package domain

import (
	"crypto/sha256"
	"fmt"
)

// said is what publishers have said about one dossier or reference fact: enough
// of each event to know a repeat for ever, longer than any broker's window.
type said []utterance

type utterance struct {
	by       speaker
	content  [16]byte // the event's fingerprint
	sequence int32
	event    Type
}

// Duplicate is the answer of [Decide] to an event that was accepted before with
// the same content. Nothing follows from it.
type Duplicate struct {
	Sequence int // of the event as it was first accepted
}

func (d *Duplicate) Error() string {
	return fmt.Sprintf("the event was accepted before, as number %d of its dossier", d.Sequence)
}

// speaker identifies an event among all that publishers say: the source with its id.
type speaker [16]byte

func (e *Event) speaker() speaker {
	var room [128]byte // for almost all of them
	text := append(append(append(room[:0], e.Source...), 0), e.ID...)
	sum := sha256.Sum256(text)
	return speaker(sum[:16])
}

// note remembers an accepted event. The engine's own can't be repeated by
// anyone and take no memory.
func (s *said) note(e *Event) {
	if e.Source != EngineSource {
		s.noteOf(e.speaker(), e.Fingerprint(), e)
	}
}

// noteOf is note for a publisher's event whose speaker and fingerprint are known.
func (s *said) noteOf(by speaker, content [16]byte, e *Event) {
	*s = append(*s, utterance{by: by, content: content, sequence: int32(e.Sequence), event: e.Type})
}

// find returns a [*Duplicate] for a repeat, an [Error] for an id that was used
// for something else, nil for a new event.
func (s said) find(by speaker, e *Event) error {
	for i := range s {
		if s[i].by != by {
			continue
		}
		if s[i].content == e.Fingerprint() {
			return &Duplicate{Sequence: int(s[i].sequence)}
		}
		return refuse(CodeIDReused, "/id", "id %q of source %q was used before for another event", e.ID, e.Source)
	}
	return nil
}

// at returns the type of the event of that sequence; empty where no publisher
// said one.
func (s said) at(sequence int) Type {
	for i := range s {
		if int(s[i].sequence) == sequence {
			return s[i].event
		}
	}
	return ""
}
