package national

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"

	"github.com/hoso-engine/dossier/cmd/internal/eventlog"
	"github.com/hoso-engine/dossier/domain"
)

const (
	code     = "H37.13-250908-0112"
	received = `"MaHoSo":"` + code + `","MaTTHC":"1.004477","KenhThucHien":"1","NgayTiepNhan":"20250908093000","NgayHenTra":"20250922170000"`
)

// story prints what the engine knows of a dossier, an event a line.
func (w *world) story(code string) (lines []string) {
	for _, e := range w.Events[code] {
		lines = append(lines, fmt.Sprintf("%s %s", e.At.In(zone).Format(layout), e.Type))
	}
	return lines
}

// TestWholeDossier: a record with everything, and its steps, become the
// dossier's life, with the dues as they were given; a second import changes
// nothing.
func TestWholeDossier(t *testing.T) {
	record := `{"session":"s","service":"DongBoHoSoMC","data":[{"MaHoSo":"` + code + `","MaTTHC":"1.004477","MaLinhVuc":"duoc","KenhThucHien":2,
		"ChuHoSo":"Nguyễn Văn A","SoDienThoai":"0912345678","Email":"","DinhDanhCHS":[{"SoDinhDanh":"001099000111"}],"TrichYeuHoSo":"cho bà B",
		"NgayNopHoSo":"20250908080000","NgayTiepNhan":"20250908093000","NgayHenTra":"20250926170000","TrangThaiHoSo":"10",
		"NgayKetThucXuLy":"20250925090000","NgayTra":"20250925100000","HinhThuc":"1","DonViXuLy":"Sở Y tế","DuocThanhToanTrucTuyen":"1",
		"DanhSachHoSoBoSung":[{"NguoiYeuCauBoSung":"Trần C","NoiDungBoSung":"gọi 0912 345 678","NgayBoSung":"20250910090000",
		  "NgayTiepNhanBoSung":"20250912090000","NgayHenTraTruoc":"20250922170000","NgayHenTraMoi":"20250924170000"}],
		"DanhSachGiayToKetQua":[{"TenGiayTo":"Giấy phép"}]}]}`
	steps := `[{"MaHoSo":"` + code + `","NguoiXuLy":"Lê Thị D","ThoiDiemXuLy":"20250909080000","PhongBanXuLy":"NVD","NoiDungXuLy":"Thẩm định","TrangThai":"4","NgayKetThucTheoQuyDinh":"20250919170000"},
		{"MaHoSo":"` + code + `","ThoiDiemXuLy":"20250916080000","TrangThai":"6"},
		{"MaHoSo":"` + code + `","NguoiXuLy":"cb-9","ThoiDiemXuLy":"20250918080000","TrangThai":"4"}]`
	w := newWorld(t)
	report, summary := w.take(t, Options{Archive: true}, record, steps)
	if report.Refused > 0 {
		t.Fatalf("refused: %+v", report.Lines)
	}
	want := []string{
		"20250908080000 dossier.submitted", "20250908080000 deadline.set",
		"20250908093000 dossier.received", "20250908093000 deadline.set",
		"20250908093000 fee.paid",
		"20250909080000 dossier.transferred", "20250909080000 deadline.set",
		"20250910090000 supplement.requested",
		"20250912090000 supplement.received", "20250912090000 deadline.set", "20250912090000 deadline.set",
		"20250916080000 dossier.paused",
		"20250918080000 dossier.resumed", "20250918080000 deadline.set", "20250918080000 deadline.set",
		"20250918080000 dossier.transferred",
		"20250925090000 dossier.completed", "20250925100000 dossier.returned",
	}
	if diff := cmp.Diff(want, w.story(code)); diff != "" {
		t.Errorf("the dossier's life (-want +got):\n%s", diff)
	}
	d := w.Dossiers[code]
	if d.Province != "H37" || d.Agency != "H37.13" || stamp(d.Due()) != "20250926170000" || d.NationalStatus() != 10 ||
		!d.Electronic || d.ReturnMethod != domain.Postal || d.Handovers[0].Officer != reference("lê thị  D") {
		t.Errorf("the dossier: %+v", d)
	}
	wantDropped := map[string]int{"ChuHoSo": 1, "SoDienThoai": 1, "DinhDanhCHS": 1, "TrichYeuHoSo": 1, "NguoiYeuCauBoSung": 1, "NoiDungBoSung": 1}
	if diff := cmp.Diff(Summary{Dossiers: 1, Steps: 3, Dropped: wantDropped, Officers: 1}, summary); diff != "" {
		t.Errorf("summary (-want +got):\n%s", diff)
	}
	if again, _ := w.take(t, Options{Archive: true}, steps, record); again.Accepted > 0 || again.Refused > 0 {
		t.Errorf("the second import changes something: %+v", again)
	}
}

