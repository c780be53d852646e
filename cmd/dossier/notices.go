package main

import (
	"context"
	"time"
)

type noticesCmd struct {
	Why    noticesWhyCmd    `cmd:"" help:"Why a receiver was told of an alert, or was not."`
	Dead   noticesDeadCmd   `cmd:"" help:"List the messages that were given up after the last try."`
	Resend noticesResendCmd `cmd:"" help:"Send one of them again."`
}

// noticeQuestion is a request to dossiers.v1.notices.
type noticeQuestion struct {
	Question string `json:"question"`
	Receiver string `json:"receiver,omitzero"`
	Alert    uint64 `json:"alert,omitzero"`
	Notice   uint64 `json:"notice,omitzero"`
}

type noticesWhyCmd struct {
	serverFlags
	Receiver string `arg:"" help:"Reference of the receiver."`
	Alert    uint64 `arg:"" help:"Sequence of the alert in the stream ALERTS, the id of the event in /v1/alerts/stream."`
}

// Help shows an example.
func (noticesWhyCmd) Help() string { return "Example:\n  dossier notices why h37-13.head 1704" }

// Run prints one line for each way to the receiver.
func (w *noticesWhyCmd) Run(ctx context.Context, out *console) error {
	var answer struct {
		Answers []struct {
			Channel string    `json:"channel"`
			Told    string    `json:"told"`
			Reason  string    `json:"reason,omitzero"`
			Decided time.Time `json:"decided"`
			ID      string    `json:"id,omitzero"`
			Notice  uint64    `json:"notice"`
			Status  string    `json:"status,omitzero"`
			At      time.Time `json:"at,omitzero"`
			Failure string    `json:"failure,omitzero"`
		} `json:"answers"`
	}
	if err := w.ask(ctx, "notices", noticeQuestion{Question: "why", Receiver: w.Receiver, Alert: w.Alert}, &answer); err != nil {
		return err
	}
	if out.JSON {
		return out.printJSON(answer)
	}
	if len(answer.Answers) == 0 {
		out.printf("Chưa quyết định, hoặc cảnh báo này không dành cho người nhận này. / Not decided yet, or not for this receiver.\n")
	}
	for _, a := range answer.Answers {
		out.printf("%-8s %-9s %s  %s %s %s\n", a.Channel, a.Told, a.Decided.Local().Format(time.DateTime), a.Status, a.Failure, a.Reason)
	}
	return nil
}

type noticesDeadCmd struct{ serverFlags }

// Help shows an example.
func (noticesDeadCmd) Help() string { return "Example:\n  dossier notices dead" }

// Run prints one line for each message.
func (d *noticesDeadCmd) Run(ctx context.Context, out *console) error {
	var answer struct {
		Notices []struct {
			Notice   uint64    `json:"notice"`
			ID       string    `json:"id"`
			Receiver string    `json:"receiver"`
			Channel  string    `json:"channel"`
			Tries    int       `json:"tries"`
			At       time.Time `json:"at"`
			Failure  string    `json:"failure"`
		} `json:"notices"`
	}
	if err := d.ask(ctx, "notices", noticeQuestion{Question: "dead"}, &answer); err != nil {
		return err
	}
	if out.JSON {
		return out.printJSON(answer)
	}
	if len(answer.Notices) == 0 {
		out.printf("Không có thông báo nào bị bỏ. / Nothing was given up.\n")
	}
	for _, n := range answer.Notices {
		out.printf("%-8d %-8s %-24s %s  %s\n", n.Notice, n.Channel, n.Receiver, n.At.Local().Format(time.DateTime), n.Failure)
	}
	return nil
}

type noticesResendCmd struct {
	serverFlags
	Notice uint64 `arg:"" help:"Number of the message, as \"notices dead\" lists it."`
}

// Help shows an example.
func (noticesResendCmd) Help() string { return "Example:\n  dossier notices resend 4711" }

// Run asks for it.
func (r *noticesResendCmd) Run(ctx context.Context, out *console) error {
	var answer struct {
		ID       string `json:"id"`
		Receiver string `json:"receiver"`
		Channel  string `json:"channel"`
	}
	if err := r.ask(ctx, "notices", noticeQuestion{Question: "resend", Notice: r.Notice}, &answer); err != nil {
		return err
	}
	if out.JSON {
		return out.printJSON(answer)
	}
	out.printf("Gửi lại / sent again: %s (%s, %s)\n", answer.ID, answer.Channel, answer.Receiver)
	return nil
}
