package register

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/hoso-engine/dossier/domain"
)

// Matcher is a [Filter] over the columns: it matches the rows whose dossiers the
// filter matches, and looks at the dossier for its text alone. More may be asked
// of a row than the filter does. It is valid until the next commit is applied.
type Matcher struct {
	columns *Columns
	nothing bool // a name is asked for that no row ever held
	named   []named
	looked  Mark // the bits of the mark that are looked at
	wanted  Mark // and what they must be

	states, verdicts, standings uint32 // sets of bits; 0: any
	at                          Instant
	dueFrom, dueBefore          Instant
	due                         bool
	text                        string
	found                       domain.Dossier // the one whose text is searched

	live bool                   // only what is submitted or in hand can match
	keep func(ordinal int) bool // asked last; nil: nothing
}

// named asks for names in a group's columns.
type named struct {
	group  *group
	wanted []uint8 // by combination: 1 for those that hold the names, else 0
	share  float32 // of these in all
}

// Compile makes the filter ready for a scan.
func (c *Columns) Compile(f Filter) *Matcher {
	m := &Matcher{columns: c, at: At(f.At), dueFrom: from(f.DueAfter), dueBefore: Never, text: strings.ToLower(f.Q)}
	for _, wish := range [...]struct {
		column *Names
		word   string
	}{
		{&c.Province, f.Province},
		{&c.Agency, f.Agency},
		{&c.Unit, f.Unit},
		{&c.Officer, f.Officer},
		{&c.Desk, f.Desk},
		{&c.Procedure, f.Procedure},
		{&c.Field, f.Field},
	} {
		m.name(wish.column, wish.word)
	}
	if !f.DueBefore.IsZero() {
		m.dueBefore = from(f.DueBefore)
	}
	m.due = !f.DueBefore.IsZero() || !f.DueAfter.IsZero()
	m.states, m.verdicts, m.standings = setOf(f.State), setOf(f.Verdict), setOf(f.Standing)
	m.marks(&f)
	m.live = within(m.states, liveStates) || within(m.standings, liveStandings) && m.at >= c.lastLeft
	return m
}

// What a live row can be: a filter that asks for nothing else need not look at the
// rest. How a dossier stood is another matter before the last of them left.
var (
	liveStates = setOf([]domain.State{
		domain.StateSubmitted, domain.StateReceived, domain.StateProcessing, domain.StateSupplement, domain.StatePaused,
	})
	liveStandings = setOf([]domain.Standing{
		domain.StandingWaiting, domain.StandingInTime, domain.StandingOverdue, domain.StandingStopped, domain.StandingNoDeadline,
	})
)

// within reports whether a set asks for something, and for nothing but this.
func within(set, this uint32) bool { return set != 0 && set&^this == 0 }

func (m *Matcher) name(column *Names, word string) {
	if word == "" {
		return
	}
	if id, known := column.ID(word); known {
		m.Name(column, id)
	} else {
		m.nothing = true
	}
}

// Name asks for the name of that number in a column besides.
func (m *Matcher) Name(column *Names, id uint32) {
	at := slices.IndexFunc(m.named, func(n named) bool { return n.group == column.group })
	if at < 0 {
		at = len(m.named)
		m.named = append(m.named, named{group: column.group, wanted: bytes.Repeat([]byte{1}, len(column.group.combinations.values))})
	}
	m.named[at].narrow(column.place, id)
	// The fewer combinations are wanted, the fewer rows hold one: they come first.
	slices.SortStableFunc(m.named, func(a, b named) int { return cmp.Compare(a.share, b.share) })
}

// narrow leaves those combinations that hold a name at a place.
func (n *named) narrow(place int, id uint32) {
	count := 0
	for i, c := range n.group.combinations.values {
		n.wanted[i] &= uint8(one(c[place] == id))
		count += int(n.wanted[i])
	}
	n.share = float32(count) / float32(len(n.wanted))
}

// Mark asks for marks besides whose bits looked are those of wanted.
func (m *Matcher) Mark(looked, wanted Mark) {
	m.nothing = m.nothing || m.looked&looked&(m.wanted^wanted) != 0
	m.looked, m.wanted = m.looked|looked, m.wanted|wanted
}

// Keep asks the function besides, of rows that match else.
func (m *Matcher) Keep(keep func(ordinal int) bool) { m.keep = keep }