// TestNothingPersonalIsKept: what is personal is in no event and no sentence,
// wherever it stands, and also where the record is refused.
func TestNothingPersonalIsKept(t *testing.T) {
	secrets := []string{"Nguyễn", "0912345678", "a@b.vn"}
	for _, record := range []string{
		`{` + received + `,"TrangThaiHoSo":"2","ChuHoSo":"Nguyễn Văn A","GhiChu":"gọi 0912345678","Email":["a@b.vn"]}`,
		`{` + received + `,"TrangThaiHoSo":{"ChuHoSo":"Nguyễn Văn A"},"SoDienThoai":"0912345678"}`,
		`{"ChuHoSo":"Nguyễn Văn A"}`,
		`{"MaHoSo":"` + code + `","ThoiDiemXuLy":"20250909080000","TrangThai":"4","NguoiXuLy":"Nguyễn Văn A","NoiDungXuLy":"gửi a@b.vn"}`,
	} {
		w := newWorld(t)
		var summary Summary
		for item := range Read([]Named{{"f", strings.NewReader(record)}}, Options{}, &summary) {
			b, err := json.Marshal(item.Parsed.Event)
			if item.Parsed.Err != nil {
				b, err = json.Marshal(item.Parsed.Err)
			}
			if err != nil {
				t.Fatal(err)
			}
			for _, secret := range secrets {
				if strings.Contains(string(b), secret) {
					t.Errorf("%s is kept: %s", secret, b)
				}
			}
		}
		report, _ := w.take(t, Options{}, record)
		for _, line := range report.Lines {
			if slices.ContainsFunc(secrets, func(s string) bool { return strings.Contains(line.Message, s) }) {
				t.Errorf("a refusal quotes it: %s", line.Message)
			}
		}
	}
}

// TestStatuses: a status that the dates and steps bear out is taken, any other is
// named, and the events follow the dates.
func TestStatuses(t *testing.T) {
	pause := `,{"MaHoSo":"` + code + `","ThoiDiemXuLy":"20250909080000","TrangThai":"%d"}`
	for _, row := range []struct {
		status string
		more   string // of the record
		steps  string
		state  domain.State
		wrong  bool
	}{
		{"2", "", "", domain.StateReceived, false},
		{"4", "", "", domain.StateReceived, false},
		{"1", "", "", domain.StateReceived, true},
		{"9", "", "", domain.StateReceived, true},
		{"11", "", "", domain.StateReceived, true},
		{"", "", "", domain.StateReceived, true},
		{"9", `,"NgayKetThucXuLy":"20250915100000"`, "", domain.StateCompleted, false},
		{"4", `,"NgayKetThucXuLy":"20250915100000"`, "", domain.StateCompleted, true},
		{"10", `,"NgayKetThucXuLy":"20250915100000","NgayTra":"20250916100000","HinhThuc":"0"`, "", domain.StateReturned, false},
		{"9", `,"NgayKetThucXuLy":"20250915100000","NgayTra":"20250916100000","HinhThuc":"0"`, "", domain.StateReturned, true},
		{"7", `,"NgayKetThucXuLy":"20250915100000"`, "", domain.StateWithdrawn, false},
		{"8", `,"NgayKetThucXuLy":"20250915100000"`, "", domain.StateTerminated, false},
		{"7", "", "", domain.StateReceived, true},
		{"3", `,"NgayTuChoi":"20250909100000"`, "", domain.StateRefused, false},
		{"3", "", "", domain.StateReceived, true},
		{"5", `,"DanhSachHoSoBoSung":[{"NgayBoSung":"20250910090000"}]`, "", domain.StateSupplement, false},
		{"5", "", "", domain.StateReceived, true},
		{"6", "", fmt.Sprintf(pause, 6), domain.StatePaused, false},
		{"8", "", fmt.Sprintf(pause, 8), domain.StatePaused, false},
		{"6", "", fmt.Sprintf(pause, 8), domain.StatePaused, true},
		{"8", "", "", domain.StateReceived, true},
	} {
		w := newWorld(t)
		report, _ := w.take(t, Options{Archive: true}, `[{`+received+`,"TrangThaiHoSo":"`+row.status+`"`+row.more+`}`+row.steps+`]`)
		if got := w.Dossiers[code].State; got != row.state {
			t.Errorf("status %s%s: the dossier is %s, not %s", row.status, row.more, got, row.state)
		}
		if got := report.ByReason[CodeContradiction] == 1; got != row.wrong || report.Refused > 1 {
			t.Errorf("status %s%s%s: contradicts: %t: %+v", row.status, row.more, row.steps, got, report.Lines)
		}
	}
}

