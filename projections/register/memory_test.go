package register_test

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/register"
)

// The organisation of the benchmark: a province.
const (
	agencies, units, officers = 160, 8, 5 // units of an agency, officers of a unit
	procedures, fields        = 1900, 60
)

// BenchmarkMemory builds 200,000 dossiers that are over, of eight events each
// (received, its due set, three transfers, completed, returned, its fee paid),
// and as many that stand after the third transfer, and reports how many bytes of
// heap each row takes, its columns and its part of the index included.
func BenchmarkMemory(b *testing.B) {
	const n = 200_000
	for b.Loop() {
		reference := projections.NewReference()
		table := register.New(reference)
		empty := heap()
		begin := time.Now()
		commits := courses(b, table, 0, n, 7)
		applying := time.Since(begin)
		rest(b, table)
		closed := heap()
		courses(b, table, n, n, 4)
		rest(b, table)
		open := heap()
		if f := table.Figures(logtest.At("2030-01-01 00:00")); f.Total != 2*n || f.Open != n {
			b.Fatalf("%+v", f)
		}
		b.ReportMetric(float64(closed-empty)/n, "B/closed")
		b.ReportMetric(float64(open-closed)/n, "B/open")
		b.ReportMetric(float64(applying.Nanoseconds())/float64(commits), "ns/commit")
		begin = time.Now()
		for i := range 2 * n {
			if _, known := table.Dossier(code(i * 7919 % (2 * n))); !known {
				b.Fatal("a dossier is not found")
			}
		}
		b.ReportMetric(float64(time.Since(begin).Nanoseconds())/(2*n), "ns/look-up")
		runtime.KeepAlive(reference)
	}
}

// heap returns how many bytes of the heap are in use.
func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// courses applies the first commits of n dossiers, of some thousands by turns as
// in an office's day, and returns how many commits these were.
func courses(b *testing.B, table *register.Table, first, n, commits int) (applied int) {
	const byTurns = 5000
	for from := first; from < first+n; from += byTurns {
		for step := range commits {
			for i := from; i < from+byTurns; i++ {
				if err := table.Apply(commit(i, step)); err != nil {
					b.Fatal(err)
				}
				applied++
			}
		}
	}
	return applied
}

func code(i int) domain.Code {
	return domain.Code(fmt.Sprintf("H38.%d.%d-26%02d%02d-%05d", i%agencies, i%7, 1+i/5000%12, 1+i/1000%28, i))
}

// commit returns one commit of the i-th dossier's course.
func commit(i, step int) eventstore.Commit {
	agency := fmt.Sprint("H38.", i%agencies)
	unit := func(k int) string { return fmt.Sprint(agency, ".", (i/agencies+k)%units) }
	officer := func(k int) string { return fmt.Sprint("cb-", agency, "-", (i/agencies+k)%(units*officers)) }
	at := logtest.At("2026-01-05 07:30").Add(time.Duration(i/10) * 13 * time.Second)
	after := func(hours int) time.Time {
		return at.Add(time.Duration(hours)*time.Hour + time.Duration(i*step%3571)*time.Second)
	}
	c := eventstore.Commit{Subject: fmt.Sprint("dossier.H38.", domain.Code(agency).Token(), ".", code(i).Token())}
	say := func(at time.Time, data domain.Data) {
		c.Events = append(c.Events, domain.Event{
			Type: domain.TypeReceived, Subject: string(code(i)), Sequence: step + len(c.Events) + min(step, 1) + 1,
			At: at, RecordedAt: at.Add(731 * time.Millisecond).UTC(), Data: data,
		})
	}
	transfer := func(k int, name string) *domain.Transferred {
		return &domain.Transferred{ToUnit: unit(k), ToOfficer: officer(k), Step: name}
	}
	switch step {
	case 0:
		procedure := domain.ProcedureRef{ID: fmt.Sprintf("1.%06d", i%procedures), Version: 1, Field: fmt.Sprint("field-", i%procedures%fields), ServiceLevel: domain.LevelFull}
		say(at, &domain.Received{Intake: domain.Intake{
			Province: "H38", Agency: agency, Procedure: procedure.ID, Field: procedure.Field, ServiceLevel: procedure.ServiceLevel,
			Channel: domain.Channels()[i%3], Desk: fmt.Sprint(agency, ".0"), Unit: unit(0), Officer: officer(0),
			Content: fmt.Sprint("Đăng ký biến động ", i), Applicant: &domain.Applicant{Ref: fmt.Sprintf("nd-%012x", i*1_000_003)},
		}})
		say(at, due(at, i, procedure))
		c.Events[1].RecordedAt = c.Events[0].RecordedAt
	case 1:
		say(after(1), transfer(1, "thẩm định"))
	case 2:
		say(after(20), transfer(2, "trình ký"))
	case 3:
		say(after(50), transfer(3, "trả kết quả"))
	case 4:
		say(after(51), &domain.Completed{Outcome: domain.Granted, Electronic: true})
	case 5:
		say(after(80), &domain.Returned{Method: domain.InPerson})
	case 6:
		say(after(80), &domain.FeePaid{Online: true, Amount: 50_000})
	}
	return c
}

// due returns the due of the i-th dossier, some days later.
func due(at time.Time, i int, p domain.ProcedureRef) *domain.DeadlineSet {
	day := logtest.At("2026-01-05 00:00").Add(at.Sub(logtest.At("2026-01-05 00:00")).Truncate(24*time.Hour)).AddDate(0, 0, 3+i%procedures%20)
	return &domain.DeadlineSet{
		Clock: domain.DossierClock, Revision: 1, Cause: domain.CauseReceived, Limit: logtest.Limit(fmt.Sprint(3+i%procedures%20, "day")),
		Start: at, From: at, Due: day.Add(17 * time.Hour), EarlyBefore: day, Breach: day.AddDate(0, 0, 1),
		Verdict: domain.ByDate, Stop: domain.Resume, Zone: "Asia/Ho_Chi_Minh",
		Procedure: p, Calendar: domain.VersionRef{ID: "vn", Version: 1}, Policy: domain.VersionRef{ID: "vn", Version: 1},
	}
}
