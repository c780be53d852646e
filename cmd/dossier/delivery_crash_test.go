package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	stdmail "net/mail"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	smtp "github.com/emersion/go-smtp"
	"github.com/go-json-experiment/json"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

const (
	latePerRound  = 40
	webhooksAside = 3
	digestReaders = 15
	killSecret    = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
)

// TestKillWhileTelling kills the engine at random moments while many deadlines
// break together and a morning's digests are made. Each alert must be in ALERTS
// once, reach each webhook at least once and with one id, and no receiver may get
// two different digests. Then some are completed between kills: the end of each goes
// where the alert went.
func TestKillWhileTelling(t *testing.T) {
	t.Parallel()
	killWhileTelling(t, 3)
}

// TestSoakKillWhileTelling is TestKillWhileTelling with more kills. Set
// DOSSIER_SOAK to run it.
func TestSoakKillWhileTelling(t *testing.T) {
	soak(t)
	killWhileTelling(t, 10)
}

// killWhileTelling kills the engine so often while alerts are told, and a few times
// more about the digests' instant.
func killWhileTelling(t *testing.T, rounds int) {
	t.Helper()
	outside := newOutside(t)
	zone, digestAt := outside.soon()
	dir := t.TempDir()
	flags := outside.flags(t, digestAt)
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 2))
	late := 0
	for round := range rounds {
		p := serveWith(t, dir, flags...)
		if round == 0 {
			alwaysOpen(t, p, zone)
			receive(t, p, "000099", 5, time.Now(), time.Now().Add(3*time.Second))
			time.Sleep(2500 * time.Millisecond) // half of the time is used then, in real time
		}
		late += receive(t, p, fmt.Sprintf("%06d", round), latePerRound, time.Now().Add(-72*time.Hour), time.Now().Add(-48*time.Hour))
		time.Sleep(time.Duration(random.IntN(400)) * time.Millisecond) // the moment is what is random here
		p.kill()
	}
	time.Sleep(time.Until(outside.digestFrom.Add(-2 * time.Second))) // the office's time is the real one here
	for time.Now().Before(outside.digestFrom.Add(2 * time.Second)) {
		p := serveWith(t, dir, flags...)
		time.Sleep(time.Duration(200+random.IntN(1500)) * time.Millisecond) // the moment is what is random here
		p.kill()
	}
	p := serveWith(t, dir, flags...)
	outside.await(t, alertsIn(t, p, late, 0))
	ends := (rounds + 2) / 3
	for round := range ends {
		complete(t, p, fmt.Sprintf("%06d", round), latePerRound/4)
		time.Sleep(time.Duration(random.IntN(400)) * time.Millisecond) // and here
		p.kill()
		p = serveWith(t, dir, flags...)
	}
	told := alertsIn(t, p, late, ends*latePerRound/4)
	outside.await(t, told)
	outside.check(t, told)
}

// outside is the world that the engine tells: a server for webhooks, one for mail.
type outside struct {
	hooks      *httptest.Server
	smtpPort   int
	digestFrom time.Time

	mu      sync.Mutex
	webhook map[string]map[string]int      // by receiver and message, then by webhook-id: how often
	digests map[string]map[string]struct{} // by receiver: Message-IDs
	bodies  map[string][]byte              // by Message-ID
}

func newOutside(t *testing.T) *outside {
	t.Helper()
	o := &outside{webhook: make(map[string]map[string]int), digests: make(map[string]map[string]struct{}), bodies: make(map[string][]byte)}
	o.hooks = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { o.take(t, w, r) }))
	t.Cleanup(o.hooks.Close)
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &crashSession{outside: o, t: t}, nil }))
	server.Domain = "mail.test"
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	o.smtpPort = listener.Addr().(*net.TCPAddr).Port
	go func() { _ = server.Serve(listener) }() // ends with Close
	t.Cleanup(func() { _ = server.Close() })
	return o
}

