package demo

import "github.com/hoso-engine/dossier/domain"

// verbs name events to people.
var verbs = map[domain.Type]string{
	domain.TypeSubmitted:           "nộp trực tuyến",
	domain.TypeReceived:            "tiếp nhận",
	domain.TypeRefused:             "không tiếp nhận",
	domain.TypeTransferred:         "chuyển xử lý",
	domain.TypeSupplementRequested: "yêu cầu bổ sung",
	domain.TypeSupplementReceived:  "đã bổ sung",
	domain.TypePaused:              "tạm dừng",
	domain.TypeResumed:             "tiếp tục",
	domain.TypeExtended:            "xin lỗi, hẹn lại",
	domain.TypeCompleted:           "có kết quả",
	domain.TypeReturned:            "trả kết quả",
	domain.TypeWithdrawn:           "rút hồ sơ",
	domain.TypeTerminated:          "dừng giải quyết",
	domain.TypeExplained:           "giải trình",
	domain.TypeReminded:            "đôn đốc",
	domain.TypeFeePaid:             "nộp phí",
	domain.TypeRated:               "đánh giá",
	domain.TypeCorrected:           "đính chính",
	domain.TypeProcedurePublished:  "công bố thủ tục",
	domain.TypeProcedureAmended:    "sửa đổi thủ tục",
	domain.TypeUnitDefined:         "cơ cấu tổ chức",
}

// rungMissed is the rung of the breach.
const rungMissed = "missed"

// rungNames name the rungs of the default ladder to people, in its order.
var rungNames = [...]struct{ rung, name string }{
	{"intake-missed", "chậm tiếp nhận (8 giờ)"},
	{"half", "đã dùng nửa thời hạn"},
	{"two-days-left", "còn 2 ngày làm việc"},
	{"due-day", "đến hạn hôm nay"},
	{rungMissed, "QUÁ HẠN"},
	{"late-1", "quá hạn 1 ngày làm việc"},
	{"late-3", "quá hạn 3 ngày làm việc"},
	{"late-7", "quá hạn 7 ngày làm việc"},
	{"step-missed", "chậm bước xử lý"},
	{"appointment-missed", "quá ngày hẹn trả lại"},
	{"supplement-missed", "quá hạn bổ sung"},
	{"pause-too-long", "tạm dừng quá lâu"},
	{"not-returned", "có kết quả, chưa trả"},
}

// rungOrder returns the rung's place in the list; unknown ones come last.
func rungOrder(rung string) int {
	for i, r := range rungNames {
		if r.rung == rung {
			return i
		}
	}
	return len(rungNames)
}

func rungName(rung string) string {
	if i := rungOrder(rung); i < len(rungNames) {
		return rungNames[i].name
	}
	return rung
}
