package scorecard

import "slices"

// Indicator is a named number that is computed from the dossiers, or from the
// catalogue of procedures.
type Indicator struct {
	Name    string `json:"name"` // in formulas
	VI      string `json:"vi"`
	EN      string `json:"en"`
	Meaning string `json:"meaning"`
	Source  Source `json:"source"`
}

// Source is what an indicator is computed from.
type Source string

const (
	// FromForm: a column of form II.06a/VPCP/KSTT, by the same counting policy;
	// see package ontime.
	FromForm Source = "form"
	// FromDossiers: counted over the dossiers of such a column. A fact that has no
	// instant of its own here (a fee, a rating, a digitised receipt) counts as it
	// is known now.
	FromDossiers Source = "dossiers"
	// FromCatalogue: the procedures in force at the end of the period, as far as
	// the filter's field, procedure and level reach. The catalogue does not say
	// who handles a procedure: of a unit, and of one of several agencies, these
	// are not known.
	FromCatalogue Source = "catalogue"
	// FromRecord: recorded from outside, by indicator.recorded.
	FromRecord Source = "recorded"
)

// indicators is the table of what formulas may name. What fills it in stands in
// count.go, under the same names.
var indicators = []Indicator{
	{"received", "Tổng số hồ sơ tiếp nhận, cả kỳ trước chuyển sang", "received, carried over included", "column 3", FromForm},
	{"received_in_period", "Hồ sơ tiếp nhận trong kỳ", "received in the period", "columns 4 and 5", FromForm},
	{"carried_over", "Hồ sơ từ kỳ trước chuyển sang", "carried over", "column 6", FromForm},
	{"online", "Hồ sơ tiếp nhận trực tuyến trong kỳ", "received online in the period", "column 4", FromForm},
	{"resolved", "Hồ sơ đã giải quyết", "resolved", "column 7", FromForm},
	{"early", "Giải quyết trước hạn", "resolved early", "column 8", FromForm},
	{"on_time", "Giải quyết đúng hạn", "resolved on time", "column 9", FromForm},
	{"late", "Giải quyết quá hạn", "resolved late", "column 10", FromForm},
	{"pending", "Hồ sơ đang giải quyết", "pending", "column 11", FromForm},
	{"pending_in_time", "Đang giải quyết trong hạn", "pending in time", "column 12", FromForm},
	{"overdue", "Đang giải quyết quá hạn", "pending overdue", "column 13", FromForm},

	{"postal", "Hồ sơ tiếp nhận qua bưu chính trong kỳ", "received by post in the period", "of received_in_period: channel postal", FromDossiers},
	{"in_person", "Hồ sơ tiếp nhận trực tiếp trong kỳ", "received in person in the period", "of received_in_period: channel in-person", FromDossiers},
	{"digitised", "Hồ sơ được số hóa khi tiếp nhận", "papers digitised at the desk", "of received_in_period: marked digitised", FromDossiers},
	{"completed", "Hồ sơ có kết quả", "completed with a result", "of resolved: not withdrawn, not terminated", FromDossiers},
	{"electronic_results", "Hồ sơ có kết quả điện tử", "electronic results", "of completed: an electronic result was given", FromDossiers},
	{"returned", "Hồ sơ đã trả kết quả", "results returned", "of completed: handed over by the end of the period", FromDossiers},
	{"returned_by_post", "Trả kết quả qua bưu chính", "results returned by post", "of returned: by post", FromDossiers},
	{"returned_online", "Trả kết quả trực tuyến", "results returned online", "of returned: online", FromDossiers},
	{"rated", "Hồ sơ được đánh giá", "rated by the citizen", "of resolved: with a rating", FromDossiers},
	{"very_satisfied", "Rất hài lòng", "very satisfied", "of rated", FromDossiers},
	{"satisfied", "Hài lòng", "satisfied", "of rated", FromDossiers},
	{"dissatisfied", "Không hài lòng", "dissatisfied", "of rated", FromDossiers},
	{"fees_paid", "Hồ sơ đã nộp phí, lệ phí", "dossiers with a fee paid", "of received: a fee was paid", FromDossiers},
	{"fees_paid_online", "Hồ sơ thanh toán trực tuyến", "dossiers with a fee paid online", "of fees_paid: online", FromDossiers},
	{"procedures_with_fees_paid", "TTHC có hồ sơ đã nộp phí, lệ phí", "procedures with fees paid", "different procedures of fees_paid", FromDossiers},
	{"procedures_with_fees_paid_online", "TTHC có giao dịch thanh toán trực tuyến", "procedures with fees paid online", "different procedures of fees_paid_online", FromDossiers},
	{"procedures_with_dossiers", "TTHC có phát sinh hồ sơ", "procedures with dossiers", "different procedures of received_in_period", FromDossiers},

	{"procedures", "Tổng số TTHC", "procedures in force", "published by then and not abolished", FromCatalogue},
	{"procedures_level_1", "TTHC mức độ 1", "procedures of level 1", "of procedures", FromCatalogue},
	{"procedures_level_2", "TTHC mức độ 2", "procedures of level 2", "of procedures", FromCatalogue},
	{"procedures_level_3", "TTHC mức độ 3", "procedures of level 3", "of procedures", FromCatalogue},
	{"procedures_level_4", "TTHC mức độ 4", "procedures of level 4", "of procedures", FromCatalogue},
	{"procedures_full", "TTHC toàn trình", "procedures wholly online", "of procedures: level full", FromCatalogue},
	{"procedures_partial", "TTHC một phần", "procedures partly online", "of procedures: level partial", FromCatalogue},
	{"procedures_information", "TTHC cung cấp thông tin trực tuyến", "procedures with information online", "of procedures: level information", FromCatalogue},
	{"online_procedures", "TTHC nộp được hồ sơ trực tuyến", "procedures that can be applied for online", "of procedures: levels 3, 4, full and partial", FromCatalogue},
	{"online_procedures_with_dossiers", "TTHC trực tuyến có phát sinh hồ sơ trực tuyến", "online procedures with online dossiers", "of online_procedures: one was received online in the period", FromCatalogue},
	{"payable_procedures", "TTHC thanh toán trực tuyến được", "procedures payable online", "of procedures: published as payable", FromCatalogue},
}

// Indicators returns the computed indicators that formulas may name.
func Indicators() []Indicator { return slices.Clone(indicators) }

func indicatorOf(name string) (Indicator, bool) {
	i := slices.IndexFunc(indicators, func(i Indicator) bool { return i.Name == name })
	if i < 0 {
		return Indicator{}, false
	}
	return indicators[i], true
}