// Nothing makes it match no row.
func (m *Matcher) Nothing() { m.nothing = true }

func (m *Matcher) marks(f *Filter) {
	for mark, asked := range map[Mark]bool{
		Interlinked: f.Interlinked, Backdated: f.Backdated, Corrected: f.Corrected,
		GivenDiffers: f.GivenDiffers, LimitUnknown: f.LimitUnknown, Apologised: f.Apologised,
	} {
		m.looked |= bit(asked, mark)
	}
	m.wanted = m.looked
	if f.Channel != "" {
		m.nothing = m.nothing || !slices.Contains(Channels, f.Channel)
		m.looked |= ChannelMask << ChannelShift
		m.wanted |= number(Channels, f.Channel) << ChannelShift
	}
	if f.Level != "" {
		m.nothing = m.nothing || !slices.Contains(Levels, f.Level)
		m.looked |= LevelMask << LevelShift
		m.wanted |= number(Levels, f.Level) << LevelShift
	}
}

func setOf[E domain.State | domain.Verdict | domain.Standing](of []E) (set uint32) {
	for _, e := range of {
		set |= 1 << e
	}
	return set
}

// All reports whether every row matches, so that a scan need not ask.
func (m *Matcher) All() bool {
	return !m.nothing && len(m.named) == 0 && m.looked == 0 && m.states|m.verdicts|m.standings == 0 && !m.due &&
		m.text == "" && m.keep == nil
}

// Match reports whether the row matches.
func (m *Matcher) Match(ordinal int) bool {
	c, mark := m.columns, m.columns.Marks[ordinal]
	if m.nothing || mark&m.looked != m.wanted {
		return false
	}
	for i := range m.named {
		if n := &m.named[i]; n.wanted[n.group.rows.at(ordinal)] == 0 {
			return false
		}
	}
	if m.due {
		if due := c.Due[ordinal]; due == Never || due < m.dueFrom || due >= m.dueBefore {
			return false
		}
	}
	return has(m.states, mark.State()) && has(m.verdicts, mark.Verdict()) &&
		(m.standings == 0 || has(m.standings, c.StandingAt(ordinal, m.at))) &&
		(m.text == "" || m.holdsText(ordinal)) &&
		(m.keep == nil || m.keep(ordinal))
}

// sift returns those of the rows that match: what [Matcher.Match] says of each,
// the cheapest and most telling asked first.
func (m *Matcher) sift(s *selection, rows []uint16) []uint16 {
	if m.nothing {
		return nil
	}
	for i := range m.named {
		rows = m.named[i].sift(s, rows)
	}
	if m.looked != 0 || m.states|m.verdicts != 0 {
		rows = siftMarks(rows, part(s, m.columns.Marks), m)
	}
	if m.due {
		rows = siftInstants(rows, part(s, m.columns.Due), m.dueFrom, m.dueBefore-1)
	}
	if within(m.standings, liveStandings) { // few did not leave before
		rows = siftInstants(rows, part(s, m.columns.Left), m.at+1, Never)
	}
	if m.standings != 0 {
		rows = siftRows(rows, s.first, func(ordinal int) bool { return has(m.standings, m.columns.StandingAt(ordinal, m.at)) })
	}
	if m.text != "" {
		rows = siftRows(rows, s.first, m.holdsText)
	}
	if m.keep != nil {
		rows = siftRows(rows, s.first, m.keep)
	}
	return rows
}

func (n *named) sift(s *selection, rows []uint16) []uint16 {
	if n.group.rows.wide != nil {
		return siftNumbers(rows, part(s, n.group.rows.wide), n.wanted)
	}
	return siftNumbers(rows, part(s, n.group.rows.narrow), n.wanted)
}

func (m *Matcher) holdsText(ordinal int) bool {
	m.columns.Read(ordinal, &m.found)
	return holdsText(&m.found, m.text)
}

func has[E domain.State | domain.Verdict | domain.Standing](set uint32, e E) bool {
	return set == 0 || set>>e&1 != 0
}

// holdsText searches the dossier for a lower-case text.
func holdsText(d *domain.Dossier, q string) bool {
	return strings.HasPrefix(strings.ToLower(string(d.Code)), q) ||
		strings.Contains(strings.ToLower(d.Procedure), q) ||
		strings.Contains(strings.ToLower(d.Content), q)
}
