package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

const stampLayout = "02/01/2006 15:04:05"

// printClock prints how the due came about, segment by segment, then the
// revisions, stops and hand-overs; Vietnamese first.
func printClock(out *console, v *domain.ClockView) error {
	out.printf("%s lúc / at %s: %s, %s", v.Code, v.At.Format(stampLayout), v.State, v.Standing)
	if v.StepLate {
		out.printf(", chậm tiến độ / step-late")
	}
	x := &v.Explanation
	out.printf("\n%s\n%s\n", x.Summary.VI, x.Summary.EN)
	if err := printSegments(out, x); err != nil {
		return err
	}
	for _, n := range x.Notes {
		out.printf("* %s\n  %s\n", n.VI, n.EN)
	}
	out.printf("\n")
	return printRevisions(out, v)
}

func printSegments(out *console, x *domain.Explanation) error {
	if len(x.Segments) == 0 {
		return nil
	}
	out.printf("\n")
	rows := [][]string{{"TỪ", "ĐẾN", "TÍNH", "DIỄN GIẢI / EXPLANATION"}}
	for i := range x.Segments {
		s := &x.Segments[i]
		rows = append(rows,
			[]string{s.From.Format(stampLayout), s.To.Format(stampLayout), countedText(x, s.Counted), s.Text.VI},
			[]string{"", "", "", s.Text.EN})
	}
	rows = append(rows, []string{"", "", countedText(x, x.Total), fmt.Sprintf("tổng / total; %s: %s, %s: %s",
		"đã dùng / used", countedText(x, x.Used), "còn lại / left", countedText(x, x.Left))})
	return out.table(rows)
}

// countedText prints a number of what the explanation counts: days, or hours and
// minutes.
func countedText(x *domain.Explanation, n float64) string {
	if x.Counts != domain.CountsSeconds {
		return fmt.Sprintf("%g", n)
	}
	return time.Duration(n * float64(time.Second)).Round(time.Second).String()
}

func printRevisions(out *console, v *domain.ClockView) error {
	rows := [][]string{{"LẦN", "LÝ DO", "THỜI HẠN", "TỪ", "HẠN", "LỊCH", "QUY TẮC", "THỦ TỤC"}}
	for i := range v.Deadlines {
		d := &v.Deadlines[i]
		procedure := "-"
		if d.Procedure.ID != "" {
			procedure = fmt.Sprintf("%s v%d", d.Procedure.ID, d.Procedure.Version)
		}
		rows = append(rows, []string{
			fmt.Sprint(d.Revision), string(d.Cause), d.Limit.String(), d.Start.Format(stampLayout), dueText(d.Due),
			fmt.Sprintf("%s v%d", d.Calendar.ID, d.Calendar.Version), fmt.Sprintf("%s v%d", d.Policy.ID, d.Policy.Version), procedure,
		})
	}
	for i := range v.Stops {
		s := &v.Stops[i]
		rows = append(rows, []string{"dừng", strings.TrimSpace(s.Kind.String() + " " + string(s.Reason)), "", s.From.Format(stampLayout), dueText(s.To), "", "", ""})
	}
	for i := range v.Handovers {
		h := &v.Handovers[i]
		rows = append(rows, []string{"chuyển", strings.TrimSpace(h.Unit + " " + h.Step), h.Limit.String(), h.At.Format(stampLayout), dueText(h.Due), stepText(h), "", ""})
	}
	return out.table(rows)
}

// stepText prints the verdict on a hand-over.
func stepText(h *domain.StepView) string {
	switch {
	case h.Verdict != domain.NoVerdict:
		return h.Verdict.String()
	case h.Late:
		return "chậm / late"
	}
	return ""
}

func dueText(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.Format(stampLayout)
}