func (o *outside) take(t *testing.T, w http.ResponseWriter, r *http.Request) {
	var posted struct {
		Type string
		Data message
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the engine was killed
	}
	if err := json.Unmarshal(body, &posted, json.MatchCaseInsensitiveNames(true)); err != nil {
		t.Errorf("%v: %s", err, body)
	}
	if rand.IntN(10) == 0 { // now and then it is not well
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	key := r.URL.Path + " " + posted.Data.String()
	if o.webhook[key] == nil {
		o.webhook[key] = make(map[string]int)
	}
	o.webhook[key][r.Header.Get("webhook-id")]++
}

// message is what an alert says of a dossier.
type message struct{ Code, Kind, Rung string }

func (m message) String() string { return m.Code + " " + m.Kind + " " + m.Rung }

// crashSession is one SMTP dialogue.
type crashSession struct {
	outside *outside
	t       *testing.T
	to      string
}

func (s *crashSession) Reset()                                    {}
func (s *crashSession) Logout() error                             { return nil }
func (s *crashSession) Mail(string, *smtp.MailOptions) error      { return nil }
func (s *crashSession) Rcpt(to string, _ *smtp.RcptOptions) error { s.to = to; return nil }
func (s *crashSession) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	m, err := stdmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return err
	}
	id := m.Header.Get("Message-ID")
	o := s.outside
	o.mu.Lock()
	defer o.mu.Unlock()
	if before, again := o.bodies[id]; again && !bytes.Equal(before, raw) {
		s.t.Errorf("the letter %s came with other bytes", id)
	}
	o.bodies[id] = raw
	if o.digests[s.to] == nil {
		o.digests[s.to] = make(map[string]struct{})
	}
	o.digests[s.to][id] = struct{}{}
	return nil
}

// soon returns a zone in which it is about noon, and a time of day there some
// seconds ahead: the digests' instant.
func (o *outside) soon() (zone string, at calendar.TimeOfDay) {
	now := time.Now().UTC()
	east := 12 - now.Hour()
	zone = fmt.Sprintf("Etc/GMT%+d", -east)
	o.digestFrom = now.Add(12 * time.Second).Truncate(time.Minute).Add(time.Minute)
	local := o.digestFrom.Add(time.Duration(east) * time.Hour)
	return zone, calendar.TimeOfDay(local.Hour()*60 + local.Minute())
}

