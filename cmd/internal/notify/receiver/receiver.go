// Package receiver holds who is told of alerts outside, and where: the one place
// that knows addresses. They come from a file at the edge and go into requests to
// their own servers, never into the log, subjects, log lines or figures.
//
// # File form
//
// One JSON object. A receiver is told of the alerts that name its reference, and
// of those that one of its matchers takes; it has a webhook, a mail address, or
// both.
//
//	{
//	  "receivers": [
//	    {
//	      "ref": "h37-13.nvd.head",
//	      "match": [{"province": "H37", "agency": "H37.13", "unit": "nvd", "rung": "missed", "level": "unit", "kind": "new"}],
//	      "calendar": "vn",
//	      "webhook": {"url": "https://hooks.example.vn/late", "secret": "whsec_...", "per_hour": 60},
//	      "mail": {"address": "head.nvd@example.vn", "language": "vi", "at": "07:45"}
//	    }
//	  ],
//	  "durables": [{"name": "h37-office", "subject": "alert.H37.>"}]
//	}
//
// ref is opaque and unique; it occurs in subjects and records, so that it must not
// say who the person is. A matcher takes an alert that has all its values; a value
// that is absent takes any. calendar (the default one where it is absent) says on
// which days and when mail is sent. secret is that of Standard Webhooks: whsec_
// and 24 to 64 bytes in base64. per_hour bounds what goes there alone within an
// hour of the clock (default 60); what is beyond is counted and said in one
// summary. A webhook's url is https, or http on this machine; "plain": true allows
// http elsewhere, inside a closed network. language is vi (the default:
// Vietnamese first, English beside it) or en (the other way round). at is when a
// working day's digest is made, by the calendar's wall clock (default 07:45).
//
// The end of an alert (kind resolved) is told to those who were told of the alert
// itself, be they on its route still or not. A matcher of another kind wants no ends;
// one of the kind resolved wants the ends of all alerts that have its values, told or
// not.
//
// A durable is a consumer of the stream ALERTS that the broker keeps for somebody
// who takes alerts over NATS and is away at times.
//
// The file holds secrets: one that everybody may read is refused.
package receiver

import (
	"slices"

	"github.com/hoso-engine/dossier/cmd/internal/notify"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/supervision"
)

// Book is the receivers of one file.
type Book struct {
	Receivers []Receiver `json:"receivers"`
	Durables  []Durable  `json:"durables,omitzero"`
}

// Durable is a consumer that is kept for somebody who is away.
type Durable struct {
	Name    string `json:"name"`
	Subject string `json:"subject"` // what it takes of alert.>
}

// Receiver is somebody who is told.
type Receiver struct {
	Ref      string   `json:"ref"` // opaque; unique in the file
	Match    []Match  `json:"match,omitzero"`
	Calendar string   `json:"calendar,omitzero"` // id; empty: the default one
	Webhook  *Webhook `json:"webhook,omitzero"`
	Mail     *Mail    `json:"mail,omitzero"`
}

// Match takes the alerts that have all its values; an empty one takes any.
type Match struct {
	Province string `json:"province,omitzero"`
	Agency   string `json:"agency,omitzero"`
	Unit     string `json:"unit,omitzero"`
	Rung     string `json:"rung,omitzero"`
	Level    string `json:"level,omitzero"` // officer, unit, agency or province
	Kind     string `json:"kind,omitzero"`  // new, reminder, escalated or resolved
}

// Webhook is where alerts are posted.
type Webhook struct {
	URL     string `json:"url"`
	Secret  string `json:"secret"`
	PerHour int    `json:"per_hour,omitzero"` // single messages in an hour
	Plain   bool   `json:"plain,omitzero"`    // http is allowed
}

// Mail is where digests go.
type Mail struct {
	Address  string `json:"address"`
	Language string `json:"language,omitzero"` // which comes first
	PerHour  int    `json:"per_hour,omitzero"` // single mails in an hour
	// At is when a working day's digest is made, by the calendar's wall clock.
	At calendar.TimeOfDay `json:"at,omitzero"`
}

const (
	// defaultPerHour bounds single messages where the file does not.
	defaultPerHour = 60

	// defaultAt is when digests are made where the file does not say.
	defaultAt = calendar.TimeOfDay(7*60 + 45)
)

// Takes reports whether the receiver is told of the alert.
func (r *Receiver) Takes(a *notify.Alert) bool {
	return slices.Contains(a.Receivers, r.Ref) ||
		slices.ContainsFunc(r.Match, func(m Match) bool { return m.takes(a) })
}

// TakesEnd reports whether the receiver, told of the alert, is to be told of its end
// too. Of an end: whether it is to be told of it without having been told of the alert.
func (r *Receiver) TakesEnd(a *notify.Alert) bool {
	if a.Resolved() {
		return slices.ContainsFunc(r.Match, func(m Match) bool { return m.Kind != "" && m.takes(a) })
	}
	end := *a
	end.Kind = supervision.KindResolved
	return r.Takes(&end)
}

func (m *Match) takes(a *notify.Alert) bool {
	return fits(m.Province, a.Province) && fits(m.Agency, a.Agency) && fits(m.Unit, a.Unit) &&
		fits(m.Rung, a.Rung) && fits(m.Level, string(a.Level)) && fits(m.Kind, string(a.Kind))
}

// fits reports whether the value is the wanted one, or none is.
func fits(wanted, value string) bool { return wanted == "" || wanted == value }
