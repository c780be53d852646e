// Package domain holds the rules of a one-stop shop's dossiers: what may happen
// to a dossier, what follows from it, and when it is late. It is pure: values
// in, values out. Time is an argument, reference facts are an argument, nothing
// here reads a clock, a file or the network.
//
// # How it is used
//
// State is a fold: a [Dossier] is what [Dossier.Evolve] makes of its events in
// order. A new event passes [Decide], which refuses it with an [Error] or
// returns it with all that follows from it (the due date). Evolve never fails;
// Decide changes nothing.
//
// # Words (one word per thing: in Go, JSON, subjects, pages and documents)
//
//	dossier        hồ sơ                      one request for one procedure, known by its code
//	code           mã hồ sơ                   see [Code]
//	procedure      thủ tục hành chính (TTHC)  has a field, a level, limits by channel and case, steps
//	field          lĩnh vực                   group of procedures, the rows of a report
//	agency, unit,  cơ quan, phòng/đơn vị,     the organisation tree: province > agency > unit > officer
//	officer        cán bộ
//	desk           bộ phận một cửa / quầy     where a dossier is received and returned
//	channel        kênh                       in-person, online, postal
//	service level  mức độ / toàn trình...     how much of the procedure is online
//	receipt        tiếp nhận                  acceptance by the desk; starts the clock
//	transfer       chuyển, bàn giao           hand-over to a unit or officer, with a step and its own limit
//	supplement     bổ sung                    request to the applicant; stops the clock
//	pause, resume  tạm dừng, tiếp tục         any other stop of the clock
//	stop           dừng tính giờ              a supplement or a pause, from its start to its end
//	window         hạn bổ sung                the applicant's time to bring a supplement
//	due            hạn giải quyết             the instant the law wants it done
//	appointment    ngày hẹn trả               the date promised to the citizen
//	extension      hẹn lại                    re-appointment by an apology letter
//	completion     kết thúc xử lý             the result is ready: stops the clock
//	return         trả kết quả                hand-over to the citizen, later
//	verdict        trước / đúng / quá hạn     early, on time, late: of a completed dossier
//	standing       tình trạng                 where a dossier stands at an instant
//	breach         thời điểm quá hạn          the instant at which pending becomes overdue
//	step-late      chậm tiến độ               past the present step's limit, the promise not yet broken
//	segment        khoảng thời gian           a stretch that an explanation of the clock counts or not
//	rung           bậc cảnh báo               one step of the alert ladder
//	alert          cảnh báo                   a rung that was recorded; it fires while it is true
//	level          cấp nhận cảnh báo          how far up the organisation an alert goes
//	silence        tắt cảnh báo               mutes the alerts that its matcher names, until its end
//	collection     chờ trả kết quả            a result that is ready and that nobody has fetched
//	apology        phiếu xin lỗi và hẹn lại   letter with a reason and a new date
//	reminder       phiếu đôn đốc              numbered urge to an officer
//	policy         quy tắc tính hạn           the versioned rules an organisation's dossiers are judged by
//	counting       cách tính (số liệu)        the versioned rules by which dossiers are counted in statistics
//	registry       danh mục                   the reference facts: procedures, units, calendars, policies
//
// # Time
//
// Every event has two times: At, when it took effect, and RecordedAt, when the
// engine learned it. Instants are kept to the millisecond. Dates are local
// dates of the policy's zone.
package domain
