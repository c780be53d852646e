package main

import (
	"strings"

	"github.com/hoso-engine/dossier/projections/ontime/forms"
)

// printSheet prints a sheet for a terminal: what it is, the table, the notes.
func printSheet(out *console, s *forms.Sheet) error {
	title := []string{}
	for _, part := range append([]string{s.Number, s.Title}, s.Subtitle...) {
		if part != "" {
			title = append(title, part)
		}
	}
	out.printf("%s\n%s\n", strings.Join(title, "  "), strings.Join(s.Facts, " · "))
	heads, numbers := make([]string, len(s.Columns)), make([]string, len(s.Columns))
	for i := range s.Columns {
		heads[i], numbers[i] = s.Columns[i].Path[len(s.Columns[i].Path)-1], s.Columns[i].Number[:strings.IndexByte(s.Columns[i].Number, ')')+1]
	}
	rows := [][]string{heads, numbers}
	for _, cells := range append(s.Rows[:len(s.Rows):len(s.Rows)], s.Total) {
		row := make([]string, len(cells))
		for i := range cells {
			row[i] = s.Language.Print(s.Columns[i].Kind, cells[i])
		}
		if len(row) > 0 {
			rows = append(rows, row)
		}
	}
	if err := out.table(rows); err != nil {
		return err
	}
	out.printf("%s\n", strings.Join(s.Notes, "\n"))
	return nil
}
