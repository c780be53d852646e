// Package paper writes the sheets of the forms as files: CSV, spreadsheets and
// pages that print well.
//
// # CSV
//
// UTF-8 with a byte order mark, which spreadsheets need to read it as such: one
// record of headings, the rows, the total, and then, each in the first field of
// a record, what the sheet is and how it was counted. Figures are plain, rates
// have a decimal point; instants are local and whole ("2006-01-02 15:04"), also
// where the form prints the date alone.
//
// # XLSX
//
// Numbers are numbers, dates are dates, and what is a sum on the form is a
// formula, stored with its value: a program that does not calculate reads the
// same. A4 across, as wide as the page, the headings repeated on every page and
// frozen on the screen.
//
// # HTML
//
// One page without scripts and without anything fetched, its style inside; A4
// across when printed. [StylePolicy] is what a Content-Security-Policy must
// allow.
//
// In none of them can a name, however it begins, be taken for a formula or for
// markup.
package paper

import (
	"io"

	"github.com/hoso-engine/dossier/projections/ontime/forms"
)

// Format is how a sheet is written.
type Format string

const (
	CSV  Format = "csv"
	XLSX Format = "xlsx"
	HTML Format = "html"
)

// Formats lists every format; its word is also a file's extension.
func Formats() []Format { return []Format{CSV, XLSX, HTML} }

// MediaType returns the type that the format has in HTTP, without parameters.
func (f Format) MediaType() string {
	switch f {
	case CSV:
		return "text/csv"
	case XLSX:
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	return "text/html"
}

// Write writes the sheet in the format.
func Write(w io.Writer, f Format, s *forms.Sheet) error {
	switch f {
	case CSV:
		return writeCSV(w, s)
	case XLSX:
		return writeXLSX(w, s)
	}
	return writeHTML(w, s)
}
