package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/register"
)

// TestKill kills the engine under load at random moments. Whatever it
// acknowledged must be there exactly once after the restart, what it serves must
// be what its log says, and the log must be whole.
func TestKill(t *testing.T) {
	t.Parallel()
	kill(t, 6)
}

// TestSoakKill is TestKill with more kills. Set DOSSIER_SOAK to run it.
func TestSoakKill(t *testing.T) {
	soak(t)
	kill(t, 22)
}

// soak skips a test that is run with `make soak` alone.
func soak(t *testing.T) {
	t.Helper()
	if os.Getenv("DOSSIER_SOAK") == "" {
		t.Skip("DOSSIER_SOAK is not set")
	}
}

// kill kills the engine so often. It writes a snapshot every moment, so that it is
// killed before, while and after it does, and begins with one that is old.
func kill(t *testing.T, rounds int) {
	t.Helper()
	dir := t.TempDir()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	desks := &desks{acknowledged: make(map[string]domain.Result)}
	// On a slow machine it may take some rounds more until one lives to write its first.
	for round := 0; round < rounds || round < 10*rounds && !hasSnapshot(dir); round++ {
		p := serveWith(t, dir, "--snapshot-every", "20ms")
		desks.work(t, p, round, time.Duration(20+random.IntN(250))*time.Millisecond)
	}
	if len(desks.acknowledged) < rounds {
		t.Fatalf("only %d events were acknowledged in %d rounds", len(desks.acknowledged), rounds)
	}
	if out, err := exec.Command("dossier", "snapshot", "--data", dir).CombinedOutput(); err != nil {
		t.Errorf("snapshot: %v\n%s", err, out)
	}
	p := serve(t, dir)
	desks.check(t, p)
	p.kill()
	if out, err := exec.Command("dossier", "verify", "--data", dir).CombinedOutput(); err != nil {
		t.Errorf("verify: %v\n%s", err, out)
	}
	t.Logf("%d acknowledged events", len(desks.acknowledged))
}

func hasSnapshot(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "snapshots", "snapshot"))
	return err == nil
}

// desks are publishers that remember what was acknowledged.
type desks struct {
	mu           sync.Mutex
	acknowledged map[string]domain.Result // by event id
}

// work lets the desks publish until the engine is killed after the time.
func (d *desks) work(t *testing.T, p *process, round int, after time.Duration) {
	t.Helper()
	var all sync.WaitGroup
	for desk := range 6 {
		flags := serverFlags{Server: p.nats, Timeout: 2 * time.Second}
		c, err := flags.connect()
		if err != nil {
			t.Fatal(err)
		}
		defer c.close()
		all.Go(func() { d.publish(t.Context(), c, round, desk) })
	}
	time.Sleep(after) // the moment is what is random here
	p.kill()
	all.Wait()
}

// publish receives dossiers and transfers them, one after another, until the
// engine is gone.
func (d *desks) publish(ctx context.Context, c *client, round, desk int) {
	for i := 0; ; i++ {
		code := fmt.Sprintf("H37.13-%06d-%d%03d", round, desk+1, i)
		for step, data := range [...]string{
			`{"province":"H37","agency":"H37.13","procedure":"1.000001","channel":"in-person","unit":"desk"}`,
			`{"to_unit":"nvy","to_officer":"o1"}`,
		} {
			e := deskEvent{ID: fmt.Sprintf("%s/%d", code, step), Subject: code, Data: data, Type: domain.TypeReceived}
			if step == 1 {
				e.Type = domain.TypeTransferred
			}
			results, err := c.submit(ctx, e.body())
			if err != nil {
				return
			}
			if results[0].Status == domain.Accepted {
				d.mu.Lock()
				d.acknowledged[e.ID] = results[0]
				d.mu.Unlock()
			}
		}
	}
}

// deskEvent is an event as a desk writes it.
type deskEvent struct {
	ID      string
	Type    domain.Type
	Subject string
	Data    string
}

func (e deskEvent) body() []byte {
	return fmt.Appendf(nil, `{"specversion":"1.0","id":%q,"source":"urn:test:desk","type":%q,"subject":%q,"time":%q,"data":%s}`,
		e.ID, e.Type, e.Subject, time.Now().Format(time.RFC3339Nano), e.Data)
}

// check compares what the engine serves with what was acknowledged, and with a
// fold of its history from scratch.
func (d *desks) check(t *testing.T, p *process) {
	t.Helper()
	flags := serverFlags{Server: p.nats, Timeout: 10 * time.Second}
	c, err := flags.connect()
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	found := make(map[string]int)
	for _, code := range d.codes() {
		history := historyOf(t, c, code)
		folded := new(domain.Dossier)
		for i, e := range history {
			if e.Sequence != i+1 {
				t.Fatalf("%s: event %d is numbered %d", code, i+1, e.Sequence)
			}
			found[e.ID]++
			folded.Evolve(e)
		}
		compareServed(t, c, code, folded)
	}
	for id, r := range d.acknowledged {
		if found[id] != 1 {
			t.Errorf("event %s (%s, position %d) was acknowledged and is there %d times", id, r.Code, r.Position, found[id])
		}
	}
}

// codes returns the dossiers of which something was acknowledged.
func (d *desks) codes() []string {
	var codes []string
	for _, r := range d.acknowledged {
		codes = append(codes, r.Code)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

func historyOf(t *testing.T, c *client, code string) []domain.Event {
	t.Helper()
	var answer struct {
		Events []domain.CloudEvent `json:"events"`
	}
	if err := c.call(within(t, 20*time.Second), "history", codeRequest{Code: code}, &answer); err != nil {
		t.Fatalf("history of %s: %v", code, err)
	}
	events := make([]domain.Event, len(answer.Events))
	for i := range answer.Events {
		e, err := answer.Events[i].Event()
		if err != nil {
			t.Fatalf("event %d of %s: %v", i+1, code, err)
		}
		events[i] = e
	}
	return events
}

// compareServed compares the table's row with the fold.
func compareServed(t *testing.T, c *client, code string, folded *domain.Dossier) {
	t.Helper()
	var served register.View
	if err := c.call(within(t, 20*time.Second), "get", codeRequest{Code: code}, &served); err != nil {
		t.Fatalf("get %s: %v", code, err)
	}
	want, err := json.Marshal(register.ViewOf(folded, time.Now()), json.Deterministic(true))
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(served, json.Deterministic(true))
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("%s is served as\n%s\nits history says\n%s", code, got, want)
	}
}
