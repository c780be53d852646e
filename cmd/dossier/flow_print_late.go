package main

import (
	"fmt"

	"github.com/hoso-engine/dossier/projections/flow"
	"github.com/hoso-engine/dossier/projections/ontime"
)

func printLateness(out *console, r *flow.Lateness) error {
	top := r.Top()
	printTop(out, "Vì sao quá hạn / what made dossiers late", top)
	out.printf("%d giải quyết quá hạn / resolved late, %d đang quá hạn / pending overdue; quá hạn tổng cộng / late in all: %s\n",
		r.Late, r.Overdue, span(top, r.Over))
	if err := out.table(shareRows(top, &r.Shares)); err != nil {
		return err
	}
	for _, ranking := range []struct {
		title  string
		blames []flow.Blame
	}{{"ĐƠN VỊ / UNIT", r.Units}, {"CÁN BỘ / OFFICER", r.Officers}, {"BƯỚC / STEP", r.Steps}} {
		out.printf("\n")
		if err := out.table(blameRows(top, ranking.title, ranking.blames)); err != nil {
			return err
		}
	}
	out.printf("\n")
	return out.table(lateRows(top, r.Dossiers))
}

// shareRows prints where the time of the late dossiers went.
func shareRows(top *flow.Head, s *flow.Shares) [][]string {
	rows := [][]string{{"THỜI GIAN ĐÃ DÙNG / TIME USED", "", "%"}}
	for _, share := range [...]struct {
		name string
		time flow.Seconds
	}{
		{"trước khi chuyển / before the first hand-over", s.Receipt},
		{"trong hạn bước / within steps' limits", s.Within},
		{"vượt hạn bước / over steps' limits", s.Over},
		{"bước không có hạn / steps without a limit", s.Unlimited},
		{"dừng / stopped", s.Stopped},
		{"tổng / total", s.Total},
	} {
		percent := ontime.RateOf(int(share.time/1e6), int(s.Total/1e6)).Percent
		rows = append(rows, []string{share.name, span(top, share.time), percent})
	}
	return rows
}

func blameRows(top *flow.Head, title string, blames []flow.Blame) [][]string {
	rows := [][]string{{title, "HỒ SƠ", "GIỮ KHI QUÁ HẠN", "LƯỢT VƯỢT HẠN", "VƯỢT HẠN BƯỚC", "%", "SAU HẠN HỒ SƠ"}}
	for i := range blames {
		b := &blames[i]
		rows = append(rows, []string{
			called(b.Key, b.Name), fmt.Sprint(b.Dossiers), fmt.Sprint(b.AtBreach), fmt.Sprint(b.Exceeded),
			span(top, b.Over), b.Share.Percent, span(top, b.After),
		})
	}
	return rows
}

func lateRows(top *flow.Head, dossiers []flow.LateDossier) [][]string {
	rows := [][]string{{"MÃ HỒ SƠ", "HẠN GIẢI QUYẾT", "QUÁ", "GIỮ KHI QUÁ HẠN", "TRƯỚC CHUYỂN", "TRONG HẠN BƯỚC", "VƯỢT HẠN BƯỚC", "KHÔNG HẠN", "DỪNG", "NGUYÊN NHÂN"}}
	for i := range dossiers {
		d := &dossiers[i]
		s := &d.Shares
		rows = append(rows, []string{
			string(d.Code), minute(d.Due), span(top, d.Over), called(d.Unit, "") + " " + d.Officer,
			span(top, s.Receipt), span(top, s.Within), span(top, s.Over), span(top, s.Unlimited), span(top, s.Stopped), string(d.Cause),
		})
	}
	return rows
}

func printOfficers(out *console, r *flow.Officers) error {
	top := r.Top()
	printTop(out, "Cán bộ nhiều lần quá hạn / repeatedly late officers", top)
	rows := [][]string{{"CÁN BỘ", "QUÁ HẠN", "CHỦ QUAN", "ĐÔN ĐỐC", "LẠI QUÁ HẠN", "MÃ HỒ SƠ", "HẠN GIẢI QUYẾT", "QUÁ", "NGUYÊN NHÂN", "ĐÔN ĐỐC TRƯỚC ĐÓ"}}
	for i := range r.Rows {
		o := &r.Rows[i]
		rows = append(rows, []string{o.Officer, fmt.Sprint(o.Late), fmt.Sprint(o.Subjective), fmt.Sprint(o.Reminded), fmt.Sprint(o.Again), "", "", "", "", ""})
		for j := range o.Dossiers {
			d := &o.Dossiers[j]
			again := ""
			if d.Again {
				again = "x"
			}
			rows = append(rows, []string{
				"", "", "", "", again, string(d.Code), minute(d.Due), span(top, d.Over), string(d.Cause), fmt.Sprint(d.Reminded),
			})
		}
	}
	if err := out.table(rows); err != nil {
		return err
	}
	out.printf("%d cán bộ / officers: từ %d hồ sơ quá hạn do chủ quan / late for subjective reasons, quá hạn lại sau %d lần đôn đốc / again after reminders; %d hồ sơ quá hạn / late dossiers, %d cán bộ giữ / holders\n",
		len(r.Rows), r.Times, r.Reminders, r.Late, r.Holders)
	return nil
}
