package forms

import (
	"time"

	"github.com/hoso-engine/dossier/projections/ontime"
)

// Sheet is one page: what stands on it, in one language.
type Sheet struct {
	File     string // name of its file, without the extension
	Language Language
	Number   string   // of the statutory form: "Biểu số ..."; may be empty
	Office   []string // whose paper it is, the superior office first; on the left
	Nation   []string // the national header; on the right
	Title    string
	Subtitle []string // the period
	Facts    []string // by which policy, up to when, from which position of the log
	Columns  []Column
	Rows     [][]Cell // as many cells as columns
	Total    []Cell   // the last row; nil where there is none
	Adds     bool     // the total's numbers are the sums of the rows'
	Notes    []string // below the table
	Place    string   // where place and date are filled in
	Signed   []Signature
}

// Column is one column of a sheet.
type Column struct {
	Label  string   // for a table whose head is one row
	Path   []string // its headings from the outermost in; neighbours share the outer ones
	Number string   // "(3)" or "(3) = (4) + (5) + (6)"
	Kind   Kind
	Width  int   // in characters, for a page of about 175
	Sum    []int // its number is the sum of these columns, counted from 0
	Share  Share // its number is that of a rate
}

// Share says which columns a rate comes from; the zero Share is none.
type Share struct {
	Parts []int // their sum is the numerator; counted from 0
	Whole int   // the denominator
}

// Kind is what the cells of a column hold.
type Kind uint8

const (
	Words   Kind = iota // free text, to the left
	Mark                // a short text, in the middle
	Number              // a count
	Percent             // a rate
	Day                 // a date, of an instant
	Instant             // a date and a time of day
)

// Cell is one cell of the table. The field that its column's kind speaks of
// counts; a text counts in every kind, where it is not empty.
type Cell struct {
	Text   string
	Number int
	Rate   ontime.Rate
	At     time.Time // in the zone that it is printed in; zero: an empty cell
}

// Signature is a place to sign.
type Signature struct {
	Role string // who
	How  string // "(Ký, ghi rõ họ tên)"
}

// Heading is a cell of the table's head.
type Heading struct {
	Text   string
	Column int // the first that it stands over, counted from 0
	Across int // how many columns it spans
	Down   int // how many rows it spans
}

// Depth returns how many rows the headings take, the row of numbers left out.
func (s *Sheet) Depth() (depth int) {
	for i := range s.Columns {
		depth = max(depth, len(s.Columns[i].Path))
	}
	return depth
}

// Head returns the rows of headings: every column stands under all of its path,
// and a heading that neighbours share spans them.
func (s *Sheet) Head() [][]Heading {
	depth := s.Depth()
	rows := make([][]Heading, depth)
	for row := range depth {
		for c := 0; c < len(s.Columns); {
			path := s.Columns[c].Path
			across := s.shared(c, row)
			if row < len(path) {
				h := Heading{Text: path[row], Column: c, Across: across, Down: 1}
				if row == len(path)-1 {
					h.Down = depth - row
				}
				rows[row] = append(rows[row], h)
			}
			c += across
		}
	}
	return rows
}

// shared returns how many columns from the one on share their headings down to
// the row. The innermost heading is a column's own.
func (s *Sheet) shared(from, row int) int {
	path := s.Columns[from].Path
	n := 1
	for ; row < len(path)-1 && from+n < len(s.Columns); n++ {
		other := s.Columns[from+n].Path
		if len(other) <= row+1 || !sameUpTo(path, other, row) {
			break
		}
	}
	return n
}

func sameUpTo(a, b []string, row int) bool {
	for i := 0; i <= row; i++ {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func words(text string) Cell        { return Cell{Text: text} }
func number(n int) Cell             { return Cell{Number: n} }
func percent(rate ontime.Rate) Cell { return Cell{Rate: rate} }
func at(t time.Time) Cell           { return Cell{At: t} }
