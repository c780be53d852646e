package forms

import (
	"github.com/hoso-engine/dossier/projections/ontime"
)

// punctualityColumns are columns 3 to 15 of the on-time report. No regulation
// fixes them: the set is usage. One-stop systems print what came in (carried
// over, in the period, of it online and direct), what was resolved (early, on
// time, late) with the on-time share, and what is pending (in time, overdue):
// so the province of Gia Lai's "Cách tính thống kê tình hình xử lý hồ sơ"
// (tồn kỳ trước, đã tiếp nhận, cần xử lý, đang xử lý, đã xử lý, tỉ lệ) and Thừa
// Thiên Huế's "Kết quả giải quyết thủ tục hành chính" (tổng, đã xử lý, trước hạn,
// đúng hạn, trễ hạn, each with its share). The rate is that of resolved, by
// name; the other two are in the notes.
var punctualityColumns = []counted{
	column(ontime.ColumnReceived, textReceived, headReceived, headSum).addsUp(4, 5),
	column(ontime.ColumnCarried, textCarried, headReceived, textCarried),
	{
		label: textInPeriod, path: paths(headReceived, headInPeriod, headSum), width: 10, kind: Number, sum: []int{6, 7},
		cell: func(r *ontime.Row) Cell { return number(r.Online + r.Direct) },
	},
	column(ontime.ColumnOnline, textOnline, headReceived, headInPeriod, headOnline),
	column(ontime.ColumnDirect, textDirect, headReceived, headInPeriod, headDirect),
	column(ontime.ColumnResolved, textResolved, headResolved, headSum).addsUp(9, 10, 11),
	column(ontime.ColumnEarly, textEarly, headResolved, headEarly),
	column(ontime.ColumnOnTime, textOnTime, headResolved, headOnTime),
	column(ontime.ColumnLate, textLate, headResolved, headLate),
	{
		label: textRate, path: paths(headResolved, headRate), width: 10, kind: Percent,
		share: Share{Parts: []int{9, 10}, Whole: 8},
		cell:  func(r *ontime.Row) Cell { return percent(r.Rates.OfResolved) },
	},
	column(ontime.ColumnPending, textPending, headPending, headSum).addsUp(14, 15),
	column(ontime.ColumnInTime, textInTime, headPending, headInTime),
	column(ontime.ColumnOverdue, textOverdue, headPending, headOverdue),
}

func (r *Report) punctuality(l Language) Sheet {
	s := page(l, r.Office, textPunctualTitle)
	r.fill(&s, Punctuality, punctualityColumns)
	return s
}
