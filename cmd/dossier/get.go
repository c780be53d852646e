package main

import (
	"context"
	"fmt"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/register"
)

// readFlags are the options of every command that reads from an engine.
type readFlags struct {
	serverFlags
	MinPosition uint64 `name:"min-position" help:"Wait until the answer shows this position of the log (a result's seq)."`
}

type codeRequest struct {
	Code        string `json:"code"`
	At          string `json:"at,omitzero"`
	KnownAt     string `json:"known_at,omitzero"`
	MinPosition string `json:"min_position,omitzero"`
}

func (f *readFlags) request(code string) codeRequest {
	return codeRequest{Code: code, MinPosition: f.position()}
}

func (f *readFlags) position() string {
	if f.MinPosition == 0 {
		return ""
	}
	return fmt.Sprint(f.MinPosition)
}

type getCmd struct {
	readFlags
	knownFlags
	Code string `arg:"" help:"Code of the dossier (mã hồ sơ)."`
}

// Help shows an example.
func (getCmd) Help() string { return "Example:\n  dossier get H26.103.25.7-250908-0112" }

// Run prints one dossier.
func (g *getCmd) Run(ctx context.Context, out *console) error {
	request := g.request(g.Code)
	request.KnownAt = g.KnownAt
	var view register.View
	if err := g.recall(ctx, g.KnownAt, "get", request, &view); err != nil {
		return err
	}
	if out.JSON {
		return out.printJSON(view)
	}
	return out.table(dossierRows(view))
}

func dossierRows(v register.View) [][]string {
	rows := [][]string{
		{"Mã hồ sơ", "code", string(v.Code)},
		{"Trạng thái", "state", fmt.Sprintf("%s (%d), %s", v.State, v.NationalStatus, v.Standing)},
		{"Thủ tục", "procedure", v.Procedure + " " + v.Field},
		{"Cơ quan", "agency", v.Agency},
		{"Đang giữ", "holder", v.Unit + " " + v.Officer},
		{"Kênh", "channel", string(v.Channel)},
	}
	for _, t := range [...]struct {
		vi, en string
		at     time.Time
	}{
		{"Nộp", "submitted", v.Submitted},
		{"Tiếp nhận", "received", v.Received},
		{"Hạn giải quyết", "due", v.Due},
		{"Hẹn trả", "appointment", v.Appointment},
		{"Có kết quả", "completed", v.Completed},
		{"Trả kết quả", "returned", v.Returned},
	} {
		if !t.at.IsZero() {
			rows = append(rows, []string{t.vi, t.en, t.at.Format("02/01/2006 15:04:05 -07:00")})
		}
	}
	if v.Verdict > domain.NoVerdict {
		rows = append(rows, []string{"Kết luận", "verdict", v.Verdict.String()})
	}
	return rows
}
