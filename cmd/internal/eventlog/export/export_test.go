package export

import (
	"bytes"
	"encoding/csv"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
)

var rewrite = flag.Bool("rewrite", false, "rewrite the golden files of testdata")

// TestGolden: four dossiers in every format that is text.
func TestGolden(t *testing.T) {
	src := filed(t, 4)
	for _, what := range []string{Dossiers, Events} {
		for _, format := range Formats() {
			if format == "parquet" || what == Dossiers && (format == "xes" || format == "ocel") {
				continue // no text; the same for dossiers and events
			}
			got := written(t, src, what, map[string]string{"format": format})
			name := filepath.Join("testdata", what+"-"+format+".golden")
			if *rewrite {
				if err := os.WriteFile(name, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("%s as %s (-want +got):\n%s", what, format, diff)
			}
		}
	}
}

// TestNothingPersonal: whatever the log holds of an applicant, no format has it,
// but the reference.
func TestNothingPersonal(t *testing.T) {
	src := filed(t, 8)
	for _, what := range []string{Dossiers, Events} {
		for _, format := range Formats() {
			got := written(t, src, what, map[string]string{"format": format})
			for _, secret := range secrets {
				if strings.Contains(got, secret) {
					t.Errorf("%s as %s has %q", what, format, secret)
				}
			}
		}
	}
	if got := written(t, src, Events, map[string]string{"format": "ndjson"}); !strings.Contains(got, `"applicant":{"ref":"a-2"}`) {
		t.Error("the reference that a correction gives is gone")
	}
}

// TestRowsAreTheList: an export has as many rows as the table has dossiers that
// the filter matches, in every format that has rows, over any number of pages.
func TestRowsAreTheList(t *testing.T) {
	src := filed(t, 1200) // two pages
	rapid.Check(t, func(rt *rapid.T) {
		words := map[string]string{
			"state": rapid.SampledFrom([]string{"", "submitted", "processing,completed"}).Draw(rt, "state"),
			"q":     rapid.SampledFrom([]string{"", "H37.13-260105-01", "nothing"}).Draw(rt, "q"),
			"unit":  rapid.SampledFrom([]string{"", "nvy"}).Draw(rt, "unit"),
		}
		o, err := ParseOrder(Dossiers, func(name string) string { return words[name] }, time.Now(), hanoi)
		if err != nil {
			rt.Fatal(err)
		}
		want := 0
		for range src.table.Find(o.Filter) {
			want++
		}
		words["format"] = "csv"
		rows, err := csv.NewReader(strings.NewReader(written(t, src, Dossiers, words))).ReadAll()
		if err != nil || len(rows)-1 != want {
			rt.Errorf("csv has %d rows of %d: %v", len(rows)-1, want, err)
		}
		words["format"] = "ndjson"
		if got := strings.Count(written(t, src, Dossiers, words), "\n"); got != want {
			rt.Errorf("ndjson has %d rows of %d", got, want)
		}
	})
}

// TestParquetReadBack: a Parquet file says what the table of text says, cell by
// cell.
func TestParquetReadBack(t *testing.T) {
	src := filed(t, 12)
	for _, what := range []string{Dossiers, Events} {
		text, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(written(t, src, what, map[string]string{"format": "csv"}), byteOrderMark))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		file := written(t, src, what, map[string]string{"format": "parquet"})
		rows := readParquet(t, file)
		if len(rows) != len(text)-1 {
			t.Fatalf("%s: %d rows instead of %d", what, len(rows), len(text)-1)
		}
		for i, row := range rows {
			for j, name := range text[0] {
				if want := text[i+1][j]; !alike(row[name], want) {
					t.Errorf("%s, row %d, %s: %v instead of %q", what, i, name, row[name], want)
				}
			}
		}
	}
}

