package paper

import (
	"encoding/csv"
	"io"
	"strconv"

	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/ontime/forms"
)

func writeCSV(w io.Writer, s *forms.Sheet) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	records := [][]string{headRecord(s)}
	for _, row := range s.Rows {
		records = append(records, record(s.Columns, row))
	}
	if s.Total != nil {
		records = append(records, record(s.Columns, s.Total))
	}
	for _, remark := range remarks(s) {
		foot := make([]string, len(s.Columns))
		foot[0] = ontime.Plain(remark)
		records = append(records, foot)
	}
	return out.WriteAll(records)
}

func headRecord(s *forms.Sheet) []string {
	head := make([]string, len(s.Columns))
	for i := range s.Columns {
		head[i] = ontime.Plain(s.Columns[i].Label)
	}
	return head
}

// remarks are what the sheet is and how it was counted.
func remarks(s *forms.Sheet) []string {
	all := []string{}
	for _, line := range append(append([]string{s.Number, s.Title}, s.Subtitle...), s.Facts...) {
		if line != "" {
			all = append(all, line)
		}
	}
	return append(all, s.Notes...)
}

func record(columns []forms.Column, row []forms.Cell) []string {
	fields := make([]string, len(columns))
	for i := range columns {
		fields[i] = field(columns[i].Kind, &row[i])
	}
	return fields
}

// field prints a cell for programs.
func field(k forms.Kind, c *forms.Cell) string {
	switch {
	case c.Text != "":
		return ontime.Plain(c.Text)
	case k == forms.Number:
		return strconv.Itoa(c.Number)
	case k == forms.Percent:
		return c.Rate.Percent
	case c.At.IsZero():
		return ""
	}
	return c.At.Format("2006-01-02 15:04")
}
