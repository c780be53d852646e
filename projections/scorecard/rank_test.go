package scorecard_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/scorecard"
)

// ranking prints the ranks, as "1 one 10.00/10.00".
func ranking(r scorecard.Report) (lines []string) {
	for _, s := range r.Rows {
		lines = append(lines, fmt.Sprintf("%d %s %s/%s", s.Rank, s.Key, s.Total.Points, s.Total.Counted))
	}
	return lines
}

func byUnit() scorecard.Query {
	q := january()
	q.By = "unit"
	return q
}

func TestRanking(t *testing.T) {
	w := offices(t)
	card := parse(t, definition(outside, criterion("early", "early / resolved", `"rule":{"kind":"share"},"maximum":10`),
		criterion("outside", "x / y", `"rule":{"kind":"share"},"maximum":5`)))
	r := card.Tally(rowsOf(t, w), w.Registry, byUnit()).Report()
	// "three" has resolved nothing, and nobody recorded anything of anybody.
	if diff := cmp.Diff([]string{"1 one 10.00/10.00", "2 two 5.00/10.00", "0 three 0.00/0.00"}, ranking(r)); diff != "" {
		t.Error(diff)
	}
	g := record(t, record(t, w.Registry, "x", "one", 0), "y", "one", 1)
	g = record(t, record(t, g, "x", "three", 2), "y", "three", 3)
	r = card.Tally(rowsOf(t, w), g, byUnit()).Report()
	// 10 of 15 and 10/3 of 5 are the same share, whatever they are rounded to.
	if diff := cmp.Diff([]string{"1 one 10.00/15.00", "1 three 3.33/5.00", "3 two 5.00/10.00"}, ranking(r)); diff != "" {
		t.Error(diff)
	}
	if r.Whole.Total.Missing != "5.00" {
		t.Errorf("what is recorded of units is not of all: %+v", r.Whole.Total)
	}
}

// Where there is nothing to win, those from whom less is taken come first.
func TestRankingByDeductions(t *testing.T) {
	w := offices(t)
	card := parse(t, definition("", criterion("c", "late + overdue", `"rule":{"kind":"deduction","per_unit":0.5},"maximum":2`)))
	r := card.Tally(rowsOf(t, w), w.Registry, byUnit()).Report()
	if diff := cmp.Diff([]string{"1 one 0.00/0.00", "2 three -0.50/0.00", "2 two -0.50/0.00"}, ranking(r)); diff != "" {
		t.Error(diff)
	}
}

// Whatever was said: ranks begin at 1, equal shares share one, and what is not
// ranked comes last.
func TestRanksOfAnyLog(t *testing.T) {
	card := parse(t, definition("", criterion("c", "(early + pending_in_time) / received_in_period", share)))
	rapid.Check(t, func(t *rapid.T) {
		w := logtest.Random(t, nil)
		q := byUnit()
		q.Period.To = logtest.Date("2026-02-28")
		rows := rowsOf(t, w)
		r := card.Tally(rows, w.Registry, q).Report()
		for i, s := range r.Rows {
			switch {
			case s.Rank == 0:
				for _, after := range r.Rows[i:] {
					if after.Rank != 0 {
						t.Fatalf("%q comes after one that is not ranked", after.Key)
					}
				}
			case i == 0 && s.Rank != 1, i > 0 && s.Rank != i+1 && s.Rank != r.Rows[i-1].Rank:
				t.Fatalf("row %d has rank %d", i, s.Rank)
			case i > 0 && s.Rank == r.Rows[i-1].Rank && s.Total.Points != r.Rows[i-1].Total.Points:
				t.Fatalf("%s and %s points share a rank", s.Total.Points, r.Rows[i-1].Total.Points)
			}
		}
		if again := card.Tally(rows, w.Registry, q).Report(); printed(t, again) != printed(t, r) {
			t.Fatal("the same again is not the same")
		}
	})
}

func TestCSV(t *testing.T) {
	w := offices(t)
	card := parse(t, definition(`{"name":"x","vi":"v","en":"e"}`,
		criterion("early", "early / resolved", `"unit":"percent","rule":{"kind":"share"},"maximum":10,"goal":{"is":"at-least","value":"80%"}`),
		criterion("found", "x", `"rule":{"kind":"deduction","per_unit":1},"maximum":2`)))
	r := card.Tally(rowsOf(t, w), w.Registry, byUnit()).Report()
	r.NameRows(func(key string) string { return map[string]string{"one": "=Phòng một"}[key] })
	r.Rows = r.Rows[:1]
	var out strings.Builder
	must(t, scorecard.WriteCSV(&out, r))
	const want = "\ufeffHạng,Mã,Tên,Nhóm,Tiêu chí,Tên tiêu chí,Nguồn số liệu,Công thức,Số liệu,Giá trị,Đơn vị tính,Tình trạng,Điểm,Điểm tối đa," +
		"Mục tiêu,Chênh lệch,Kỳ trước,Thay đổi,Cùng kỳ năm trước,Thay đổi\n" +
		",,,g,early,v,tính từ hồ sơ,early / resolved,early = 3; resolved = 4,75.00,%,có số liệu,7.50,10.00,≥ 80.00,-5.00,,,,\n" +
		",,,g,found,v,ghi nhận,x,x = chưa có,,,chưa có số liệu,,2.00,,,,,,\n" +
		",,,,,Tổng cộng,,,,75.00,%,,7.50,10.00,,,0.00,,0.00,\n" +
		"1,one,'=Phòng một,g,early,v,tính từ hồ sơ,early / resolved,,100.00,%,có số liệu,10.00,10.00,,,,,,\n" +
		"1,one,'=Phòng một,g,found,v,ghi nhận,x,,,,chưa có số liệu,,2.00,,,,,,\n" +
		"1,one,'=Phòng một,,,Tổng cộng,,,,100.00,%,,10.00,10.00,,,0.00,,0.00,\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
}

// The Library: a later scorecard of the same name takes the place of an earlier.
func TestLibrary(t *testing.T) {
	first := parse(t, definition("", criterion("c", "online", share)))
	second := parse(t, strings.Replace(definition("", criterion("c", "late", share)), `"version":1`, `"version":2`, 1))
	l := scorecard.NewLibrary(first, second)
	if card, err := l.Card("test"); err != nil || card.Version != 2 || len(l.Summaries()) != 1 {
		t.Errorf("the library has %+v (%v)", l.Summaries(), err)
	}
	var none *scorecard.Library
	if _, err := none.Card("test"); domain.AsError(err).Code != domain.CodeUnknown || len(none.Summaries()) != 0 {
		t.Errorf("no library: %v", err)
	}
}
