package jetstream

import (
	"errors"
	"testing"

	js "github.com/nats-io/nats.go/jetstream"

	"github.com/hoso-engine/dossier/eventstore"
)

func TestWhatTheBrokerSaysOfAWholeLogAndOfOthers(t *testing.T) {
	for _, test := range []struct {
		sentence string
		state    js.StreamState
		corrupt  bool
		position uint64
	}{
		{"an empty log", js.StreamState{}, false, 0},
		{"a whole log", js.StreamState{FirstSeq: 1, LastSeq: 9, Msgs: 9}, false, 0},
		{"the beginning is missing", js.StreamState{FirstSeq: 3, LastSeq: 9, Msgs: 7}, true, 1},
		{"all is missing", js.StreamState{FirstSeq: 10, LastSeq: 9}, true, 1},
		{"records are missing", js.StreamState{FirstSeq: 1, LastSeq: 9, Msgs: 7, NumDeleted: 2, Deleted: []uint64{4, 6}}, true, 4},
		{"records are lost", js.StreamState{FirstSeq: 1, LastSeq: 9, Msgs: 9, Lost: &js.LostStreamData{Msgs: []uint64{5}}}, true, 5},
		{"records are counted out", js.StreamState{FirstSeq: 1, LastSeq: 9, Msgs: 9, NumDeleted: 1}, true, 0},
		{"fewer than positions", js.StreamState{FirstSeq: 1, LastSeq: 9, Msgs: 8}, true, 0},
	} {
		var corrupt *eventstore.CorruptError
		switch err := whole(test.state); {
		case errors.As(err, &corrupt) != test.corrupt:
			t.Errorf("%s: %v", test.sentence, err)
		case test.corrupt && corrupt.Position != test.position:
			t.Errorf("%s: corrupt at %d, want %d", test.sentence, corrupt.Position, test.position)
		}
	}
}
