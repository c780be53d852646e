package national

import (
	"fmt"

	"github.com/hoso-engine/dossier/domain"
)

// contradiction says how the record's status can't be what its dates and steps
// lead to; empty where it can.
func (c *course) contradiction() string {
	if c.dossier == nil || len(c.errs) > 0 { // what can't be read is said already
		return ""
	}
	said, implied := c.dossier.Status.number(), c.implied()
	if said == implied || said == 2 && implied == 4 || said == 4 && implied == 2 {
		return ""
	}
	return fmt.Sprintf("TrangThaiHoSo is %.10q (%s), but the dates and steps say %d (%s)",
		string(c.dossier.Status), statuses[said], implied, statuses[implied])
}

// statuses are the words of TrangThaiHoSo.
var statuses = [...]string{
	"không rõ / unknown", "mới đăng ký / submitted", "được tiếp nhận / received", "không được tiếp nhận / refused",
	"đang xử lý / in process", "yêu cầu bổ sung / supplement requested", "yêu cầu nghĩa vụ tài chính / financial obligation",
	"rút hồ sơ / withdrawn", "dừng xử lý / stopped", "đã xử lý xong / completed", "đã trả kết quả / returned",
}

// implied returns the status that the dates and steps lead to; 0 where they say
// nothing.
func (c *course) implied() int {
	status := c.dossier.Status.number()
	switch {
	case status == 3 && !c.refused.IsZero():
		return 3
	case !c.ended.IsZero() && (status == 7 || status == 8):
		return status
	case !c.returned.IsZero():
		return 10
	case !c.ended.IsZero():
		return 9
	case c.open:
		return 5
	case c.paused == domain.FinancialObligation:
		return 6
	case c.paused != "":
		return 8
	case c.moved:
		return 4
	case !c.received.IsZero():
		return 2
	case !c.refused.IsZero():
		return 3
	case !c.submitted.IsZero():
		return 1
	}
	return 0
}
