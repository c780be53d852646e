package national

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// Names of the two services.
const (
	ServiceDossiers = "DongBoHoSoMC"
	ServiceSteps    = "CapNhatTienDoHoSoMC"
)

// Record is one dossier of DongBoHoSoMC. The names in the tags are those of the
// national form.
type Record struct {
	Code          Text         `json:"MaHoSo"`
	Procedure     Text         `json:"MaTTHC"`
	ProcedureName Text         `json:"TenTTHC"`
	Field         Text         `json:"MaLinhVuc"`
	FieldName     Text         `json:"TenLinhVuc"`
	Channel       Text         `json:"KenhThucHien"` // 1 in person, 2 online, 3 postal
	Submitted     Text         `json:"NgayNopHoSo"`
	Received      Text         `json:"NgayTiepNhan"`
	Due           Text         `json:"NgayHenTra"`
	Status        Text         `json:"TrangThaiHoSo"` // 1 to 10
	Ended         Text         `json:"NgayKetThucXuLy"`
	Returned      Text         `json:"NgayTra"`
	ReturnMethod  Text         `json:"HinhThuc"` // 0 in person, 1 postal
	Refused       Text         `json:"NgayTuChoi"`
	Agency        Text         `json:"DonViXuLy"`
	Supplements   []Supplement `json:"DanhSachHoSoBoSung"`
	Digitised     Text         `json:"HoSoCoThanhPhanSoHoa"`
	PaidOnline    Text         `json:"DuocThanhToanTrucTuyen"`
	Results       Forgotten    `json:"DanhSachGiayToKetQua,omitzero"` // that there are electronic ones is kept
	Personal
}

// Personal is what the form has that may say who the applicant is, people or
// files of theirs, and what people write freely.
type Personal struct {
	Applicant    Forgotten `json:"ChuHoSo,omitzero"`
	Paper        Forgotten `json:"SoGiayToChuHoSo,omitzero"`
	Kind         Forgotten `json:"LoaiDoiTuong,omitzero"`
	ID           Forgotten `json:"MaDoiTuong,omitzero"`
	Identities   Forgotten `json:"DinhDanhCHS,omitzero"`
	IdentityKind Forgotten `json:"LoaiDinhDanh,omitzero"`
	Identity     Forgotten `json:"SoDinhDanh,omitzero"`
	Verified     Forgotten `json:"TaiKhoanDuocXacThucVoiVNeID,omitzero"`
	Email        Forgotten `json:"Email,omitzero"`
	Fax          Forgotten `json:"Fax,omitzero"`
	Phone        Forgotten `json:"SoDienThoai,omitzero"`
	Summary      Forgotten `json:"TrichYeuHoSo,omitzero"`
	Other        Forgotten `json:"ThongTinKhac,omitzero"`
	ReturnNote   Forgotten `json:"ThongTinTra,omitzero"`
	Note         Forgotten `json:"GhiChu,omitzero"`
	Papers       Forgotten `json:"TaiLieuNop,omitzero"`
	OtherPapers  Forgotten `json:"DanhSachTepDinhKemKhac,omitzero"`
}

// Supplement is one request for more, and what came of it.
type Supplement struct {
	Text     Text `json:"NoiDungBoSung"`
	At       Text `json:"NgayBoSung"`
	Answered Text `json:"NgayTiepNhanBoSung"`
	Before   Text `json:"NgayHenTraTruoc"`
	After    Text `json:"NgayHenTraMoi"`

	AskedBy Forgotten `json:"NguoiYeuCauBoSung,omitzero"`
	TakenBy Forgotten `json:"NguoiTiepNhanBoSung,omitzero"`
	Note    Forgotten `json:"ThongTinTiepNhan,omitzero"`
	Papers  Forgotten `json:"DanhSachGiayToBoSung,omitzero"`
}

// Step is one step of CapNhatTienDoHoSoMC.
type Step struct {
	Code    Text `json:"MaHoSo"`
	Officer Text `json:"NguoiXuLy"`
	Title   Text `json:"ChucDanh"`
	At      Text `json:"ThoiDiemXuLy"`
	Unit    Text `json:"PhongBanXuLy"`
	Name    Text `json:"NoiDungXuLy"`
	Status  Text `json:"TrangThai"`
	From    Text `json:"NgayBatDau"`
	Due     Text `json:"NgayKetThucTheoQuyDinh"`
}

// Text is a value of the form: a string, or what other systems send for one.
type Text string

// UnmarshalJSONFrom reads a string, a number, a truth value (1 or 0) or null.
func (t *Text) UnmarshalJSONFrom(from *jsontext.Decoder) error {
	token, err := from.ReadToken()
	if err != nil {
		return err
	}
	switch token.Kind() {
	case '"', '0':
		*t = Text(strings.TrimSpace(token.String()))
	case 't':
		*t = "1"
	case 'f':
		*t = "0"
	case 'n':
		*t = ""
	default:
		return fmt.Errorf("a text stands here, not %s", token.Kind())
	}
	return nil
}

// Forgotten is a value of which nothing is kept but that it was there.
type Forgotten bool

// UnmarshalJSONFrom passes over the value.
func (f *Forgotten) UnmarshalJSONFrom(from *jsontext.Decoder) error {
	value, err := from.ReadValue()
	if err == nil {
		switch string(value) {
		case "null", `""`, "[]", "{}":
		default:
			*f = true
		}
	}
	return err
}

// layout is how the form writes instants.
const layout = "20060102150405"

// zone is where its instants are. Việt Nam has no other, and none that changes.
var zone = time.FixedZone("", 7*60*60)

// instant reads an instant; none is the zero time.
func (t Text) instant(name string) (time.Time, error) {
	if t == "" {
		return time.Time{}, nil
	}
	at, err := time.ParseInLocation(layout, string(t), zone)
	if err != nil || len(t) != len(layout) {
		return time.Time{}, &valueError{name, fmt.Sprintf("%.40q is not an instant yyyyMMddHHmmss", string(t))}
	}
	return at, nil
}

// valueError is a value that can't be read.
type valueError struct{ name, message string }

func (e *valueError) Error() string { return e.name + " " + e.message }

// stamp writes an instant; the zero time is empty.
func stamp(at time.Time) Text {
	if at.IsZero() {
		return ""
	}
	return Text(at.In(zone).Format(layout))
}

// yes writes a mark.
func yes(marked bool) Text {
	if marked {
		return "1"
	}
	return "0"
}

// number reads a status; 0 where it is none.
func (t Text) number() int {
	n, err := strconv.Atoi(string(t))
	if err != nil || n < 1 || n > 10 {
		return 0
	}
	return n
}
