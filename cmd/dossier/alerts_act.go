package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/supervision"
)

// actFlags are the options of what is done about an alert.
type actFlags struct {
	serverFlags
	ID    string `arg:"" help:"Id of the alert, such as 1234-0."`
	Actor string `required:"" help:"Opaque reference of who does it."`
	Note  string `help:"What is done about it, without personal data."`
}

func (f *actFlags) act() domain.AlertAct {
	return domain.AlertAct{Alert: f.ID, Actor: f.Actor, Note: f.Note}
}

// do asks an endpoint that answers with the result of an event, and prints it.
func (f *serverFlags) do(ctx context.Context, out *console, endpoint string, request any) error {
	var result domain.Result
	if err := f.ask(ctx, endpoint, request, &result); err != nil {
		return err
	}
	return printResults(out, []domain.Result{result})
}

type alertsAckCmd struct {
	actFlags
	Until string `help:"When it expires (RFC 3339); 72 hours from now where it is absent, 31 days at most."`
}

// Help shows an example.
func (alertsAckCmd) Help() string {
	return "Example:\n  dossier alerts ack 1234-0 --actor gd-1 --note 'giao phòng nghiệp vụ'"
}

// Run acknowledges.
func (a *alertsAckCmd) Run(ctx context.Context, out *console) error {
	act := a.act()
	var err error
	if act.Until, err = instantFlag("until", a.Until); err != nil {
		return err
	}
	return a.do(ctx, out, "acknowledge", act)
}

// instantFlag reads an instant of the command line.
func instantFlag(name, value string) (time.Time, error) {
	if value == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339, value)
	if err != nil {
		return at, &usageError{fmt.Errorf("--%s %q is not an instant such as 2026-01-15T09:30:00+07:00", name, value)}
	}
	return at, nil
}

type alertsSnoozeCmd struct {
	actFlags
	Until string `help:"Date; until the opening of its, or the next, working day. Absent: the next opening."`
}

// Help shows an example.
func (alertsSnoozeCmd) Help() string {
	return "Example:\n  dossier alerts snooze 1234-0 --actor gd-1 --until 2026-02-23"
}

// Run snoozes.
func (a *alertsSnoozeCmd) Run(ctx context.Context, out *console) error {
	act := a.act()
	if a.Until != "" {
		var err error
		if act.Date, err = calendar.ParseDate(a.Until); err != nil {
			return &usageError{fmt.Errorf("--until: %w", err)}
		}
	}
	return a.do(ctx, out, "snooze", act)
}

type alertsWhyCmd struct {
	readFlags
	knownFlags
	Code     string `arg:"" help:"Code of the dossier."`
	Receiver string `help:"Who should have been told; anybody where it is absent."`
}

// Help shows an example.
func (alertsWhyCmd) Help() string {
	return "Tells the life of every alert of the dossier: when it was told, whether the receiver was on its route, what muted it, and what became of it on the receiver's own ways (webhook, mail). Who has none hears of it by subscribing to the stream of alerts. The receivers are those of the organisation as it is now.\n\nExample:\n  dossier alerts why H37.13-261119-0002 --receiver gd-1"
}

// Run prints the lives.
func (a *alertsWhyCmd) Run(ctx context.Context, out *console) error {
	var answer struct {
		Code     string              `json:"code"`
		Receiver string              `json:"receiver,omitzero"`
		Alerts   []supervision.Story `json:"alerts"`
	}
	request := map[string]string{"code": a.Code, "receiver": a.Receiver, "min_position": a.position(), "known_at": a.KnownAt}
	if err := a.recall(ctx, a.KnownAt, "why", filled(request), &answer); err != nil {
		return err
	}
	if out.JSON {
		return out.printJSON(answer)
	}
	a.printKnown(out)
	rows := [][]string{{"CẢNH BÁO", "BẬC", "CẤP", "TRẢ LỜI", "TIN", "LÚC", ""}}
	for _, s := range answer.Alerts {
		rows = append(rows, []string{s.Alert.ID.String(), s.Alert.Rung, string(s.Alert.Level), answerWords[s.Answer], "", "", alertState(&s.Alert)})
		for _, m := range s.Told {
			to := ""
			if !m.OnRoute {
				to = "không thuộc tuyến báo / not on the route"
			}
			rows = append(rows, []string{m.ID.String(), "", "", "", string(m.Kind), m.At.Format("02/01/2006 15:04:05"), to + muted(m.Suppressed)})
			for _, n := range m.Notices {
				rows = append(rows, []string{"", "", "", "", "  " + n.Channel, instantText(s.Alert.Due.Location(), n.At, n.Decided), noticeText(&n)})
			}
		}
	}
	return out.table(rows)
}

// instantText prints the first instant that there is, by the office's clock.
func instantText(office *time.Location, at ...time.Time) string {
	for _, t := range at {
		if !t.IsZero() {
			return t.In(office).Format("02/01/2006 15:04:05")
		}
	}
	return ""
}

// noticeText says what became of a message on one way.
func noticeText(n *supervision.Notice) string {
	return strings.Join(strings.Fields(n.Told+" "+n.Status+" "+n.Failure+" "+n.Reason), " ")
}

// answerWords say the answers to people.
var answerWords = map[supervision.Answer]string{
	supervision.AnswerTold:       "đã báo / told",
	supervision.AnswerNotOnRoute: "không thuộc tuyến báo / not on the route",
	supervision.AnswerSuppressed: "bị tắt / suppressed",
	supervision.AnswerInStream:   "có trong luồng cảnh báo, người nhận không có kênh riêng / in the stream for subscribers, no channel of the receiver's own",
	supervision.AnswerCounted:    "gộp trong tóm tắt / counted in a summary",
	supervision.AnswerWaiting:    "đang chờ gửi / waiting",
	supervision.AnswerFailed:     "không gửi được / given up",
	supervision.AnswerLeftOut:    "không cần báo / left out",
}
