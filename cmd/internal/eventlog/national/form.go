package national

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
