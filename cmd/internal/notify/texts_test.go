package notify

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/hoso-engine/dossier/deployments"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/supervision"
)

// shipped are the texts that the binary ships.
func shipped(t *testing.T) *Texts {
	t.Helper()
	texts, err := LoadTexts(deployments.Files)
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

func message(kind supervision.Kind, clock domain.ClockName, typ domain.Type, worked time.Duration) *supervision.Message {
	return &supervision.Message{
		Kind: kind, Cause: "dossier.completed", Worked: worked, WorkdayHas: 8 * time.Hour,
		Alert: supervision.View{
			Code: "H37.13-260115-0001", Type: typ, Due: time.Date(2026, 1, 22, 17, 0, 0, 0, time.UTC),
			RaisedRung: domain.RaisedRung{Clock: clock, Revision: 1, Rung: "late-3"},
		},
	}
}

func TestSentences(t *testing.T) {
	texts := shipped(t)
	for _, c := range []struct {
		message *supervision.Message
		vi, en  string
	}{
		{
			message(supervision.KindNew, domain.DossierClock, domain.TypeApproached, -16*time.Hour),
			"Hồ sơ H37.13-260115-0001 sắp đến hạn giải quyết: 17:00 22/01/2026, còn 2 ngày.",
			"Dossier H37.13-260115-0001 nears the due: 17:00 22/01/2026, 2 days left.",
		},
		{
			message(supervision.KindEscalated, domain.DossierClock, domain.TypeMissed, 0),
			"Hồ sơ H37.13-260115-0001 đã quá hạn giải quyết (17:00 22/01/2026).",
			"Dossier H37.13-260115-0001 has passed the due (17:00 22/01/2026).",
		},
		{
			message(supervision.KindReminder, domain.DossierClock, domain.TypeMissed, 26*time.Hour),
			"Nhắc lại: Hồ sơ H37.13-260115-0001 đã quá hạn giải quyết (17:00 22/01/2026): quá hạn 3 ngày 2 giờ.",
			"Again: Dossier H37.13-260115-0001 has passed the due (17:00 22/01/2026): 3 days 2 hours late.",
		},
		{
			message(supervision.KindResolved, domain.StepClock, domain.TypeMissed, time.Hour),
			"Hồ sơ H37.13-260115-0001: hết cảnh báo về hạn của bước xử lý (đã có kết quả).",
			"Dossier H37.13-260115-0001: no alert about the step's due any more (completed).",
		},
		{
			message(supervision.KindNew, domain.PauseClock, domain.TypeMissed, 240*time.Hour),
			"Hồ sơ H37.13-260115-0001 tạm dừng quá lâu: 30 ngày, từ 17:00 22/01/2026.",
			"Dossier H37.13-260115-0001 is stopped for too long: 30 days, since 17:00 22/01/2026.",
		},
	} {
		if vi, en := texts.say(c.message); vi != c.vi || en != c.en {
			t.Errorf("got\n%s\n%s\nwant\n%s\n%s", vi, en, c.vi, c.en)
		}
	}
}

// A mistake in a text is found when the engine starts.
func TestTextsThatAreRefused(t *testing.T) {
	for _, c := range []struct{ name, was, is string }{
		{"a blank that nobody fills", "{{.Code}} sắp", "{{.Name}} sắp"},
		{"a broken template", "{{.Sentence}}", "{{.Sentence"},
		{"a message that nobody sends", `"reminder":`, `"remainder":`},
		{"a clock without a name", `"step": "hạn của bước xử lý"`, `"step": ""`},
		{"a level without a name", `"province": "cấp tỉnh"`, `"provinces": "cấp tỉnh"`},
		{"another language", `"language": "vi"`, `"language": "fr"`},
		{"a member that is not known", `"language": "vi",`, `"language": "vi", "colour": "red",`},
		{"no JSON", `"language"`, `language`},
	} {
		files := fstest.MapFS{}
		for _, name := range []string{"messages/vi.json", "messages/en.json"} {
			b, err := fs.ReadFile(deployments.Files, name)
			if err != nil {
				t.Fatal(err)
			}
			files[name] = &fstest.MapFile{Data: b}
		}
		text := string(files["messages/vi.json"].Data)
		if !strings.Contains(text, c.was) {
			t.Fatalf("%s: the shipped texts have no %s", c.name, c.was)
		}
		files["messages/vi.json"].Data = []byte(strings.Replace(text, c.was, c.is, 1))
		if _, err := LoadTexts(files); err == nil || !strings.Contains(err.Error(), "messages/vi.json") {
			t.Errorf("%s: %v", c.name, err)
		}
		delete(files, "messages/vi.json")
		if _, err := LoadTexts(files); err == nil {
			t.Error("texts that are not there are taken")
		}
	}
}
