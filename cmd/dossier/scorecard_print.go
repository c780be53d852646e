package main

import (
	"fmt"

	"github.com/hoso-engine/dossier/projections/scorecard"
)

// printScores prints the scores of all, then the ranking.
func printScores(out *console, r *scorecard.Report, figures bool) error {
	out.printf("%s v%d: %s\n", r.Scorecard, r.Version, r.Title.VI)
	out.printf("%s - %s  (tính đến %s; cách tính %s v%d)  Nguồn / source: %s\n", r.From, r.To,
		r.AsOf.Format("02/01/2006 15:04"), r.Counting.Name, r.Counting.Version, r.Source)
	rows := [][]string{{"TIÊU CHÍ", "", "GIÁ TRỊ", "MỤC TIÊU", "CHÊNH LỆCH", "ĐIỂM", "TỐI ĐA", "KỲ TRƯỚC", "CÙNG KỲ NĂM TRƯỚC", "NGUỒN SỐ LIỆU"}}
	for i := range r.Criteria {
		rows = append(rows, scoreRow(&r.Criteria[i], &r.Whole.Criteria[i]))
	}
	if err := out.table(rows); err != nil {
		return err
	}
	printTotal(out, &r.Whole.Total)
	if figures {
		printFormulas(out, r)
	}
	if len(r.Rows) == 0 {
		return nil
	}
	return printRanking(out, r)
}

func scoreRow(k *scorecard.Criterion, l *scorecard.Line) []string {
	goal, gap := "", ""
	if l.Goal != nil {
		goal, gap = l.Goal.Text(k.Unit), string(l.Goal.Gap)
		if l.Goal.Met {
			goal += " đạt"
		}
	}
	return []string{
		k.ID, k.Title.VI, figureOf(k, l.Status, l.Value), goal, gap, string(l.Points), string(k.Maximum),
		compared(k, &l.Trend.Before), compared(k, &l.Trend.YearBefore), k.Origin(),
	}
}

// figureOf prints a value, or why there is none.
func figureOf(k *scorecard.Criterion, s scorecard.Status, value scorecard.Number) string {
	switch s {
	case scorecard.NoValue:
		return "n/a"
	case scorecard.Missing:
		return "chưa có"
	}
	return k.Unit.With(value)
}

// compared prints an earlier value and what changed since.
func compared(k *scorecard.Criterion, c *scorecard.Compared) string {
	text := figureOf(k, c.Status, c.Value)
	if c.Change == "" {
		return text
	}
	sign := "+"
	if c.Change[0] == '-' {
		sign = ""
	}
	return fmt.Sprintf("%s (%s%s)", text, sign, c.Change)
}

func printTotal(out *console, t *scorecard.Total) {
	out.printf("Tổng / total: %s điểm / points", t.Points)
	if t.Percent != "" {
		out.printf(" = %s %% của / of %s", t.Percent, t.Counted)
	}
	out.printf("; kỳ trước / before %s, cùng kỳ năm trước / year before %s\n", t.Before, t.YearBefore)
	if t.Deducted != "" {
		out.printf("Bị trừ / deducted: %s\n", t.Deducted)
	}
	if t.Maximum != "0.00" {
		out.printf("Tối đa / maximum %s: tính từ hồ sơ / computed %s trên %s, ghi nhận / recorded %s trên %s; chưa có số liệu / missing %s, không tính / excluded %s\n",
			t.Maximum, t.Computed.Points, t.Computed.Maximum, t.Recorded.Points, t.Recorded.Maximum, t.Missing, t.Excluded)
	}
}

// printFormulas prints what is behind every value, and what is to be said of it.
func printFormulas(out *console, r *scorecard.Report) {
	out.printf("Công thức và số liệu / formulas and figures:\n")
	for i := range r.Criteria {
		k, l := &r.Criteria[i], &r.Whole.Criteria[i]
		out.printf("  %s = %s\n      %s\n", k.ID, k.Formula, l.FiguresText())
		if k.Note != "" {
			out.printf("      %s\n", k.Note)
		}
	}
	for _, note := range r.Notes {
		out.printf("Lưu ý / note: %s\n", note)
	}
}

func printRanking(out *console, r *scorecard.Report) error {
	rows := [][]string{{"HẠNG", "", "", "ĐIỂM", "TRÊN", "TỶ LỆ", "CHƯA CÓ SỐ LIỆU", "KỲ TRƯỚC", "CÙNG KỲ NĂM TRƯỚC"}}
	for i := range r.Rows {
		s := &r.Rows[i]
		rank, t := "", &s.Total
		if s.Rank > 0 {
			rank = fmt.Sprint(s.Rank)
		}
		rows = append(rows, []string{
			rank, s.Key, s.Name, string(t.Points), string(t.Counted), scorecard.UnitPercent.With(t.Percent),
			string(t.Missing), string(t.Before), string(t.YearBefore),
		})
	}
	return out.table(rows)
}
