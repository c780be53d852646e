package natsapi_test

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/nats-io/nats.go"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry/inquirytest"
	"github.com/hoso-engine/dossier/cmd/internal/natsapi"
	"github.com/hoso-engine/dossier/domain"
)

// TestOneDossierKeepsItsOrder: a desk that does not wait between its requests
// finds them decided, and answered, as it sent them, whatever other dossiers
// they speak of.
func TestOneDossierKeepsItsOrder(t *testing.T) {
	const rounds, dossiers = 100, 5
	o := open(t, &inquirytest.Engine{Before: func(_ context.Context, events []domain.Parsed) {
		for range len(events[0].ID) * 7 % 11 { // some take longer than others
			runtime.Gosched()
		}
	}}, natsapi.Options{MaxInFlight: 2 * rounds * dossiers})
	inbox := o.desk.NewInbox()
	answers, err := o.desk.SubscribeSync(inbox)
	if err != nil {
		t.Fatal(err)
	}
	want := make(map[string][]string) // the ids of each dossier's events, as they were sent
	sent := 0
	send := func(events ...string) {
		sent++
		if err := o.desk.PublishRequest("dossiers.v1.submit", inbox, []byte(batch(events...))); err != nil {
			t.Fatal(err)
		}
	}
	event := func(round, dossier int, kind string) string {
		id, code := fmt.Sprintf("%03d-%s", round, kind), fmt.Sprintf("H26-%d", dossier)
		want[code] = append(want[code], id)
		return inquirytest.Received(id, code)
	}
	for round := range rounds {
		for dossier := range dossiers {
			send(event(round, dossier, "alone"))
		}
		// Batches overlap: each waits for some dossiers and is waited for by others.
		send(event(round, 0, "pair"), event(round, 1, "pair"))
		send(event(round, 1, "triple"), event(round, 2, "triple"), event(round, 0, "triple"))
	}
	answered := make(map[string][]string)
	for range sent {
		for _, r := range results(t, answers) {
			answered[r.Code] = append(answered[r.Code], r.ID)
		}
	}
	decided := make(map[string][]string)
	for _, d := range o.engine.Decided() {
		code, id, _ := strings.Cut(d, " ")
		decided[code] = append(decided[code], id)
	}
	for code := range want {
		if !slices.Equal(decided[code], want[code]) {
			t.Errorf("events of %s were decided as\n%v", code, decided[code])
		}
		if !slices.Equal(answered[code], want[code]) {
			t.Errorf("events of %s were answered as\n%v", code, answered[code])
		}
	}
}

// results returns those of the next answer.
func results(t *testing.T, answers *nats.Subscription) []domain.Result {
	t.Helper()
	msg, err := answers.NextMsg(10 * time.Second)
	if err != nil {
		t.Fatal(err)
	}
	if statusOf(msg) != "200" {
		t.Fatalf("answered with %s %s", statusOf(msg), msg.Data)
	}
	var answer struct {
		Results []struct {
			ID   string `json:"id"`
			Code string `json:"code"`
		} `json:"results"`
	}
	if err := json.Unmarshal(msg.Data, &answer); err != nil {
		t.Fatal(err)
	}
	list := make([]domain.Result, len(answer.Results))
	for i, r := range answer.Results {
		list[i] = domain.Result{ID: r.ID, Code: r.Code}
	}
	return list
}

// TestOtherDossiersDoNotWait: a request that is held up holds up only those
// about its own dossiers.
func TestOtherDossiersDoNotWait(t *testing.T) {
	held := make(chan struct{})
	o := open(t, &inquirytest.Engine{Before: func(_ context.Context, events []domain.Parsed) {
		if events[0].ID == "held" {
			<-held
		}
	}}, natsapi.Options{})
	inbox := o.desk.NewInbox()
	answers, err := o.desk.SubscribeSync(inbox)
	if err != nil {
		t.Fatal(err)
	}
	for _, request := range []string{
		inquirytest.Received("held", "H26-1"),
		inquirytest.Received("behind", "H26-1"),
		batch(inquirytest.Received("beside", "H26-2"), inquirytest.Received("behind too", "H26-1")),
		inquirytest.Received("free", "H26-3"),
	} {
		if err := o.desk.PublishRequest("dossiers.v1.submit", inbox, []byte(request)); err != nil {
			t.Fatal(err)
		}
	}
	if got := results(t, answers)[0].ID; got != "free" {
		t.Fatalf("first answered: %s, want the dossier that nothing holds up", got)
	}
	if msg, err := answers.NextMsg(20 * time.Millisecond); err == nil {
		t.Errorf("answered while the first one is held: %s", msg.Data)
	}
	close(held)
	var order []string
	for range 3 {
		order = append(order, results(t, answers)[0].ID)
	}
	if got := strings.Join(order, ", "); got != "held, behind, beside" {
		t.Errorf("then answered: %s", got)
	}
}
