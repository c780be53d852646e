package main

import (
	"fmt"

	"github.com/hoso-engine/dossier/domain"
)

// mostShown is how many dossiers are shown to people; --json shows all that the
// engine listed.
const mostShown = 50

func printPreview(out *console, p *domain.Preview) error {
	if out.JSON {
		return out.printJSON(p)
	}
	printChanges(out, p.Changes, p.Replaces)
	out.printf("Đang giải quyết / open: %d; đổi hạn / moved: %d; đang dừng, tính khi hết dừng / stopped, computed at the end of the stop: %d\n",
		p.Open, p.Moved, p.Stopped)
	if p.Restated > 0 {
		out.printf("Hạn giữ nguyên, ghi lại / same due, restated: %d\n", p.Restated)
	}
	if p.Healed+p.Broken > 0 {
		out.printf("Hết quá hạn / no longer overdue: %d; thành quá hạn / newly overdue: %d\n", p.Healed, p.Broken)
	}
	for _, m := range p.ByDays {
		out.printf("%6d × %+d ngày / days\n", m.Clocks, m.Days)
	}
	if len(p.Dossiers) == 0 {
		return nil
	}
	rows := [][]string{{"MÃ HỒ SƠ", "ĐỒNG HỒ", "HẠN CŨ", "HẠN MỚI", "NGÀY"}}
	for _, m := range p.Dossiers[:min(mostShown, len(p.Dossiers))] {
		due := dueText(m.Due)
		if m.Provisional {
			due += " (tạm tính)"
		}
		rows = append(rows, []string{string(m.Code), string(m.Clock), dueText(m.Was), due, fmt.Sprintf("%+d", m.Days)})
	}
	if err := out.table(rows); err != nil {
		return err
	}
	if more := len(p.Dossiers) - mostShown + p.LeftOut; more > 0 {
		out.printf("... và %d nữa / and %d more\n", more, more)
	}
	return nil
}
