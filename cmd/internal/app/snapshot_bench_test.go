package app

import (
	"context"
	"fmt"
	"iter"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/snapshots"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections"
)

// many is a log of many dossiers with the course of one: four in five have run it
// to its end, the others are in the middle. The bodies of its records are made up;
// whoever decodes them asks it.
type many struct {
	facts  []eventstore.Commit
	course []eventstore.Commit
	n      int
}

// open is how many commits of the course were said about a dossier in hand.
const open = 3

// steps returns how many commits are about the i-th dossier.
func (m *many) steps(i int) int {
	if i%5 == 0 {
		return open
	}
	return len(m.course)
}

func (m *many) records() uint64 {
	whole, started := m.n-(m.n+4)/5, (m.n+4)/5
	return uint64(len(m.facts) + whole*len(m.course) + started*open)
}

func (m *many) Head(context.Context) (eventstore.Head, error) {
	return eventstore.Head{Position: m.records(), Records: m.records()}, nil
}

// Follow yields thousands of dossiers by turns, as in an office's day.
func (m *many) Follow(ctx context.Context, after uint64) iter.Seq2[eventstore.Record, error] {
	return func(yield func(eventstore.Record, error) bool) {
		position := uint64(0)
		put := func(subject, body string) bool {
			position++
			return position <= after || yield(eventstore.Record{Position: position, Subject: subject, Body: []byte(body)}, nil)
		}
		for i, c := range m.facts {
			if !put(c.Subject, fmt.Sprint("fact ", i)) {
				return
			}
		}
		const byTurns = 5000
		for from := 0; from < m.n; from += byTurns {
			for step := range m.course {
				for i := from; i < min(from+byTurns, m.n); i++ {
					if step < m.steps(i) && !put(subjectOf(i), body(i, step)) {
						return
					}
				}
			}
		}
		<-ctx.Done()
	}
}

func codeOf(i int) string {
	return fmt.Sprintf("H37.%02d-26%02d%02d-%05d", i%160, 1+i/5000%12, 1+i/500%28, i%100_000) + fmt.Sprint(i/100_000)
}

func subjectOf(i int) string {
	return fmt.Sprintf("dossier.H37.H37_%02d.%s", i%160, domain.Code(codeOf(i)).Token())
}

func body(i, step int) string { return fmt.Sprint(i, " ", step) }

func (m *many) decode(r eventstore.Record) (c eventstore.Commit, hash eventstore.Hash, err error) {
	var i, step int
	c, hash = eventstore.Commit{Position: r.Position, Subject: r.Subject}, eventstore.HashOf(r.Body)
	if r.Position <= uint64(len(m.facts)) {
		c.Events = m.facts[r.Position-1].Events
		if _, before := m.before(int(r.Position - 1)); before != "" {
			c.Previous = eventstore.HashOf([]byte(before)).String()
		}
		return c, hash, nil
	}
	if _, err := fmt.Sscan(string(r.Body), &i, &step); err != nil {
		return c, hash, err
	}
	if step > 0 {
		c.Previous = eventstore.HashOf([]byte(body(i, step-1))).String()
	}
	code := codeOf(i)
	for _, e := range m.course[step].Events {
		e.Subject = code
		c.Events = append(c.Events, e)
	}
	return c, hash, nil
}

// before returns the body of the record before a fact's on the same subject.
func (m *many) before(fact int) (at int, body string) {
	for at = fact - 1; at >= 0; at-- {
		if m.facts[at].Subject == m.facts[fact].Subject {
			return at, fmt.Sprint("fact ", at)
		}
	}
	return -1, ""
}

