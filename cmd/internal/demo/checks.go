package demo

import (
	"fmt"

	"github.com/hoso-engine/dossier/projections/ontime"
)

// Check is one thing that must hold at the end.
type Check struct {
	Name   string `json:"name"` // in Vietnamese
	OK     bool   `json:"ok"`
	Detail string `json:"detail,omitzero"`
}

// passed reports whether everything holds.
func (c *Closing) passed() bool {
	for _, check := range c.Checks {
		if !check.OK {
			return false
		}
	}
	return true
}

// check holds the answers against each other and against what was posted.
func (c *Closing) check() {
	total := &c.Form.Total
	c.prove("3=4+5+6, 7=8+9+10, 11=12+13, 3=7+11 từng dòng, từng tháng", c.identities())
	c.prove("cột 6 của tháng = cột 11 của tháng trước", c.chain())
	c.equal("đã tiếp nhận = cột 3", c.Tally.Received, total.Received)
	c.equal("danh sách chậm hạn = cột 10 + cột 13", len(c.Late), total.Late+total.Overdue)
	c.equal("cảnh báo nhận được = bậc ghi trong nhật ký", c.alerts(), c.rungs)
	c.equal("cảnh báo ghi sau thời điểm của bậc", c.delayed, 0)
	c.equal("trả lời ngoài kịch bản", len(c.Tally.Unexpected), 0)
}

func (c *Closing) prove(name string, err error) {
	check := Check{Name: name, OK: err == nil}
	if err != nil {
		check.Detail = err.Error()
	}
	c.Checks = append(c.Checks, check)
}

func (c *Closing) equal(name string, got, want int) {
	c.Checks = append(c.Checks, Check{Name: name, OK: got == want, Detail: fmt.Sprintf("%d = %d", got, want)})
}

// identities checks the form of the period and of every month.
func (c *Closing) identities() error {
	for _, r := range append([]ontime.Report{c.Form}, c.Months...) {
		if err := r.Check(); err != nil {
			return fmt.Errorf("%s - %s: %w", r.From, r.To, err)
		}
	}
	return nil
}

// chain checks that what one month leaves is what the next one takes over.
func (c *Closing) chain() error {
	left := 0
	for i := range c.Months {
		total := &c.Months[i].Total
		if total.Carried != left {
			return fmt.Errorf("%s takes over %d, %d were left", c.Months[i].From, total.Carried, left)
		}
		left = total.Pending
	}
	return nil
}

// alerts counts what the supervisor received.
func (c *Closing) alerts() (n int) {
	for _, of := range c.Alerts {
		n += of
	}
	return n
}