// TestRefusals: each record that can't be taken is listed with its reason, file
// and line, and the others are taken.
func TestRefusals(t *testing.T) {
	dossiers := `{"service":"DongBoHoSoMC","data":[
{` + received + `,"TrangThaiHoSo":"2"},
{"MaTTHC":"1"},
{"MaHoSo":"H37.13-250908-0113","MaTTHC":"1","KenhThucHien":"9","NgayTiepNhan":"20250908093000","TrangThaiHoSo":"2"},
{"MaHoSo":"H37.13-250908-0114","MaTTHC":"1","KenhThucHien":"1","NgayTiepNhan":"08/09/2025","TrangThaiHoSo":"2"},
{"MaHoSo":"ABC","MaTTHC":"1","KenhThucHien":"1","NgayTiepNhan":"20250908093000","TrangThaiHoSo":"2"},
"record"
]}`
	steps := `
{"MaHoSo":"H37.13-250908-0199","NguoiXuLy":"cb-1","ThoiDiemXuLy":"20250909080000","TrangThai":"4"}

{"MaHoSo":"` + code + `","NguoiXuLy":"cb-1","ThoiDiemXuLy":"20250907080000","TrangThai":"4"}
{"MaHoSo":"` + code + `","NguoiXuLy":"cb-1","ThoiDiemXuLy":"","TrangThai":"4"}`
	report, _ := newWorld(t).take(t, Options{}, dossiers, steps)
	var got []string
	for _, line := range report.Lines {
		got = append(got, fmt.Sprintf("%s:%d %s %s", line.File, line.Line, line.Reason, line.Message))
	}
	want := []string{
		`file1:3 invalid-field MaHoSo is missing`,
		`file1:4 invalid-field channel "9" is not one of ["in-person" "online" "postal"]`,
		`file1:5 invalid-field NgayTiepNhan "08/09/2025" is not an instant yyyyMMddHHmmss`,
		`file1:6 invalid-field MaHoSo "ABC" does not begin with the code of an agency: say whose dossiers these are`,
		`file1:7 invalid-field the value is no record: an object stands in its place`,
		`file2:2 unknown-dossier dossier.transferred can't follow: the dossier is not known`,
		`file2:4 time-before-receipt time 2025-09-07T08:00:00+07:00 lies before the receipt at 2025-09-08T09:30:00+07:00`,
		`file2:5 invalid-field ThoiDiemXuLy is missing`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("refusals (-want +got):\n%s", diff)
	}
	if report.Accepted != 1 {
		t.Errorf("%d accepted: the good record alone is", report.Accepted)
	}
}

