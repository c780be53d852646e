package eventlog

import (
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// The log's own figures: 1,434 cases, 1,329 finished, 952 on time and 377 late.
// Two ends lie before the start and are refused; both were on time, one of the
// two was overdue at the log's last event. So 1,327 are finished, 950 of them on
// time, and of 107 unfinished ones 40 (39 and 1) are overdue.
func TestReceiptByInstant(t *testing.T) {
	t.Parallel()
	g, m := newEngine(), shipped(t, "receipt.json", "")
	report := importShared(t, g, m, "receipt.csv")

	if n := len(g.Dossiers); n != 1434 {
		t.Errorf("%d dossiers, want one per case: 1434", n)
	}
	verdicts := g.verdicts()
	onTime := verdicts[domain.Early] + verdicts[domain.OnTime]
	if onTime != 952-2 || verdicts[domain.Late] != 377 || verdicts[domain.NoVerdict] != 105+2 {
		t.Errorf("on time %d, late %d, unfinished %d; want 950, 377, 107", onTime, verdicts[domain.Late], verdicts[domain.NoVerdict])
	}
	last := time.Date(2012, 1, 23, 14, 42, 54, 644e6, time.UTC)
	pending, overdue := g.pendingAt(last)
	if pending != 105+2 || overdue != 39+1 {
		t.Errorf("pending %d, overdue %d at the last event; want 107, 40", pending, overdue)
	}

	// 180 rows lie after the end of their case; 4 of them belong to the two cases
	// whose end is refused, and so come in time.
	equalCounts(t, "refused", report.ByReason, map[domain.ErrorCode]int{
		domain.CodeCompleted:     180 - 4,
		domain.CodeBeforeReceipt: 12 + 2,
	})
	if want := 1434 + 1329 + 8577 + 19; report.Read != want {
		t.Errorf("read %d items, want a receipt per case, an end per finished one, a transfer per row, 19 facts: %d", report.Read, want)
	}
	if n := g.handovers("advice-body"); n != 18 {
		t.Errorf("%d requests for advice outside, want 18", n)
	}
	log, err := io.ReadAll(shared(t, "receipt.csv"))
	if err != nil {
		t.Fatal(err)
	}
	rows, ends := strings.Split(string(log), "\n"), 0
	for _, l := range report.Lines {
		if l.Line < 2 || l.Code == "" || l.ID == "" || l.Type == "" || l.Message == "" {
			t.Fatalf("a refused line does not say what it is: %+v", l)
		}
		if !strings.HasPrefix(rows[l.Line-1], l.Code+",") {
			t.Errorf("line %d is not about %s", l.Line, l.Code)
		}
		if l.Type == domain.TypeCompleted {
			ends++
		}
	}
	if ends != 2 {
		t.Errorf("%d ends refused, want the 2 before their start", ends)
	}
	equalAgain(t, g, m, report)
}

// pendingAt counts the dossiers that were pending at the instant, and those of
// them that were overdue.
func (g engine) pendingAt(at time.Time) (pending, overdue int) {
	for _, d := range g.Dossiers {
		s := d.StandingAt(at)
		if s.Pending() {
			pending++
		}
		if s == domain.StandingOverdue {
			overdue++
		}
	}
	return pending, overdue
}

// handovers counts the transfers to the agency.
func (g engine) handovers(agency string) (n int) {
	for _, d := range g.Dossiers {
		for _, h := range d.Handovers {
			if h.Agency == agency {
				n++
			}
		}
	}
	return n
}

func TestReceiptByDate(t *testing.T) {
	t.Parallel()
	g := newEngine()
	importShared(t, g, shipped(t, "receipt.json", "by-date"), "receipt.csv")
	verdicts := g.verdicts()
	onTime := verdicts[domain.Early] + verdicts[domain.OnTime]
	if onTime != 1020-2 || verdicts[domain.Late] != 309 {
		t.Errorf("on time %d, late %d; want 1018, 309", onTime, verdicts[domain.Late])
	}
}

// equalAgain imports the process log after the table: both say the same, which
// the engine, who compares content, answers with duplicates; so it does when one
// log is imported twice.
func equalAgain(t *testing.T, g engine, m *Mapping, table Report) {
	t.Helper()
	process := importShared(t, g, m, "receipt.xes.gz")
	if process.Accepted != 0 || process.Duplicate != table.Accepted || len(g.Dossiers) != 1434 {
		t.Errorf("the process log: %d accepted, %d duplicate, %d dossiers; want 0, %d, 1434",
			process.Accepted, process.Duplicate, len(g.Dossiers), table.Accepted)
	}
	if !slices.Equal(refused(process), refused(table)) {
		t.Errorf("the process log is refused %d items, the table %d others", process.Refused, table.Refused)
	}
}

// refused returns the ids of what was refused. The reasons may differ: what lay
// before the receipt now also comes after the completion.
func refused(r Report) (ids []string) {
	for _, l := range r.Lines {
		ids = append(ids, l.ID)
	}
	return slices.Sorted(slices.Values(ids))
}