// readParquet reads every row, by column.
func readParquet(t *testing.T, file string) (all []map[string]parquet.Value) {
	t.Helper()
	f, err := parquet.OpenFile(strings.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	columns := f.Schema().Columns()
	for _, group := range f.RowGroups() {
		rows := group.Rows()
		defer rows.Close()
		buffer := make([]parquet.Row, group.NumRows())
		if n, err := rows.ReadRows(buffer); n != len(buffer) {
			t.Fatal(n, err)
		}
		for _, row := range buffer {
			named := make(map[string]parquet.Value)
			for _, v := range row {
				named[columns[v.Column()][0]] = v.Clone()
			}
			all = append(all, named)
		}
	}
	return all
}

// alike compares a stored value with its text.
func alike(v parquet.Value, text string) bool {
	switch {
	case v.IsNull():
		return text == ""
	case v.Kind() == parquet.Boolean:
		return v.Boolean() == (text == "true")
	case v.Kind() == parquet.Int64:
		if at, err := time.Parse(time.RFC3339Nano, text); err == nil {
			return v.Int64() == at.UnixMilli()
		}
		n, _ := strconv.ParseInt(text, 10, 64)
		return v.Int64() == n
	}
	return string(v.ByteArray()) == text
}

// TestPeriodAndTypes: a period and types choose events; the trace of a dossier
// none of whose events are chosen is left out.
func TestPeriodAndTypes(t *testing.T) {
	src := filed(t, 8)
	got := written(t, src, Events, map[string]string{"format": "ndjson", "type": "dossier.transferred,dossier.completed", "to": "2026-01-06"})
	if n, transfers := strings.Count(got, "\n"), strings.Count(got, `"type":"dossier.transferred"`); n != 6 || transfers != 6 {
		t.Errorf("%d events, %d of them transfers, instead of 6 transfers", n, transfers)
	}
	if got := strings.Count(written(t, src, Events, map[string]string{"format": "xes", "type": "dossier.completed"}), "<trace>"); got != 4 {
		t.Errorf("%d traces instead of 4", got)
	}
	if got := strings.Count(written(t, src, Dossiers, map[string]string{"format": "ndjson", "from": "2026-01-05T10:00:00+07:00", "to": "2026-01-05T12:00:00+07:00"}), "\n"); got != 3 {
		t.Errorf("%d dossiers came in between 10 and 12 instead of 3", got)
	}
}

// TestRefusedOrders: what can't be read is refused with the name of the word.
func TestRefusedOrders(t *testing.T) {
	for word, value := range map[string]string{
		"format": "xlsx", "type": "calendar.changed", "from": "yesterday", "to": "2026-13-01", "state": "eaten",
	} {
		_, err := ParseOrder(Events, func(name string) string { return map[string]string{word: value}[name] }, time.Now(), hanoi)
		refusal, ok := errors.AsType[*domain.Error](err)
		if !ok || refusal.Code != domain.CodeInvalidField || refusal.Field != word {
			t.Errorf("%s=%s: %v", word, value, err)
		}
	}
}

// A period that ends before it begins holds nothing: it is refused, not exported.
func TestAnOrderOfAPeriodBackwards(t *testing.T) {
	for to, refused := range map[string]bool{"2026-01-31": true, "2026-02-01": false} {
		words := map[string]string{"from": "2026-02-01", "to": to}
		_, err := ParseOrder(Dossiers, func(name string) string { return words[name] }, time.Now(), hanoi)
		refusal, is := errors.AsType[*domain.Error](err)
		if is != refused || is && (refusal.Code != domain.CodeInvalidField || refusal.Field != "to") {
			t.Errorf("from %s to %s: %v", words["from"], to, err)
		}
	}
}

// TestBrokenWriter: an export whose file is full says so.
func TestBrokenWriter(t *testing.T) {
	src := filed(t, 400)
	for _, format := range Formats() {
		o := &Order{What: Events, Format: format}
		if err := o.Write(t.Context(), &full{left: 1000}, src, nil); !errors.Is(err, errFull) {
			t.Errorf("%s: %v", format, err)
		}
	}
}

// full takes so many bytes.
type full struct {
	bytes.Buffer
	left int
}

var errFull = errors.New("full")

func (f *full) Write(b []byte) (int, error) {
	if f.left -= len(b); f.left < 0 {
		return 0, errFull
	}
	return len(b), nil
}
