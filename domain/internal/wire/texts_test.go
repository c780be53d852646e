package wire

import (
	"reflect"
	"testing"

	"github.com/go-json-experiment/json"
)

// Lists of texts are written as package json writes them, and what is read is what it
// reads; with an escape, or null, they are left to it.
func TestTexts(t *testing.T) {
	type letter struct {
		Missing []string `json:"missing,omitzero"`
		Reason  string   `json:"reason,omitzero"`
	}
	form := Of(reflect.TypeFor[letter]())
	for _, l := range []letter{
		{},
		{Reason: "none"},
		{Missing: []string{}},
		{Missing: []string{""}},
		{Missing: []string{"Sơ đồ mặt bằng", "b", "c"}, Reason: "Hồ sơ chưa đầy đủ"},
		{Missing: []string{`a "quote"`}},
		{Missing: []string{"\xff"}},
	} {
		want, refused := json.Marshal(&l, json.Deterministic(true))
		got, err := form.Append(nil, &l)
		if (err == nil) != (refused == nil) || err == nil && string(got) != string(want) {
			t.Errorf("%+v is written as %s (%v), not as %s (%v)", l, got, err, want, refused)
		}
	}
	for text, taken := range map[string]bool{
		`{}`: true, `{"missing":[]}`: true, `{"missing":["a"]}`: true, `{"missing":["a","Sơ đồ"],"reason":"b"}`: true,
		`{"missing":null}`: false, `{"missing":["a\n"]}`: false, `{"missing":["a",]}`: false, `{"missing":["a"`: false,
		`{"missing":[1]}`: false, `{"missing":["a" ]}`: false, `{"missing":[,"a"]}`: false,
	} {
		var got, want letter
		ok := form.Read(&Input{Rest: []byte(text), Words: NewWords()}, &got)
		if ok != taken {
			t.Errorf("%s is taken: %v", text, ok)
		}
		if err := json.Unmarshal([]byte(text), &want); ok && (err != nil || !reflect.DeepEqual(got, want)) {
			t.Errorf("%s is read as %+v, not as %+v (%v)", text, got, want, err)
		}
	}
}
