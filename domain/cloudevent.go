package domain

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// CloudEvent is an event on the wire and in the log: CloudEvents 1.0 in the
// structured JSON form. The names are never changed.
type CloudEvent struct {
	SpecVersion     string         `json:"specversion"`
	ID              string         `json:"id"`
	Source          string         `json:"source"`
	Type            Type           `json:"type"`
	Subject         string         `json:"subject"`
	Time            string         `json:"time"` // RFC 3339 with offset
	DataContentType string         `json:"datacontenttype,omitzero"`
	DataSchema      string         `json:"dataschema,omitzero"` // <type>/<version>
	Actor           string         `json:"actor,omitzero"`
	Transaction     string         `json:"transaction,omitzero"`
	Backdated       bool           `json:"backdated,omitzero"`
	RecordedTime    string         `json:"recordedtime,omitzero"` // set by the engine
	Sequence        int            `json:"sequence,omitzero"`     // set by the engine
	PrevHash        string         `json:"prevhash,omitzero"`     // set by the store on a commit's first event
	Data            jsontext.Value `json:"data,omitzero"`
	DataBase64      string         `json:"data_base64,omitzero"` // never accepted
}

// maxAttribute is the longest id, source, actor or transaction, in bytes.
const maxAttribute = 256

// ParseEvent reads one CloudEvent as a publisher sends it. Attributes that only
// the engine sets are refused; extension attributes it does not know are
// dropped, as CloudEvents allows; unknown members of the data are refused, since
// a mistyped name would silently lose a fact.
func ParseEvent(b []byte) (Event, error) {
	ce, err := parseEnvelope(b)
	if err != nil {
		return Event{}, err
	}
	switch {
	case ce.RecordedTime != "":
		return Event{}, refuse(CodeEngineOnly, "/recordedtime", "recordedtime is set by the engine alone")
	case ce.PrevHash != "":
		return Event{}, refuse(CodeEngineOnly, "/prevhash", "prevhash is set by the engine alone")
	case ce.Sequence != 0:
		return Event{}, refuse(CodeEngineOnly, "/sequence", "sequence is set by the engine alone")
	case ce.Type.EngineOnly() || ce.Source == EngineSource:
		return Event{}, engineOnly(ce.Type)
	}
	e, err := ce.event(asPublished)
	if err == nil && ce.Type.Kind() != KindDossier {
		err = complete(ce)
	}
	if err != nil {
		return Event{}, err
	}
	return e, nil
}

// asPublished is how a publisher's data is read: a mistyped name would silently
// lose a fact, and instants are kept to the millisecond.
var asPublished = json.JoinOptions(
	json.RejectUnknownMembers(true),
	json.WithUnmarshalers(json.UnmarshalFromFunc(readInstant)),
)

// readInstant reads an instant and cuts it to the millisecond.
func readInstant(from *jsontext.Decoder, into *time.Time) error {
	if err := json.UnmarshalDecode(from, into, json.WithUnmarshalers(nil)); err != nil {
		return err
	}
	*into = into.Truncate(time.Millisecond)
	return nil
}

func engineOnly(t Type) *Error {
	return refuse(CodeEngineOnly, "/type", "%s is said by the engine alone, and so is whatever has the source %s", t, EngineSource)
}

// Event returns the event that a stored CloudEvent holds. Its data must have the
// type's present form.
func (ce *CloudEvent) Event() (Event, error) { return ce.event() }

// Version returns the version of the data's form: 1 where it isn't said.
func (ce *CloudEvent) Version() (int, error) {
	if ce.DataSchema == "" {
		return 1, nil
	}
	name, version, _ := strings.Cut(ce.DataSchema, "/")
	v, err := strconv.Atoi(version)
	if err != nil || name != string(ce.Type) || v < 1 {
		return 0, refuse(CodeInvalidField, "/dataschema", "dataschema %.80q is not %s/<version>", ce.DataSchema, ce.Type)
	}
	return v, nil
}