// manyOf has an engine say the course of one dossier.
func manyOf(b *testing.B, n int) *many {
	b.Helper()
	a := startBench(b, "2m")
	at := time.Now()
	for step, data := range []domain.Data{
		&domain.Received{Intake: domain.Intake{
			Province: "H37", Agency: "H37.13", Procedure: "1.000001", Channel: domain.Online, Unit: "desk", Officer: "o0",
			Content: "Đăng ký biến động quyền sử dụng đất", Applicant: &domain.Applicant{Ref: "nd-0123456789ab"},
		}, Due: at.AddDate(0, 0, 20)},
		&domain.Transferred{ToUnit: "nvy", ToOfficer: "o1"}, &domain.Transferred{ToUnit: "lanh-dao", ToOfficer: "o2"},
		&domain.Transferred{ToUnit: "tra", ToOfficer: "o3"},
		&domain.Completed{Outcome: domain.Granted, Electronic: true}, &domain.Returned{Method: domain.InPerson},
	} {
		e := domain.Event{
			ID: fmt.Sprint(step), Source: "urn:bench:desk", Subject: "H37.13-260105-0001", At: at.Add(time.Duration(step) * time.Millisecond), Data: data,
			Type: []domain.Type{domain.TypeReceived, domain.TypeTransferred, domain.TypeTransferred, domain.TypeTransferred, domain.TypeCompleted, domain.TypeReturned}[step],
		}
		if r := a.engine.Submit(b.Context(), []domain.Parsed{{Event: e}})[0]; r.Status != domain.Accepted {
			b.Fatalf("%s: %v", r.Status, r.Error)
		}
	}
	m := &many{n: n}
	if err := a.walk(b.Context(), 0, func(int64, int64) {}, func(_ eventstore.Record, c eventstore.Commit) error {
		if c.Events[0].Type.Kind() == domain.KindDossier {
			m.course = append(m.course, c)
		} else {
			m.facts = append(m.facts, c)
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	return m
}

// runnerOf returns a runner with the projections of an engine.
func (m *many) runnerOf() (*projections.Runner, *views) {
	v := newViews()
	return projections.NewRunner(m, projections.Options{Decode: m.decode}, v.reference, v.table, v.ladder, v.board), v
}

// BenchmarkSnapshot takes, writes, reads and restores a snapshot of a hundred
// thousand dossiers, a fifth of them in hand; of a million where DOSSIER_SOAK is
// set.
func BenchmarkSnapshot(b *testing.B) {
	n := 100_000
	if os.Getenv("DOSSIER_SOAK") != "" {
		n = 1_000_000
	}
	m := manyOf(b, n)
	empty := heapInUse()
	runner, v := m.runnerOf()
	took := func(name string, do func()) {
		begin := time.Now()
		do()
		b.ReportMetric(float64(time.Since(begin).Milliseconds()), name+"-ms")
	}
	fatal := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		ctx, stop := context.WithCancel(b.Context())
		ended := make(chan error, 1)
		go func() { ended <- runner.Run(ctx) }()
		took("fold", func() { fatal(runner.Wait(ctx, m.records())) })
		stop()
		fatal(<-ended)
		b.ReportMetric(float64(heapInUse()-empty)/float64(n), "B/dossier")
		var s *projections.Snapshot
		var err error
		took("first", func() { s, err = runner.Snapshot(); fatal(err) })
		took("next", func() { s, err = runner.Snapshot(); fatal(err) })
		dir := snapshots.Dir(b.TempDir())
		var h *snapshots.Header
		took("write", func() { h, err = dir.Write(s, "", time.Now()); fatal(err) })
		b.ReportMetric(float64(h.Size())/float64(n), "B/kept")
		s = nil
		took("read", func() { _, s, err = dir.Read(); fatal(err) })
		other, restored := m.runnerOf()
		took("restore", func() { fatal(other.Restore(s)) })
		if was, is := v.table.Figures(time.Now()), restored.table.Figures(time.Now()); was != is || is.Open != (n+4)/5 {
			b.Errorf("%+v, restored %+v", was, is)
		}
		for _, p := range h.Parts {
			b.ReportMetric(float64(p.Length)/float64(n), p.Name+"-B/kept")
		}
		runtime.KeepAlive(v)
	}
}

func heapInUse() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
