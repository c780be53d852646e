package receiver_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hoso-engine/dossier/cmd/internal/notify"
	"github.com/hoso-engine/dossier/cmd/internal/notify/receiver"
	"github.com/hoso-engine/dossier/domain"
)

const secret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"

func TestAMistakeIsRefusedWithItsPlace(t *testing.T) {
	for _, test := range []struct{ sentence, text, place string }{
		{"no JSON", `{"receivers":[`, ""},
		{"an unknown name", `{"receivers":[{"ref":"a","mails":1}]}`, "/receivers/0/mails"},
		{"no reference", `{"receivers":[{"mail":{"address":"a@b.vn"}}]}`, "/receivers/0/ref"},
		{"a reference that a subject can't carry", `{"receivers":[{"ref":"trưởng phòng","mail":{"address":"a@b.vn"}}]}`, "/receivers/0/ref"},
		{"a reference twice", `{"receivers":[{"ref":"a","mail":{"address":"a@b.vn"}},{"ref":"a","mail":{"address":"a@b.vn"}}]}`, "/receivers/1/ref"},
		{"no way to tell", `{"receivers":[{"ref":"a"}]}`, "/receivers/0"},
		{"a level that is none", `{"receivers":[{"ref":"a","match":[{"level":"ward"}],"mail":{"address":"a@b.vn"}}]}`, "/receivers/0/match/0/level"},
		{"a kind that is none", `{"receivers":[{"ref":"a","match":[{},{"kind":"old"}],"mail":{"address":"a@b.vn"}}]}`, "/receivers/0/match/1/kind"},
		{"no address", `{"receivers":[{"ref":"a","mail":{"address":"nobody"}}]}`, "/receivers/0/mail/address"},
		{"a language that is none", `{"receivers":[{"ref":"a","mail":{"address":"a@b.vn","language":"fr"}}]}`, "/receivers/0/mail/language"},
		{"no URL", `{"receivers":[{"ref":"a","webhook":{"url":"hooks","secret":"` + secret + `"}}]}`, "/receivers/0/webhook/url"},
		{"a password in the URL", `{"receivers":[{"ref":"a","webhook":{"url":"https://a:b@c.vn","secret":"` + secret + `"}}]}`, "/receivers/0/webhook/url"},
		{"http to another machine", `{"receivers":[{"ref":"a","webhook":{"url":"http://c.vn","secret":"` + secret + `"}}]}`, "/receivers/0/webhook/url"},
		{"a short secret", `{"receivers":[{"ref":"a","webhook":{"url":"https://c.vn","secret":"whsec_c2hvcnQ="}}]}`, "/receivers/0/webhook/secret"},
		{"a durable of the whole log", `{"receivers":[],"durables":[{"name":"a","subject":"dossier.>"}]}`, "/durables/0/subject"},
		{"a durable's name with a dot", `{"receivers":[],"durables":[{"name":"a.b","subject":"alert.>"}]}`, "/durables/0/name"},
		{"a bound beyond reason", `{"receivers":[{"ref":"a","webhook":{"url":"https://c.vn","secret":"` + secret + `","per_hour":99999}}]}`, "/receivers/0/webhook/per_hour"},
	} {
		t.Run(test.sentence, func(t *testing.T) {
			book, err := receiver.Parse([]byte(test.text))
			var refusal *domain.Error
			if !errors.As(err, &refusal) || refusal.Field != test.place && test.place != "" {
				t.Errorf("it is read as %+v, %v, want a refusal at %s", book, err, test.place)
			}
			if err != nil && strings.Contains(err.Error(), "C2FVsBQ") {
				t.Errorf("the refusal tells the secret: %v", err)
			}
		})
	}
}

func TestAFileThatEverybodyReadsIsRefused(t *testing.T) {
	name := filepath.Join(t.TempDir(), "receivers.json")
	if err := os.WriteFile(name, []byte(`{"receivers":[]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := receiver.Load(name); err != nil {
		t.Errorf("a file of the owner's is refused: %v", err)
	}
	if err := os.Chmod(name, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := receiver.Load(name); err == nil || !strings.Contains(err.Error(), "chmod") {
		t.Errorf("a file that everybody reads is read: %v", err)
	}
}

func TestAReceiverTakesWhatNamesItOrMatches(t *testing.T) {
	r := receiver.Receiver{Ref: "head", Match: []receiver.Match{
		{Province: "H37", Rung: "missed"},
		{Agency: "H37.13", Unit: "nvd", Level: "unit", Kind: "new"},
	}}
	for _, test := range []struct {
		sentence string
		alert    notify.Alert
		want     bool
	}{
		{"another's", notify.Alert{Province: "H38", Rung: "missed"}, false},
		{"that names it", notify.Alert{Province: "H38", Receivers: []string{"deputy", "head"}}, true},
		{"of the first matcher", notify.Alert{Province: "H37", Rung: "missed"}, true},
		{"of half a matcher", notify.Alert{Province: "H37", Agency: "H37.13", Unit: "nvd", Level: "unit", Kind: "resolved"}, false},
		{"of the second matcher", notify.Alert{Agency: "H37.13", Unit: "nvd", Level: "unit", Kind: "new"}, true},
	} {
		if got := r.Takes(&test.alert); got != test.want {
			t.Errorf("an alert %s is taken: %v", test.sentence, got)
		}
	}
}

func TestWhoHearsOfAnEnd(t *testing.T) {
	r := receiver.Receiver{Ref: "head", Match: []receiver.Match{
		{Province: "H37"},
		{Agency: "H38.13", Kind: "new"},
		{Agency: "H38.14", Kind: "resolved"},
	}}
	for _, test := range []struct {
		sentence string
		alert    notify.Alert
		want     bool
	}{
		{"told on the route", notify.Alert{Kind: "new", Receivers: []string{"head"}}, true},
		{"told by a matcher of any kind", notify.Alert{Kind: "new", Province: "H37"}, true},
		{"told by a matcher of beginnings", notify.Alert{Kind: "new", Agency: "H38.13"}, false},
		{"on the route, not told", notify.Alert{Kind: "resolved", Receivers: []string{"head"}}, false},
		{"by a matcher of any kind, not told", notify.Alert{Kind: "resolved", Province: "H37"}, false},
		{"by a matcher of ends", notify.Alert{Kind: "resolved", Agency: "H38.14"}, true},
	} {
		if got := r.TakesEnd(&test.alert); got != test.want {
			t.Errorf("who is %s is to hear of the end: %v", test.sentence, got)
		}
	}
}

// What operators copy must be what the engine reads.
func TestTheExampleCanBeRead(t *testing.T) {
	b, err := os.ReadFile("../../../../deployments/receivers.example.json")
	if err != nil {
		t.Fatal(err)
	}
	book, err := receiver.Parse(b)
	if err != nil || len(book.Receivers) != 2 || len(book.Durables) != 1 {
		t.Errorf("it is read as %+v, %v", book, err)
	}
}
