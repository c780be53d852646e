package export

import (
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/hoso-engine/dossier/domain"
)

// Event is one event as a row: what was said, and where the dossier stood after
// it. The names are those of every format, and never changed.
type Event struct {
	Position       uint64         `json:"position"` // of its commit in the log
	Code           string         `json:"code"`
	Sequence       int            `json:"sequence"` // in its dossier, from 1
	Type           string         `json:"type"`
	Time           time.Time      `json:"time"`         // when it took effect
	RecordedTime   time.Time      `json:"recordedtime"` // when the engine learned it
	ID             string         `json:"id"`
	Source         string         `json:"source"`
	Actor          string         `json:"actor,omitzero"`
	Transaction    string         `json:"transaction,omitzero"`
	Backdated      bool           `json:"backdated,omitzero"`
	Province       string         `json:"province"`
	Agency         string         `json:"agency"`           // owns the promise
	Unit           string         `json:"unit,omitzero"`    // of the holder after the event
	Officer        string         `json:"officer,omitzero"` // the holder after the event
	Procedure      string         `json:"procedure"`
	Field          string         `json:"field,omitzero"`
	Channel        string         `json:"channel"`
	State          string         `json:"state"`           // after the event
	NationalStatus int            `json:"national_status"` // TrangThaiHoSo after the event, 1 to 10
	Due            time.Time      `json:"due,omitzero"`    // after the event
	Data           jsontext.Value `json:"data,omitzero"`   // as in the log; of an applicant the reference alone
}

// events yields the rows of a dossier.
func (h *history) events(o *Order, yield func(*domain.Event, *Event) error) error {
	var d domain.Dossier
	for _, c := range h.commits {
		for i := range c.Events {
			e := &c.Events[i]
			d.Reflect(*e)
			if !o.means(e) {
				continue
			}
			row, err := rowOf(&d, e)
			if err != nil {
				return err
			}
			row.Position = c.Position
			if err := yield(e, row); err != nil {
				return err
			}
		}
	}
	return nil
}

// rowOf returns the event as a row; d is the dossier after it.
func rowOf(d *domain.Dossier, e *domain.Event) (*Event, error) {
	data, err := dataOf(e)
	if err != nil {
		return nil, err
	}
	holder := d.HolderAt(e.At)
	return &Event{
		Code: e.Subject, Sequence: e.Sequence, Type: string(e.Type),
		Time: e.At, RecordedTime: e.RecordedAt.In(e.At.Location()),
		ID: e.ID, Source: e.Source, Actor: e.Actor, Transaction: e.Transaction, Backdated: e.Backdated,
		Province: d.Province, Agency: d.Agency, Unit: holder.Unit, Officer: holder.Officer,
		Procedure: d.Procedure, Field: d.Field, Channel: string(d.Channel),
		State: d.State.String(), NationalStatus: d.NationalStatus(), Due: d.Due(), Data: data,
	}, nil
}

// dataOf returns the event's data without anything personal.
func dataOf(e *domain.Event) (jsontext.Value, error) {
	data := e.Data
	switch said := data.(type) {
	case *domain.Submitted:
		data = &domain.Submitted{Intake: anonymous(said.Intake)}
	case *domain.Received:
		reduced := *said
		reduced.Intake = anonymous(said.Intake)
		data = &reduced
	case *domain.Refused:
		reduced := *said
		reduced.Intake = anonymous(said.Intake)
		data = &reduced
	case *domain.Corrected:
		reduced := *said
		reduced.Facts = anonymousFacts(said.Facts)
		data = &reduced
	}
	return json.Marshal(data)
}

func anonymous(in domain.Intake) domain.Intake {
	if in.Applicant != nil {
		in.Applicant = &domain.Applicant{Ref: in.Applicant.Ref}
	}
	return in
}

// anonymousFacts reduces the applicant that a correction names; facts that can't
// be read are left out.
func anonymousFacts(facts jsontext.Value) jsontext.Value {
	var named map[string]jsontext.Value
	if len(facts) == 0 || json.Unmarshal(facts, &named) != nil {
		return nil
	}
	if _, said := named["applicant"]; !said {
		return facts
	}
	var applicant struct {
		Ref string `json:"ref,omitzero"`
	}
	reduced := jsontext.Value("{}")
	if json.Unmarshal(named["applicant"], &applicant) == nil {
		if b, err := json.Marshal(&applicant); err == nil {
			reduced = b
		}
	}
	named["applicant"] = reduced
	b, err := json.Marshal(named, json.Deterministic(true))
	if err != nil {
		return nil
	}
	return b
}
