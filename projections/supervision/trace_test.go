package supervision

import "testing"

func TestDelivered(t *testing.T) {
	for _, test := range []struct {
		sentence string
		notices  []Notice
		want     Answer
	}{
		{"nobody keeps a way to the receiver", nil, AnswerInStream},
		{"a webhook took it, and its mail is silenced", []Notice{{Told: "left-out", Reason: "silence:7"}, {Told: "alone", Status: "sent"}}, AnswerTold},
		{"its mail is silenced", []Notice{{Told: "left-out", Reason: "silence:7"}}, AnswerSuppressed},
		{"all is paused", []Notice{{Told: "left-out", Reason: "pause:7"}}, AnswerSuppressed},
		{"the dossier is overdue, and it was acted on", []Notice{{Told: "left-out", Reason: "overdue"}, {Told: "left-out", Reason: "snoozed"}}, AnswerSuppressed},
		{"something later was told", []Notice{{Told: "left-out", Reason: "superseded"}}, AnswerLeftOut},
		{"the morning has not come", []Notice{{Told: "waiting"}, {Told: "held"}}, AnswerCounted},
		{"its mail was given up", []Notice{{Told: "digest", Status: "dead"}, {Told: "left-out", Reason: "silence:7"}}, AnswerFailed},
	} {
		s := Story{Answer: AnswerTold, Told: []Telling{{Notices: test.notices}}}
		if s.Delivered(); s.Answer != test.want {
			t.Errorf("%s: the answer is %s, want %s", test.sentence, s.Answer, test.want)
		}
	}
	s := Story{Answer: AnswerNotOnRoute, Told: []Telling{{}}}
	if s.Delivered(); s.Answer != AnswerNotOnRoute {
		t.Errorf("who was not on the route is answered %s", s.Answer)
	}
}
