package ontime

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// diffHead are the columns of a diff as a table: first the figures, then the
// dossiers.
var diffHead = []string{"Loại", "Dòng / mã hồ sơ", "Cột", "Trước", "Sau", "Ghi nhận giữa hai thời điểm"}

// WriteDiffCSV writes the diff as UTF-8 with a byte order mark, which spreadsheets
// need to read it as such. The last records say what each reading knew, how far it
// counts and by which policy.
func WriteDiffCSV(w io.Writer, d Diff) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	records := [][]string{diffHead}
	for _, f := range d.Rows {
		records = append(records, f.record("dòng", f.Label()))
	}
	for _, f := range d.Total {
		records = append(records, f.record("tổng", "Tổng cộng"))
	}
	for i := range d.Moves {
		m := &d.Moves[i]
		records = append(records, []string{"hồ sơ", Plain(string(m.Code)), "", Plain(PrintPlaces(m.Before)), Plain(PrintPlaces(m.After)), Plain(m.explanation())})
	}
	if d.LeftOut > 0 {
		records = append(records, []string{"", fmt.Sprintf("còn %d hồ sơ nữa", d.LeftOut), "", "", "", ""})
	}
	for _, fact := range [...]struct {
		name string
		of   func(Reading) string
	}{
		{"Như đã biết lúc", func(r Reading) string { return r.KnownAt.Format(time.RFC3339) }},
		{"Tính đến", func(r Reading) string { return r.AsOf.Format(time.RFC3339) }},
		{"Cách tính", func(r Reading) string { return r.Counting.String() }},
	} {
		records = append(records, []string{"", fact.name, "", fact.of(d.Before), fact.of(d.After), ""})
	}
	return csv.NewWriter(w).WriteAll(records)
}

func (c Change) record(kind, label string) []string {
	return []string{kind, Plain(label), strconv.Itoa(int(c.Column)), strconv.Itoa(c.Before), strconv.Itoa(c.After), ""}
}

// Label returns what people know the number's row by.
func (c Change) Label() string {
	return cmp.Or(c.Name, c.Key)
}

// PrintPlaces prints where a dossier is counted: "duoc 5, 13"; a dash where it is
// not.
func PrintPlaces(places []RowPlace) string {
	if len(places) == 0 {
		return "–"
	}
	texts := make([]string, len(places))
	for i, p := range places {
		texts[i] = strings.TrimSpace(fmt.Sprintf("%s %d, %d", p.Key, p.Entry, p.Exit))
	}
	return strings.Join(texts, "; ")
}

// explanation prints the events that one reading knew and the other did not.
func (m *Move) explanation() string {
	texts := make([]string, len(m.Events))
	for i, e := range m.Events {
		texts[i] = e.String()
	}
	return strings.Join(texts, "; ")
}

// String prints the event: its type, when it took effect, when it was recorded,
// and who did it.
func (s Said) String() string {
	text := fmt.Sprintf("%s %s (ghi nhận / recorded %s", s.Type, s.At.Format("02/01/2006 15:04"), s.Recorded.Format("02/01/2006 15:04:05"))
	if s.Actor != "" {
		text += ", " + s.Actor
	}
	return text + ")"
}
