package forms

import "github.com/hoso-engine/dossier/domain"

// The late list.
var (
	textLateTitle = domain.Text{VI: "DANH SÁCH HỒ SƠ TRỄ HẠN", EN: "LIST OF LATE DOSSIERS"}

	textCode        = domain.Text{VI: "Mã hồ sơ", EN: "Code"}
	textProcedure   = domain.Text{VI: "Thủ tục hành chính", EN: "Procedure"}
	textField       = domain.Text{VI: "Lĩnh vực", EN: "Field"}
	textAgency      = domain.Text{VI: "Cơ quan", EN: "Agency"}
	textUnit        = domain.Text{VI: "Đơn vị", EN: "Unit"}
	textOfficer     = domain.Text{VI: "Cán bộ", EN: "Officer"}
	textReceivedOn  = domain.Text{VI: "Ngày tiếp nhận", EN: "Received"}
	textDue         = domain.Text{VI: "Hạn giải quyết", EN: "Due"}
	textReappointed = domain.Text{VI: "Ngày hẹn lại", EN: "New appointment"}
	textEndedOn     = domain.Text{VI: "Ngày kết thúc", EN: "Ended"}
	textDaysLate    = domain.Text{VI: "Số ngày quá hạn", EN: "Days late"}
	textWorkdays    = domain.Text{VI: "Số ngày làm việc quá hạn", EN: "Working days late"}
	textCause       = domain.Text{VI: "Nguyên nhân", EN: "Cause"}
	textApologised  = domain.Text{VI: "Đã xin lỗi", EN: "Apologised"}
	textReminders   = domain.Text{VI: "Số lần đôn đốc", EN: "Reminders"}

	textCauses = map[domain.Cause]domain.Text{
		domain.Subjective: {VI: "Chủ quan", EN: "Subjective"},
		domain.Objective:  {VI: "Khách quan", EN: "Objective"},
	}
)

// The register.
var (
	textRegisterTitle = domain.Text{VI: "SỔ THEO DÕI HỒ SƠ", EN: "REGISTER OF DOSSIERS"}
	textRegisterForm  = domain.Text{VI: "Mẫu sổ theo dõi hồ sơ", EN: "Form: register of dossiers"}

	textContent     = domain.Text{VI: "Nội dung hồ sơ", EN: "Content"}
	textSets        = domain.Text{VI: "Số bộ", EN: "Sets"}
	textApplicant   = domain.Text{VI: "Người nộp hồ sơ (mã tham chiếu)", EN: "Applicant (reference)"}
	textAddress     = domain.Text{VI: "Địa chỉ", EN: "Address"}
	textPhone       = domain.Text{VI: "Điện thoại", EN: "Telephone"}
	textTakenIn     = domain.Text{VI: "Ngày nhận hồ sơ", EN: "Received"}
	textAppointment = domain.Text{VI: "Ngày hẹn trả", EN: "Appointment"}
	textReturned    = domain.Text{VI: "Ngày trả kết quả", EN: "Returned on"}
	textMethod      = domain.Text{VI: "Phương thức trả", EN: "Method of return"}
	textFrom        = domain.Text{VI: "Nơi tiếp nhận", EN: "From (receiving desk)"}
	textTo          = domain.Text{VI: "Nơi giải quyết", EN: "To (present holder)"}
	textNotes       = domain.Text{VI: "Ghi chú", EN: "Notes"}

	headApplicant = domain.Text{VI: "Cá nhân, tổ chức nộp hồ sơ", EN: "Applicant"}
	headReference = domain.Text{VI: "Tên (mã tham chiếu)", EN: "Name (reference)"}
	headDates     = domain.Text{VI: "Ngày, tháng, năm", EN: "Dates"}
	headTakenIn   = domain.Text{VI: "Nhận hồ sơ", EN: "Received"}
	headPromised  = domain.Text{VI: "Hẹn trả", EN: "Appointment"}
	headReturned  = domain.Text{VI: "Trả kết quả", EN: "Returned"}
	headHandled   = domain.Text{VI: "Giao nhận", EN: "Handling"}

	textNoPersons = domain.Text{
		VI: "Họ tên, địa chỉ, điện thoại của người nộp do nơi tiếp nhận ghi theo mã tham chiếu; hệ thống không in dữ liệu cá nhân.",
		EN: "The desk fills in the applicant's name, address and telephone by the reference; the engine prints no personal data.",
	}
)