// TestPolicyOfTheArchive: without it a supplement of long ago is refused, since
// it could heal a breach; with it, it is taken.
func TestPolicyOfTheArchive(t *testing.T) {
	record := `{` + received + `,"TrangThaiHoSo":"5","DanhSachHoSoBoSung":[{"NgayBoSung":"20250910090000"}]}`
	report, _ := newWorld(t).take(t, Options{}, record)
	if report.ByReason[domain.CodeTooOld] != 1 {
		t.Errorf("without: %+v", report)
	}
	report, _ = newWorld(t).take(t, Options{Archive: true}, record)
	if report.Refused != 0 {
		t.Errorf("with: %+v", report.Lines)
	}
}

// TestCodesOfOthers: where the code says nothing of the agency, the import does.
func TestCodesOfOthers(t *testing.T) {
	for code, want := range map[string]string{
		"H26.103.25.7-250908-0112":       "H26 H26.103.25.7",
		"000.00.00.H19-210101-0001":      "H19 000.00.00.H19",
		"H26-250908-01123":               "H26 H26",
		"not-a-code-of-any-agency-2501":  " ",
		"h26.103-250908-0112":            " ",
		"H26.1034-250908-0112":           " ",
		"000.00.H19-210101-0001":         " ",
		"H26.103.25.7.9-250908-0112":     " ",
		"H26.103.25.7-250908-0112-extra": "H26 H26.103.25.7",
	} {
		province, agency, _ := placeOf(code)
		if got := province + " " + agency; got != want {
			t.Errorf("%s: %q instead of %q", code, got, want)
		}
	}
	w := newWorld(t)
	report, _ := w.take(t, Options{Province: "H26", Agency: "H26.1", Archive: true},
		`{"MaHoSo":"HS-1","MaTTHC":"1","KenhThucHien":"1","NgayTiepNhan":"20250908093000","TrangThaiHoSo":"2"}`)
	if report.Refused > 0 || w.Dossiers["HS-1"].Agency != "H26.1" {
		t.Errorf("the agency that was given is not taken: %+v", report)
	}
}

// TestBrokenFile: a file that is not JSON to its end yields nothing but where it
// breaks off.
func TestBrokenFile(t *testing.T) {
	var summary Summary
	n, last := 0, error(nil)
	for _, err := range Read([]Named{{"half.json", strings.NewReader("[{" + received + "},\n{")}}, Options{}, &summary) {
		n, last = n+1, err
	}
	if n != 1 || last == nil || !strings.Contains(last.Error(), "half.json, line ") {
		t.Errorf("%d items, error %v", n, last)
	}
}

// FuzzRead: whatever a file holds, reading ends, every item is an event of this
// source or says why not, and what is an event can be sent.
func FuzzRead(f *testing.F) {
	f.Add(`{"service":"DongBoHoSoMC","data":[{` + received + `,"TrangThaiHoSo":"2"}]}`)
	f.Add(`[[{"data":{"data":[1,{"MaHoSo":"x","ThoiDiemXuLy":"20250909080000"}]}}]]`)
	f.Add(`{"MaHoSo":"H37-250908-0112","DanhSachHoSoBoSung":[{"NgayBoSung":"20250910090000","NgayTiepNhanBoSung":1}],"TrangThaiHoSo":3,"NgayTuChoi":"20250910090000"}`)
	f.Add("\uFEFF{} {}\n[true]")
	f.Fuzz(func(t *testing.T, text string) {
		var summary Summary
		for item, err := range Read([]Named{{"f", strings.NewReader(text)}}, Options{Archive: true}, &summary) {
			if err == nil {
				checkItem(t, item)
			}
		}
	})
}

func checkItem(t *testing.T, item eventlog.Item) {
	t.Helper()
	if item.Parsed.Err != nil {
		if item.Parsed.Err.Code == "" || item.Parsed.Err.Message == "" {
			t.Errorf("a refusal says nothing: %+v", item)
		}
		return
	}
	e := item.Parsed.Event
	if e.Source != Source || !e.Backdated {
		t.Errorf("not an event of this source: %+v", e)
	}
	b, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	if p := domain.ParseOne(b); p.Err != nil {
		t.Errorf("%s is refused when it is sent: %s", b, p.Err)
	}
}
