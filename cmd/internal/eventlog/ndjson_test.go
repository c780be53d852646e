package eventlog

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/hoso-engine/dossier/domain"
)

// An exported log is read without what the engine adds; each line that is no
// event says so, with its number.
func TestReadEvents(t *testing.T) {
	for mark, golden := range map[Marking]string{AsWritten: "events.golden", MarkBackdated: "events.backdated.golden"} {
		f, err := os.Open("testdata/events.ndjson")
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		items, err := collect(ReadEvents(f, mark))
		if err != nil {
			t.Fatal(err)
		}
		equalGolden(t, golden, transcript(t, items))
	}
}

func TestReadEventsLongLine(t *testing.T) {
	log := strings.Repeat("x", maxLine+1) + "\n" + strings.Repeat("y", maxLine+1<<17)
	items, err := collect(ReadEvents(strings.NewReader(log), AsWritten))
	if err != nil || len(items) != 2 {
		t.Fatalf("got %d items, %v", len(items), err)
	}
	for i, item := range items {
		if item.Lines[0] != i+1 || item.Parsed.Err.Code != domain.CodeTooLarge {
			t.Errorf("got %+v", item)
		}
	}
}

// A stream that breaks off says so after what it said before.
func TestReadEventsBreaksOff(t *testing.T) {
	broken := errors.New("cable pulled")
	log := io.MultiReader(strings.NewReader("{}\n{}"), iotest.ErrReader(broken))
	items, err := collect(ReadEvents(log, AsWritten))
	if !errors.Is(err, broken) || len(items) != 1 {
		t.Errorf("got %d items, %v", len(items), err)
	}
	if items, err := collect(ReadEvents(strings.NewReader(""), AsWritten)); len(items) != 0 || err != nil {
		t.Errorf("an empty log: %d items, %v", len(items), err)
	}
}

// Every form that the log holds, also with an instant more exact than it is kept,
// and with a name that is not known, means the same whichever way it is read; those
// of dossiers are read the fast way, but for corrections, which hold other facts.
func TestLinesAreReadAlike(t *testing.T) {
	names, err := filepath.Glob("../../../eventstore/testdata/golden/*.json")
	if err != nil || len(names) == 0 {
		t.Fatalf("no forms: %v", err)
	}
	for _, name := range names {
		form, err := os.ReadFile(name)
		line := jsontext.Value(form)
		if err := errors.Join(err, line.Compact()); err != nil {
			t.Fatal(err)
		}
		checkLine(t, line)
		checkLine(t, bytes.ReplaceAll(line, []byte("00+07:00"), []byte("00.1234567+07:00")))
		checkLine(t, bytes.Replace(line, []byte(`"data":{`), []byte(`"data":{"unheard":1,`), 1))
		var ce domain.CloudEvent
		if err := json.Unmarshal(line, &ce); err != nil {
			t.Fatal(err)
		}
		factless := ce.Type != domain.TypeCorrected
		today := ce.DataSchema == fmt.Sprintf("%s/%d", ce.Type, ce.Type.Version())
		if _, fast := domain.NewStoredReader().ReadSaid(line); fast != (today && factless && ce.Type.Kind() == domain.KindDossier) {
			t.Errorf("%s is read the fast way: %t", name, fast)
		}
	}
}

// checkLine compares both ways to read a line.
func checkLine(t *testing.T, line []byte) {
	t.Helper()
	got, some := lineItem(domain.NewStoredReader(), line, nil, 7, MarkBackdated)
	want, wanted := otherItem(line, 7, MarkBackdated)
	if some != wanted || some && !reflect.DeepEqual(got, want) {
		t.Errorf("%s\nis read as %+v (%t), want %+v (%t)", line, got, some, want, wanted)
	}
}

func FuzzReadEvents(f *testing.F) {
	whole, err := os.ReadFile("testdata/events.ndjson")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(whole))
	f.Fuzz(func(t *testing.T, log string) {
		if strings.HasPrefix(log, "\x1f\x8b") {
			t.Skip()
		}
		items, err := collect(ReadEvents(strings.NewReader(log), AsWritten))
		if err != nil {
			t.Fatalf("broke off: %s", err)
		}
		last := 0
		for _, i := range items {
			if len(i.Lines) != 1 || i.Lines[0] <= last {
				t.Fatalf("lines %v after %d", i.Lines, last)
			}
			last = i.Lines[0]
			if i.Parsed.Err == nil && i.Parsed.Event.Source == domain.EngineSource {
				t.Fatal("an event of the engine's own")
			}
		}
	})
}
