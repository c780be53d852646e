package ontime

import (
	"fmt"
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// Form is the number of the statutory form.
const Form = "II.06a/VPCP/KSTT"

// Report is the form, filled in.
type Report struct {
	Form     string         `json:"form"`
	From     calendar.Date  `json:"from"`
	To       calendar.Date  `json:"to"`
	AsOf     time.Time      `json:"as_of"` // the last instant that is counted
	Zone     string         `json:"zone"`
	By       string         `json:"by"`
	Counting CountingPolicy `json:"counting"`
	Position uint64         `json:"position,omitzero"` // of the log; for the caller to fill in
	Rows     []Row          `json:"rows"`              // by key, the one without a key last
	Total    Row            `json:"total"`             // of a breakdown by month: of the whole period
}

// Row is one row of the form. Its fields are the columns in their order.
type Row struct {
	No   int    `json:"no"`
	Key  string `json:"key"`           // what the row is about: an id, a code, a month (2026-01); may be empty
	Name string `json:"name,omitzero"` // for people; see [Report.NameRows]

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

	Apart Apart `json:"apart"`
	Rates Rates `json:"rates"`
}

// Apart are figures that the form has no columns for: each is contained in a
// column, but for Excluded.
type Apart struct {
	NoDeadline int `json:"no_deadline"` // resolved without a deadline, in column 9
	Withdrawn  int `json:"withdrawn"`   // in column 9 or 10
	Terminated int `json:"terminated"`  // in column 9 or 10
	Apologised int `json:"apologised"`  // resolved late, with an apology letter, in column 10
	Stopped    int `json:"stopped"`     // pending, the clock stands, in column 12 or 13
	Excluded   int `json:"excluded"`    // would be in column 3 but for the counting policy
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

// NameRows gives every row the name that people know its key by; empty: none.
func (r *Report) NameRows(name func(key string) string) {
	for i := range r.Rows {
		r.Rows[i].Name = name(r.Rows[i].Key)
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
		if r.By != "month" && sum.Column(c) != r.Total.Column(c) {
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
