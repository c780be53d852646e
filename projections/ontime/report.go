package ontime

import (
	"fmt"
	"strings"
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// Form is the number of the statutory form.
const Form = "II.06a/VPCP/KSTT"

// Report is the form, filled in, and the figures beside it.
type Report struct {
	Form     string         `json:"form"`
	From     calendar.Date  `json:"from"`
	To       calendar.Date  `json:"to"`
	AsOf     time.Time      `json:"as_of"`            // the last instant that is counted
	LateBy   time.Time      `json:"late_by,omitzero"` // see [Query.LateBy]
	Zone     string         `json:"zone"`
	By       string         `json:"by"` // breakdowns, crossed where there are several: "field,channel"
	Counting CountingPolicy `json:"counting"`
	Position uint64         `json:"position,omitzero"` // of the log; for the caller to fill in

	// Cells are the words of a query that asks for the list behind a number:
	// with row, the [Row.Cell] of its row, and column, the number's name.
	Cells string `json:"cells"`
	Rows  []Row  `json:"rows"`  // by key, the one without a key last
	Total Row    `json:"total"` // of a breakdown by month: of the whole period
}

// Row is one row of the form. Its first fields are the columns in their order.
type Row struct {
	No    int      `json:"no"`
	Key   string   `json:"key"`            // what the row is about: an id, a code, a month (2026-01); may be empty
	Keys  []string `json:"keys,omitzero"`  // of a crossed breakdown: one for each; Key is then the same as Cell
	Name  string   `json:"name,omitzero"`  // for people; see [Report.NameRows]
	Names []string `json:"names,omitzero"` // of a crossed breakdown
	Cell  string   `json:"cell,omitzero"`  // the row as a word of a query, see [Cell]; none of the total

	Received int `json:"received"`
	Online   int `json:"received_online"`
	Direct   int `json:"received_direct"`
	Carried  int `json:"carried_over"`
	Resolved int `json:"resolved"`
	Early    int `json:"resolved_early"`
	OnTime   int `json:"resolved_on_time"`
	Late     int `json:"resolved_late"`
	Pending  int `json:"pending"`
	InTime   int `json:"pending_in_time"`
	Overdue  int `json:"pending_overdue"`

	Apart   Apart   `json:"apart"`
	Rates   Rates   `json:"rates"`
	Working Working `json:"working"` // zero where the form alone was asked for
	Ageing  Ageing  `json:"ageing"`  // likewise
}

// Apart are figures that the form has no columns for. Each is contained in a
// column, but for the last three.
type Apart struct {
	NoDeadline   int `json:"no_deadline"`         // resolved without a deadline, in column 9
	Withdrawn    int `json:"withdrawn"`           // in column 9 or 10
	Terminated   int `json:"terminated"`          // in column 9 or 10
	Apologised   int `json:"apologised"`          // resolved late, with an apology letter, in column 10
	Unapologised int `json:"unapologised"`        // resolved late, without one, in column 10
	Stopped      int `json:"stopped"`             // pending, the clock stands, in column 12 or 13
	NoDue        int `json:"pending_no_deadline"` // pending, nothing is due, in column 12
	Waiting      int `json:"waiting"`             // submitted, not yet received, in column 12; 0 unless the policy counts them
	LateBy       int `json:"late_by"`             // pending in time, overdue at the query's late_by if nothing is done; 0 without one
	LimitUnknown int `json:"limit_unknown"`       // of column 3: the procedure is not known yet
	Backdated    int `json:"backdated"`           // of column 3: with an event that was backdated
	Corrected    int `json:"corrected"`           // of column 3: with an event that was corrected
	GivenDiffers int `json:"given_differs"`       // of column 3: the given due is not what the engine computes

	Refused     int `json:"refused"`             // in the period, before they were received
	Uncollected int `json:"awaiting_collection"` // completed, whenever, and not yet returned at the period's end
	Excluded    int `json:"excluded"`            // would be in column 3 but for the counting policy
}

// Column returns a numbered column; 0 for a number that is none.
func (r *Row) Column(c Column) int {
	switch c {
	case ColumnReceived:
		return r.Received
	case ColumnOnline:
		return r.Online
	case ColumnDirect:
		return r.Direct
	case ColumnCarried:
		return r.Carried
	case ColumnResolved:
		return r.Resolved
	case ColumnEarly:
		return r.Early
	case ColumnOnTime:
		return r.OnTime
	case ColumnLate:
		return r.Late
	case ColumnPending:
		return r.Pending
	case ColumnInTime:
		return r.InTime
	case ColumnOverdue:
		return r.Overdue
	}
	return 0
}

// NameRows gives every row the name that people know its keys by in their
// breakdowns; empty: none.
func (r *Report) NameRows(name func(by, key string) string) {
	parts := strings.Split(r.By, ",")
	for i := range r.Rows {
		row := &r.Rows[i]
		if len(parts) == 1 {
			row.Name = name(r.By, row.Key)
			continue
		}
		row.Names = make([]string, len(row.Keys))
		for k, key := range row.Keys {
			row.Names[k] = name(parts[k], key)
		}
	}
}

// Check proves the form's identities for every row and the total, and that the
// rows add up to the total. A report of [Statistics] always passes: an error is
// a fault of this package.
func (r *Report) Check() error {
	var sum Row
	for i := range r.Rows {
		if err := r.Rows[i].check(fmt.Sprintf("row %q", r.Rows[i].Key)); err != nil {
			return err
		}
		sum.plus(&r.Rows[i])
	}
	if err := r.Total.check("the total"); err != nil {
		return err
	}
	for c := ColumnReceived; c <= ColumnOverdue; c++ {
		if !byMonth(r.By) && sum.Column(c) != r.Total.Column(c) {
			return fmt.Errorf("ontime: column %d of the rows adds up to %d, the total is %d", c, sum.Column(c), r.Total.Column(c))
		}
	}
	return nil
}

func (r *Row) check(where string) error {
	for _, identity := range [...]struct {
		says        string
		left, right int
	}{
		{"3 = 4 + 5 + 6", r.Received, r.Online + r.Direct + r.Carried},
		{"7 = 8 + 9 + 10", r.Resolved, r.Early + r.OnTime + r.Late},
		{"11 = 12 + 13", r.Pending, r.InTime + r.Overdue},
		{"3 = 7 + 11", r.Received, r.Resolved + r.Pending},
	} {
		if identity.left != identity.right {
			return fmt.Errorf("ontime: %s: %s does not hold: %d and %d", where, identity.says, identity.left, identity.right)
		}
	}
	return nil
}

// plus adds the columns of another row.
func (r *Row) plus(o *Row) {
	r.Received += o.Received
	r.Online += o.Online
	r.Direct += o.Direct
	r.Carried += o.Carried
	r.Resolved += o.Resolved
	r.Early += o.Early
	r.OnTime += o.OnTime
	r.Late += o.Late
	r.Pending += o.Pending
	r.InTime += o.InTime
	r.Overdue += o.Overdue
}