// parseEnvelope reads the attributes.
func parseEnvelope(b []byte) (CloudEvent, error) {
	var ce CloudEvent
	if err := json.Unmarshal(b, &ce); err != nil {
		return ce, jsonError(err, "")
	}
	if ce.SpecVersion != "1.0" {
		return ce, refuse(CodeNotCloudEvent, "/specversion", "specversion %.20q is not 1.0: this is not a CloudEvent", ce.SpecVersion)
	}
	for _, a := range [...]struct{ name, value string }{
		{"id", ce.ID}, {"source", ce.Source}, {"type", string(ce.Type)}, {"subject", ce.Subject}, {"time", ce.Time},
	} {
		if a.value == "" {
			return ce, refuse(CodeMissingField, "/"+a.name, "%s is missing", a.name)
		}
	}
	return ce, nil
}

// event checks every attribute and decodes the data.
func (ce *CloudEvent) event(opts ...json.Options) (Event, error) {
	if err := ce.checkAttributes(); err != nil {
		return Event{}, err
	}
	at, err := parseTime(ce.Time, "/time")
	if err != nil {
		return Event{}, err
	}
	e := Event{
		ID: ce.ID, Source: ce.Source, Type: ce.Type, Subject: ce.Subject, At: at,
		Actor: ce.Actor, Transaction: ce.Transaction, Backdated: ce.Backdated, Sequence: ce.Sequence,
	}
	if ce.RecordedTime != "" {
		if e.RecordedAt, err = parseTime(ce.RecordedTime, "/recordedtime"); err != nil {
			return Event{}, err
		}
	}
	e.Data = ce.Type.NewData()
	if err := unmarshalData(ce.Data, e.Data, opts...); err != nil {
		return Event{}, err
	}
	if err := e.check(); err != nil {
		return Event{}, err
	}
	return e, nil
}

func (ce *CloudEvent) checkAttributes() error {
	if !ce.Type.Known() {
		return refuse(CodeUnknownType, "/type", "type %.80q is not known", ce.Type)
	}
	if v, err := ce.Version(); err != nil {
		return err
	} else if v != ce.Type.Version() {
		return refuse(CodeInvalidField, "/dataschema", "dataschema %.80q is not %s/%d", ce.DataSchema, ce.Type, ce.Type.Version())
	}
	if ce.DataContentType != "" && ce.DataContentType != "application/json" {
		return refuse(CodeInvalidField, "/datacontenttype", "datacontenttype %.80q is not application/json", ce.DataContentType)
	}
	if ce.DataBase64 != "" {
		return refuse(CodeInvalidField, "/data_base64", "data_base64 is not taken: the data is JSON")
	}
	for _, a := range [...]struct{ name, value string }{
		{"id", ce.ID}, {"source", ce.Source}, {"actor", ce.Actor}, {"transaction", ce.Transaction},
	} {
		if len(a.value) > maxAttribute {
			return refuse(CodeInvalidField, "/"+a.name, "%s has %d bytes, more than %d", a.name, len(a.value), maxAttribute)
		}
	}
	if _, err := url.Parse(ce.Source); err != nil {
		return refuse(CodeInvalidField, "/source", "source %.80q is not a URI reference", ce.Source)
	}
	return nil
}

// unmarshalData decodes the data; an absent one is an empty object.
func unmarshalData(raw jsontext.Value, into Data, opts ...json.Options) error {
	if len(raw) == 0 {
		raw = jsontext.Value("{}")
	}
	if raw.Kind() != '{' {
		return refuse(CodeInvalidField, "/data", "data is not a JSON object")
	}
	if err := json.Unmarshal(raw, into, opts...); err != nil {
		return jsonError(err, "/data")
	}
	return nil
}

// parseTime reads an RFC 3339 instant, kept to the millisecond.
func parseTime(s, field string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil || !within(t) {
		return time.Time{}, refuse(CodeInvalidField, field, "%s %.40q is not an RFC 3339 instant with an offset, such as 2026-01-15T09:30:00+07:00", field[1:], s)
	}
	return t.Truncate(time.Millisecond), nil
}