// The control sheet.
var (
	textControlTitle = domain.Text{VI: "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", EN: "CONTROL SHEET OF A DOSSIER"}
	textOfDossier    = domain.Text{VI: "Mã hồ sơ: %s", EN: "Dossier: %s"}
	textOfProcedure  = domain.Text{VI: "Thủ tục: %s", EN: "Procedure: %s"}
	textWhen         = domain.Text{VI: "Tiếp nhận: %s; hạn giải quyết: %s", EN: "Received: %s; due: %s"}
	textNoDue        = domain.Text{VI: "không có", EN: "none"}

	textGiver    = domain.Text{VI: "Cơ quan, đơn vị giao", EN: "Handed over by"}
	textTaker    = domain.Text{VI: "Cơ quan, đơn vị nhận", EN: "Taken over by"}
	textHandover = domain.Text{VI: "Thời gian giao, nhận", EN: "Handed over at"}
	textStep     = domain.Text{VI: "Bước", EN: "Step"}
	textStepDue  = domain.Text{VI: "Hạn của bước", EN: "Limit of the step"}
	textStepEnd  = domain.Text{VI: "Hoàn thành bước", EN: "Step ended"}
	textVerdict  = domain.Text{VI: "Kết quả giải quyết (trước hạn, đúng hạn, quá hạn)", EN: "Verdict (early, on time, late)"}

	textTakenBy   = domain.Text{VI: "Người nộp hồ sơ", EN: "Applicant"}
	textReceipt   = domain.Text{VI: "Tiếp nhận", EN: "Receipt"}
	textStopped   = domain.Text{VI: "Tạm dừng %s từ %s đến %s", EN: "Stopped (%s) from %s to %s"}
	textOpenStop  = domain.Text{VI: "Tạm dừng %s từ %s, chưa tiếp tục", EN: "Stopped (%s) since %s"}
	textOutcome   = domain.Text{VI: "Kết thúc xử lý %s: %s so với hạn giải quyết.", EN: "Completed %s: %s against the due."}
	textOutcomeNo = domain.Text{VI: "Chưa kết thúc xử lý tại thời điểm lập phiếu.", EN: "Not completed when this sheet was made."}
	textEndedAs   = domain.Text{VI: "Kết thúc %s: %s.", EN: "Ended %s: %s."}

	textVerdicts = map[domain.Verdict]domain.Text{
		domain.NoDeadline: {VI: "Không có thời hạn", EN: "No limit"},
		domain.Early:      {VI: "Trước hạn", EN: "Early"},
		domain.OnTime:     {VI: "Đúng hạn", EN: "On time"},
		domain.Late:       {VI: "Quá hạn", EN: "Late"},
	}
	textStops = map[string]domain.Text{
		"supplement":                       {VI: "chờ bổ sung", EN: "supplement"},
		string(domain.FinancialObligation): {VI: "nghĩa vụ tài chính", EN: "financial obligation"},
		string(domain.OutsideConsultation): {VI: "lấy ý kiến", EN: "outside consultation"},
		string(domain.Verification):        {VI: "xác minh", EN: "verification"},
		string(domain.OtherReason):         {VI: "lý do khác", EN: "other reason"},
	}
)

// What the register and the control sheet say of a dossier without a result.
var (
	textStandings = map[domain.Standing]domain.Text{
		domain.StandingInTime:     {VI: "Đang giải quyết", EN: "In process"},
		domain.StandingNoDeadline: {VI: "Đang giải quyết", EN: "In process"},
		domain.StandingOverdue:    {VI: "Đang giải quyết, quá hạn", EN: "In process, overdue"},
		domain.StandingStopped:    {VI: "Tạm dừng", EN: "Stopped"},
		domain.StandingCompleted:  {VI: "Chờ trả kết quả", EN: "Awaiting collection"},
		domain.StandingWithdrawn:  {VI: "Công dân rút hồ sơ", EN: "Withdrawn"},
		domain.StandingTerminated: {VI: "Dừng giải quyết", EN: "Terminated"},
		domain.StandingRefused:    {VI: "Từ chối tiếp nhận", EN: "Refused"},
	}
	textApology = domain.Text{VI: "Có phiếu xin lỗi và hẹn lại", EN: "Apology letter with a new appointment"}
)
