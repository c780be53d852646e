package bench

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
)

// complete checks that every figure of a report is there, that it can be printed,
// and that its JSON says the same.
func complete(t *testing.T, r *Report, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Tables) == 0 || r.Machine.Cores < 1 || r.Machine.Go == "" || r.Machine.NATSServer == "" || !(r.Machine.FsyncP50 > 0) {
		t.Errorf("the report says too little: %+v", r)
	}
	for _, table := range r.Tables {
		if len(table.Rows) == 0 {
			t.Errorf("%q has no rows", table.Title)
		}
		for _, row := range table.Rows {
			for i, v := range row.Values {
				if math.IsNaN(float64(v)) || math.IsInf(float64(v), 0) {
					t.Errorf("%s: %s is %v", row.Name, table.Columns[i], v)
				}
			}
		}
	}
	var text strings.Builder
	if err := r.WriteText(&text); err != nil {
		t.Error(err)
	}
	t.Log(text.String())
	body, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var back Report
	if err := json.Unmarshal(body, &back); err != nil || len(back.Tables) != len(r.Tables) {
		t.Errorf("%v: %s", err, body)
	}
}

func small(t *testing.T) HistoryOptions {
	return HistoryOptions{Options: options(t), Dossiers: 60, Open: 12}
}

func TestReplayReadsTheWholeLogBothWays(t *testing.T) {
	o := small(t)
	o.Runs = 2
	r, err := Replay(t.Context(), o)
	complete(t, r, err)
	if v := r.Tables[0].Rows[0].Values; !(v[5] > 0) || !(v[1] > v[0]) {
		t.Errorf("no ratio, or fewer events than records: %v", v)
	}
}

func TestRestartIsMeasuredFromTheLogAndAfterAStop(t *testing.T) {
	r, err := Restart(t.Context(), small(t))
	complete(t, r, err)
	if ready, broker := r.Tables[0].Of("from the log alone", "ready s"), r.Tables[0].Of("from the log alone", "broker s"); !(ready > broker) || !(broker > 0) {
		t.Errorf("ready after %g s, of which the broker took %g", ready, broker)
	}
}

func TestEveryQueryIsAnsweredBothWays(t *testing.T) {
	r, err := Queries(t.Context(), small(t))
	complete(t, r, err)
	if len(r.Tables[0].Rows) != 6 {
		t.Errorf("%d questions", len(r.Tables[0].Rows))
	}
}

func TestAlertsAllReachTheStream(t *testing.T) {
	r, err := Alerts(t.Context(), AlertOptions{Options: options(t), Deadlines: 40, Sync: Lazily})
	complete(t, r, err)
	if told, raised := r.Tables[0].Rows[0].Values[1], r.Tables[0].Rows[0].Values[0]; !(told > 0) || told > raised {
		t.Errorf("%v alerts/s, %v rungs/s", told, raised)
	}
}

func TestImportTakesEveryEvent(t *testing.T) {
	r, err := Import(t.Context(), ImportOptions{Options: options(t), Dossiers: 40, Sync: Lazily})
	complete(t, r, err)
	if events := r.Parameters["events"].(int); events < 40*4 {
		t.Errorf("%d events of 40 dossiers", events)
	}
}

// So small a log is within the noise of the heap: only what is weighed shows.
func TestMemoryWeighsTwoLogs(t *testing.T) {
	o := small(t)
	r, err := Memory(t.Context(), o)
	complete(t, r, err)
	if rows := r.Tables[0].Rows; len(rows) != 2 || !strings.HasPrefix(rows[0].Name, "60 dossiers, ") || rows[0].Name == rows[1].Name {
		t.Errorf("%+v are not two logs of 60 dossiers with different shares of open ones", rows)
	}
	if rows := r.Tables[2].Rows; len(rows) != 3 {
		t.Errorf("%+v", rows)
	}
}

func TestTwoLogsTellOpenFromClosed(t *testing.T) {
	const closed, open = 300, 2000
	log := func(total, alive int) *weighed {
		w := new(weighed)
		w.parts[partTable] = float64(closed*(total-alive) + open*alive)
		w.figures.Total, w.figures.Open = total, alive
		return w
	}
	if c, o := solve(log(1000, 200), log(1000, 40), partTable); math.Abs(c-closed) > 1e-6 || math.Abs(o-open) > 1e-6 {
		t.Errorf("%g and %g bytes, not %d and %d", c, o, closed, open)
	}
}

func TestDayIsPlayedToItsEnd(t *testing.T) {
	for _, speed := range []float64{0, 1e6} {
		r, err := Day(t.Context(), DayOptions{Options: options(t), Dossiers: 30, Peak: 10, Speed: speed, Sync: Lazily, Rest: 1})
		complete(t, r, err)
		if v := r.Tables[0].Rows[0].Values; v[0] < 30*6 || v[1] < 30*4 || v[0] < v[1] {
			t.Errorf("%v events in %v submits of 30 dossiers", v[0], v[1])
		}
	}
	_, err := Day(t.Context(), DayOptions{Options: options(t), Dossiers: 30, Peak: 100})
	if !errors.Is(err, ErrUsage) {
		t.Errorf("a peak that leaves nothing for the day: %v", err)
	}
}

// The peaks have the rate that they are asked for, and the day has no more of it
// than its length.
func TestPeaksHaveTheirRate(t *testing.T) {
	l, err := newLoad(1)
	if err != nil {
		t.Fatal(err)
	}
	all, inRush := postings(l, 3000, 10, 1), 0
	for i, p := range all {
		if p.at < 0 || p.at >= workingDay || i > 0 && p.at < all[i-1].at {
			t.Fatalf("posting %d lies at %s", i, p.at)
		}
		for _, begins := range rushes {
			if p.at >= begins && p.at < begins+rush {
				inRush++
			}
		}
	}
	mean := float64(len(all)) / float64(workingDay)
	if rate := float64(inRush) / float64(len(rushes)*int(rush)); rate < 9*mean || rate > 11*mean {
		t.Errorf("in the peaks the rate is %.1f times the mean", rate/mean)
	}
}

func TestGrowthIsMeasuredAtEverySizeAndDrawn(t *testing.T) {
	r, err := Growth(t.Context(), GrowthOptions{Options: options(t), Sizes: []int{30, 60}, Submits: 5})
	complete(t, r, err)
	table := r.Tables[0]
	if len(table.Rows) != 2 || table.Rows[1].Values[0] != 60 {
		t.Fatalf("%+v", table.Rows)
	}
	var sheet, drawn bytes.Buffer
	if err := errors.Join(table.WriteCSV(&sheet), table.WriteSVG(&drawn)); err != nil {
		t.Fatal(err)
	}
	if lines := strings.Count(sheet.String(), "\n"); lines != 3 {
		t.Errorf("%d lines: %s", lines, sheet.String())
	}
	var large bytes.Buffer
	million := Table{Columns: []string{"n"}, Rows: []Row{{Name: "a", Values: []Value{6_415_764}}}}
	if err := million.WriteCSV(&large); err != nil || large.String() != "row,n\na,6415764\n" {
		t.Errorf("%v: %s", err, large.String())
	}
	polylines := 0
	for d := xml.NewDecoder(&drawn); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "polyline" {
			polylines++
		}
	}
	if polylines != len(table.Columns)-1 {
		t.Errorf("%d lines are drawn of %d columns", polylines, len(table.Columns))
	}
}
