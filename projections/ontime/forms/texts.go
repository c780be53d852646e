package forms

import "github.com/hoso-engine/dossier/domain"

// The table of texts: all that a sheet says that is not a name or a figure. A %
// stands for a value that [Language.say] fills in.

// At the head and the foot of every sheet.
var (
	textNation   = domain.Text{VI: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", EN: "SOCIALIST REPUBLIC OF VIET NAM"}
	textMotto    = domain.Text{VI: "Độc lập - Tự do - Hạnh phúc", EN: "Independence - Freedom - Happiness"}
	textOffice   = domain.Text{VI: "TÊN CƠ QUAN, ĐƠN VỊ: ……………………", EN: "AGENCY, UNIT: ……………………"}
	textPeriod   = domain.Text{VI: "Từ ngày %s đến ngày %s", EN: "From %s to %s"}
	textCounting = domain.Text{VI: "Cách tính: %s, phiên bản %d", EN: "Counting policy: %s, version %d"}
	textAsOf     = domain.Text{VI: "Số liệu tính đến %s", EN: "Counted up to %s"}
	textPosition = domain.Text{VI: "Vị trí nhật ký: %d", EN: "Position of the log: %d"}
	textPlace    = domain.Text{VI: "………………, ngày …… tháng …… năm ………", EN: "………………, date ……………………"}
	textClerk    = domain.Text{VI: "NGƯỜI LẬP BIỂU", EN: "PREPARED BY"}
	textHead     = domain.Text{VI: "THỦ TRƯỞNG ĐƠN VỊ", EN: "HEAD OF THE UNIT"}
	textSign     = domain.Text{VI: "(Ký, ghi rõ họ tên)", EN: "(Signature, full name)"}
	textSeal     = domain.Text{VI: "(Ký, ghi rõ họ tên, đóng dấu)", EN: "(Signature, full name, seal)"}
	textTotal    = domain.Text{VI: "Tổng cộng", EN: "Total"}
	textNumber   = domain.Text{VI: "STT", EN: "No."}
	textNoKey    = domain.Text{VI: "(không ghi)", EN: "(not stated)"}
	textCount    = domain.Text{VI: "Tổng số: %s hồ sơ", EN: "Total: %s dossiers"}
)

// What the rows of a breakdown are about.
var textBreakdowns = map[string]domain.Text{
	"field":       {VI: "Lĩnh vực", EN: "Field"},
	"agency":      {VI: "Cơ quan", EN: "Agency"},
	"unit":        {VI: "Đơn vị", EN: "Unit"},
	"officer":     {VI: "Cán bộ", EN: "Officer"},
	"procedure":   {VI: "Thủ tục hành chính", EN: "Procedure"},
	"channel":     {VI: "Kênh tiếp nhận", EN: "Channel"},
	"level":       {VI: "Mức độ dịch vụ", EN: "Service level"},
	"month":       {VI: "Tháng", EN: "Month"},
	"province":    {VI: "Tỉnh", EN: "Province"},
	"interlinked": {VI: "Liên thông", EN: "Interlinked"},
}

// What rows are called whose keys are words of the engine.
var textKeys = map[string]map[string]domain.Text{
	"channel": {
		string(domain.InPerson): {VI: "Trực tiếp", EN: "In person"},
		string(domain.Online):   {VI: "Trực tuyến", EN: "Online"},
		string(domain.Postal):   {VI: "Bưu chính công ích", EN: "Postal"},
	},
	"level": {
		string(domain.Level1):          {VI: "Mức độ 1", EN: "Level 1"},
		string(domain.Level2):          {VI: "Mức độ 2", EN: "Level 2"},
		string(domain.Level3):          {VI: "Mức độ 3", EN: "Level 3"},
		string(domain.Level4):          {VI: "Mức độ 4", EN: "Level 4"},
		string(domain.LevelFull):       {VI: "Toàn trình", EN: "Full"},
		string(domain.LevelPartial):    {VI: "Một phần", EN: "Partial"},
		string(domain.LevelInfoOnline): {VI: "Cung cấp thông tin", EN: "Information"},
	},
	"interlinked": {
		"true":  {VI: "Có liên thông", EN: "Interlinked"},
		"false": {VI: "Không liên thông", EN: "Not interlinked"},
	},
}

// The counted columns of II.06a and of the on-time report: what a table with one
// row of headings calls them, and their headings.
var (
	textReceived = domain.Text{VI: "Tổng số tiếp nhận", EN: "Received in all"}
	textOnline   = domain.Text{VI: "Tiếp nhận trực tuyến trong kỳ", EN: "Received online in the period"}
	textDirect   = domain.Text{VI: "Tiếp nhận trực tiếp, bưu chính trong kỳ", EN: "Received in person or by post in the period"}
	textCarried  = domain.Text{VI: "Từ kỳ trước", EN: "Carried over"}
	textInPeriod = domain.Text{VI: "Tiếp nhận trong kỳ", EN: "Received in the period"}
	textResolved = domain.Text{VI: "Tổng số đã giải quyết", EN: "Resolved in all"}
	textEarly    = domain.Text{VI: "Giải quyết trước hạn", EN: "Resolved early"}
	textOnTime   = domain.Text{VI: "Giải quyết đúng hạn", EN: "Resolved on time"}
	textLate     = domain.Text{VI: "Giải quyết quá hạn", EN: "Resolved late"}
	textRate     = domain.Text{VI: "Tỷ lệ đúng hạn của đã giải quyết (%)", EN: "On-time rate of resolved (%)"}
	textPending  = domain.Text{VI: "Tổng số đang giải quyết", EN: "Pending in all"}
	textInTime   = domain.Text{VI: "Đang giải quyết trong hạn", EN: "Pending in time"}
	textOverdue  = domain.Text{VI: "Đang giải quyết quá hạn", EN: "Pending overdue"}

	headReceived = domain.Text{VI: "Số hồ sơ nhận giải quyết", EN: "Received"}
	headResolved = domain.Text{VI: "Số hồ sơ đã giải quyết", EN: "Resolved"}
	headPending  = domain.Text{VI: "Số hồ sơ đang giải quyết", EN: "Pending"}
	headInPeriod = domain.Text{VI: "Trong kỳ", EN: "In the period"}
	headSum      = domain.Text{VI: "Tổng số", EN: "Total"}
	headOnline   = domain.Text{VI: "Trực tuyến", EN: "Online"}
	headDirect   = domain.Text{VI: "Trực tiếp, dịch vụ bưu chính", EN: "In person, postal"}
	headEarly    = domain.Text{VI: "Trước hạn", EN: "Early"}
	headOnTime   = domain.Text{VI: "Đúng hạn", EN: "On time"}
	headLate     = domain.Text{VI: "Quá hạn", EN: "Late"}
	headOverdue  = domain.Text{VI: "Quá hạn", EN: "Overdue"}
	headInTime   = domain.Text{VI: "Trong hạn", EN: "In time"}
	headRate     = domain.Text{VI: "Tỷ lệ đúng hạn", EN: "On-time rate"}
)

// II.06a and the on-time report.
var (
	textStatutory       = domain.Text{VI: "Biểu số " + formNumber, EN: "Form " + formNumber}
	textStatutoryTitle  = domain.Text{VI: "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH", EN: "STATE AND RESULTS OF THE RESOLUTION OF ADMINISTRATIVE PROCEDURES"}
	textPunctualTitle   = domain.Text{VI: "BÁO CÁO TÌNH HÌNH GIẢI QUYẾT HỒ SƠ ĐÚNG HẠN", EN: "REPORT ON DOSSIERS RESOLVED ON TIME"}
	textUnitOfCount     = domain.Text{VI: "Đơn vị tính: hồ sơ", EN: "Unit: dossiers"}
	textRates           = domain.Text{VI: "Tỷ lệ đúng hạn: của đã giải quyết %s; của đã đến hạn %s; của tiếp nhận %s.", EN: "On-time rate: of resolved %s; of come due %s; of received %s."}
	textApart           = domain.Text{VI: "Trong đó: giải quyết không có thời hạn %s; công dân rút %s; dừng giải quyết %s; quá hạn có xin lỗi %s; đang tạm dừng %s. Không tính theo cách tính này: %s.", EN: "Of these: resolved without a deadline %s; withdrawn %s; terminated %s; late with an apology %s; stopped %s. Left out by this counting policy: %s."}
	textMonthsDoNotAdd  = domain.Text{VI: "Tổng cộng là của cả kỳ: hồ sơ chuyển từ tháng này sang tháng sau được tính ở cả hai tháng.", EN: "The total is that of the whole period: a dossier carried from one month to the next is counted in both."}
	textLateRowsInOrder = domain.Text{VI: "Hồ sơ đã giải quyết quá hạn trong kỳ và hồ sơ đang giải quyết quá hạn cuối kỳ, theo hạn giải quyết.", EN: "Dossiers resolved late in the period and those pending overdue at its end, by due."}
)
