package ontime

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/register"
)

// breakdowns are the parts of Query.By.
var breakdowns = []string{"field", "agency", "unit", "officer", "procedure", "channel", "level", "month", "province", "interlinked"}

// mostCrossed is how many breakdowns may be crossed.
const mostCrossed = 4

// dimension is one breakdown over the columns: every row has a number in it.
type dimension struct {
	names *register.Names // by row, or else
	shift int             // where the number stands in the mark
	mask  register.Mark   // 0: the number is that of the month
	size  int             // numbers are below it
	word  func(id int) string
}

func dimensionOf(by string, c *register.Columns, months []calendar.Date) dimension {
	switch by {
	case "province":
		return named(&c.Province)
	case "agency":
		return named(&c.Agency)
	case "unit":
		return named(&c.Unit)
	case "officer":
		return named(&c.Officer)
	case "procedure":
		return named(&c.Procedure)
	case "channel":
		return dimension{
			shift: register.ChannelShift, mask: register.ChannelMask, size: len(register.Channels),
			word: func(id int) string { return string(register.Channels[id]) },
		}
	case "level":
		return dimension{
			shift: register.LevelShift, mask: register.LevelMask, size: len(register.Levels),
			word: func(id int) string { return string(register.Levels[id]) },
		}
	case "interlinked":
		return dimension{
			shift: register.InterlinkedShift, mask: 1, size: 2,
			word: func(id int) string { return strconv.FormatBool(id == 1) },
		}
	case "month":
		return dimension{size: len(months), word: func(id int) string { return months[id].String()[:len("2006-01")] }}
	}
	return named(&c.Field)
}

func named(n *register.Names) dimension {
	return dimension{names: n, size: n.Len(), word: func(id int) string { return n.Word(uint32(id)) }}
}

// of returns the row's number.
func (d *dimension) of(row int, mark register.Mark, month int) int {
	switch {
	case d.names != nil:
		return int(d.names.Number(row))
	case d.mask != 0:
		return int(mark >> d.shift & d.mask)
	}
	return month
}

// monthly reports whether its numbers are those of the months.
func (d *dimension) monthly() bool { return d.names == nil && d.mask == 0 }

// ask asks for the rows of that number.
func (d *dimension) ask(m *register.Matcher, number int) {
	if d.names != nil {
		m.Name(d.names, uint32(number))
		return
	}
	m.Mark(d.mask<<d.shift, register.Mark(number)<<d.shift)
}

// crossing is the breakdowns of a query, crossed. A place is one combination of
// their numbers.
type crossing struct {
	dimensions []dimension
	marks      []register.Mark
}

func (q *Query) crossing(c *register.Columns, months []calendar.Date) crossing {
	x := crossing{marks: c.Marks}
	for by := range strings.SplitSeq(q.By, ",") {
		x.dimensions = append(x.dimensions, dimensionOf(by, c, months))
	}
	return x
}

// size returns how many places there are at most.
func (x *crossing) size() int {
	size := 1
	for i := range x.dimensions {
		size *= max(1, x.dimensions[i].size)
	}
	return size
}

// place returns where the row is counted in that month.
func (x *crossing) place(row, month int) int {
	place, mark := 0, x.marks[row]
	for i := range x.dimensions {
		d := &x.dimensions[i]
		place = place*d.size + d.of(row, mark, month)
	}
	return place
}

// keys returns the words of a place, one for each breakdown.
func (x *crossing) keys(place int) []string {
	keys := make([]string, len(x.dimensions))
	for i, d := range slices.Backward(x.dimensions) {
		keys[i] = d.word(place % d.size)
		place /= d.size
	}
	return keys
}

// find returns the numbers of the words; not ok where one is none.
func (x *crossing) find(keys []string) (numbers []int, ok bool) {
	for i := range x.dimensions {
		d := &x.dimensions[i]
		id := 0
		for id < d.size && d.word(id) != keys[i] {
			id++
		}
		if id == d.size {
			return nil, false
		}
		numbers = append(numbers, id)
	}
	return numbers, true
}

// byKeys orders rows; an empty key is the last.
func byKeys(a, b []string) int {
	return slices.CompareFunc(a, b, func(a, b string) int {
		if (a == "") != (b == "") {
			return cmp.Compare(b, a)
		}
		return cmp.Compare(a, b)
	})
}

// joinKeys prints the keys of a row as one word: separated by commas, what could
// be mistaken behind a backslash, an empty one as "-".
func joinKeys(keys []string) string {
	words := make([]string, len(keys))
	for i, key := range keys {
		word := key
		if strings.ContainsAny(key, `\,`) { // hardly one
			word = strings.NewReplacer(`\`, `\\`, `,`, `\,`).Replace(key)
		}
		switch key {
		case "":
			word = "-"
		case "-":
			word = `\-`
		}
		words[i] = word
	}
	return strings.Join(words, ",")
}

// splitKeys reads what joinKeys printed.
func splitKeys(word string) (keys []string) {
	var key strings.Builder
	escaped, plain := false, false
	end := func() {
		if text := key.String(); text == "-" && !plain {
			keys = append(keys, "")
		} else {
			keys = append(keys, text)
		}
		key.Reset()
		plain = false
	}
	for _, r := range word {
		switch {
		case escaped:
			key.WriteRune(r)
			escaped, plain = false, true
		case r == '\\':
			escaped = true
		case r == ',':
			end()
		default:
			key.WriteRune(r)
		}
	}
	end()
	return keys
}