// flags writes the receivers' file and returns how to serve with it.
func (o *outside) flags(t *testing.T, at calendar.TimeOfDay) []string {
	t.Helper()
	var receivers []string
	for i := range webhooksAside {
		receivers = append(receivers, fmt.Sprintf(
			`{"ref":"hook-%[1]d","match":[{"province":"H37","rung":"missed"}],"webhook":{"url":"%[2]s/%[1]d","secret":%[3]q,"per_hour":3600}}`,
			i, o.hooks.URL, killSecret))
	}
	for i := range digestReaders {
		receivers = append(receivers, fmt.Sprintf(
			`{"ref":"reader-%[1]d","calendar":"always","match":[{"rung":"half"}],"mail":{"address":"reader-%[1]d@example.vn","at":%[2]q}}`, i, at))
	}
	name := filepath.Join(t.TempDir(), "receivers.json")
	if err := os.WriteFile(name, []byte(`{"receivers":[`+strings.Join(receivers, ",")+`]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	return []string{
		"--receivers", name, "--smtp-host", "127.0.0.1", "--smtp-port", fmt.Sprint(o.smtpPort),
		"--smtp-from", "hoso@example.vn", "--smtp-security", "none",
	}
}

// alwaysOpen publishes a calendar without nights, and has the agency use it.
func alwaysOpen(t *testing.T, p *process, zone string) {
	t.Helper()
	day := `[{"from":"00:00","to":"24:00"}]`
	calendarChanged := deskEvent{
		ID: "calendar", Type: domain.TypeCalendarChanged, Subject: "always", Data: fmt.Sprintf(
			`{"calendar":{"id":"always","version":1,"zone":%q,"sessions":{"default":%s,"sat":%[2]s,"sun":%[2]s}}}`, zone, day),
	}
	unitDefined := deskEvent{
		ID: "unit", Type: domain.TypeUnitDefined, Subject: "H37.13", Data: `{"name":"Sở","kind":"agency","parent":"H37","calendar":"always"}`,
	}
	submitAll(t, p, [][]byte{calendarChanged.body(), unitDefined.body()})
}

// receive receives dossiers at an instant, with a due, and returns how many.
func receive(t *testing.T, p *process, name string, dossiers int, at, due time.Time) int {
	t.Helper()
	var events [][]byte
	for i := range dossiers {
		code := fmt.Sprintf("H37.13-%s-%04d", name, i)
		events = append(events, fmt.Appendf(nil,
			`{"specversion":"1.0","id":%q,"source":"urn:test:desk","type":"dossier.received","subject":%[1]q,"time":%[2]q,"data":
			{"province":"H37","agency":"H37.13","procedure":"1.000001","channel":"in-person","unit":"nvd","due":%[3]q}}`,
			code, at.Format(time.RFC3339Nano), due.Format(time.RFC3339Nano)))
	}
	submitAll(t, p, events)
	return dossiers
}

func submitAll(t *testing.T, p *process, events [][]byte) {
	t.Helper()
	flags := serverFlags{Server: p.nats, Timeout: 10 * time.Second}
	c, err := flags.connect()
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	results, err := c.submit(t.Context(), append(append([]byte{'['}, bytes.Join(events, []byte{','})...), ']'))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		if r.Status != domain.Accepted {
			t.Fatalf("%s: %s %v", r.ID, r.Status, r.Error)
		}
	}
}

// complete completes the first so many dossiers of that name.
func complete(t *testing.T, p *process, name string, dossiers int) {
	t.Helper()
	var events [][]byte
	for i := range dossiers {
		done := deskEvent{
			ID: fmt.Sprintf("done-%s-%04d", name, i), Type: domain.TypeCompleted,
			Subject: fmt.Sprintf("H37.13-%s-%04d", name, i), Data: `{"outcome":"granted"}`,
		}
		events = append(events, done.body())
	}
	submitAll(t, p, events)
}

// alertsIn reads ALERTS from its beginning until so many dossiers were told as
// missed, and so many as missed no more, and counts the messages.
func alertsIn(t *testing.T, p *process, late, ended int) map[message]int {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.http+"/v1/alerts/stream?after=0", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	told := make(map[message]int)
	missed := map[bool]int{} // by whether it is the end
	lines := bufio.NewScanner(response.Body)
	for (missed[false] < late || missed[true] < ended) && lines.Scan() {
		data, found := strings.CutPrefix(lines.Text(), "data: ")
		var alert message
		if !found || json.Unmarshal([]byte(data), &alert, json.MatchCaseInsensitiveNames(true)) != nil || alert.Code == "" {
			continue
		}
		told[alert]++
		if alert.Rung == "missed" {
			missed[alert.Kind == "resolved"]++
		}
	}
	if missed[false] != late || missed[true] != ended {
		t.Fatalf("%d dossiers were told as missed, want %d; %d as missed no more, want %d: %v", missed[false], late, missed[true], ended, lines.Err())
	}
	return told
}

// await waits until every webhook and every digest came.
func (o *outside) await(t *testing.T, told map[message]int) {
	t.Helper()
	ctx := within(t, 90*time.Second)
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for !o.complete(told) {
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Error("not everything was delivered within 90 s")
			return
		}
	}
}

func (o *outside) complete(told map[message]int) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	for alert := range told {
		for i := range webhooksAside {
			if alert.Rung == "missed" && len(o.webhook[fmt.Sprintf("/%d %s", i, alert)]) == 0 {
				return false
			}
		}
	}
	return len(o.digests) == digestReaders
}

func (o *outside) check(t *testing.T, told map[message]int) {
	t.Helper()
	o.mu.Lock()
	defer o.mu.Unlock()
	for alert, n := range told {
		if n != 1 {
			t.Errorf("%s is in ALERTS %d times", alert, n)
		}
	}
	times := 0
	for alert, ids := range o.webhook {
		if len(ids) != 1 {
			t.Errorf("%s was posted with the ids %v", alert, ids)
		}
		for _, n := range ids {
			times += n
		}
	}
	for to, ids := range o.digests {
		if len(ids) != 1 {
			t.Errorf("%s got the digests %v", to, ids)
		}
	}
	if len(o.digests) != digestReaders {
		t.Errorf("%d of %d readers got their digest", len(o.digests), digestReaders)
	}
	t.Logf("%d alerts; %d webhooks for %d; %d digests", len(told), times, len(o.webhook), len(o.digests))
}
