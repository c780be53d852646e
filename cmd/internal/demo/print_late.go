package demo

import (
	"bytes"
	"fmt"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/ontime"
)

// printLate prints the late list: what was resolved late, and what is overdue.
func (c *Closing) printLate(w *bytes.Buffer) {
	fmt.Fprintf(w, "\nDANH SÁCH CHẬM HẠN (late list): %d hồ sơ\n", len(c.Late))
	fmt.Fprintf(w, "  %-20s  %-10s  %-10s  %-10s  %-5s  %-10s  %-9s  %s\n",
		"Mã hồ sơ", "Tiếp nhận", "Hạn", "Kết thúc", "Chậm", "Nguyên nh.", "Thư x.lỗi", "Thủ tục")
	names := c.procedures()
	for i := range c.Late {
		c.printLateItem(w, &c.Late[i], names)
	}
}

func (c *Closing) printLateItem(w *bytes.Buffer, item *ontime.LateItem, names map[string]*Procedure) {
	completed, apology, name := "đang xử lý", "-", item.Procedure
	if !item.Completed.IsZero() {
		completed = viTime(item.Completed, c.plan.office)
	}
	if item.Apologised {
		apology = "có"
	}
	if p := names[item.Procedure]; p != nil {
		name = p.short(40)
	}
	fmt.Fprintf(w, "  %-20s  %-10s  %-10s  %-10s  %3d n  %-10s  %-9s  %s\n",
		item.Code, viTime(item.Received, c.plan.office), viTime(item.Due, c.plan.office), completed,
		item.Workdays, causes[item.Cause], apology, name)
}

// causes name who a delay is due to.
var causes = map[domain.Cause]string{
	"": "-", domain.Subjective: "chủ quan", domain.Objective: "khách quan",
}

func (c *Closing) procedures() map[string]*Procedure {
	byCode := make(map[string]*Procedure)
	for _, p := range c.plan.catalogue.Procedures {
		byCode[p.Code] = p
	}
	return byCode
}
