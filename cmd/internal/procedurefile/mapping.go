package procedurefile

import (
	"errors"
	"fmt"

	"github.com/go-json-experiment/json"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

// Mapping says what the columns of the tables mean. Names are never changed.
type Mapping struct {
	Name       string           `json:"name"`
	Note       []string         `json:"note,omitzero"`
	Procedures procedureMapping `json:"procedures"`
	Limits     limitMapping     `json:"limits"`
}

type procedureMapping struct {
	Columns     map[string]string `json:"columns"`
	Authorities map[string]string `json:"authorities,omitzero"`
	Separator   string            `json:"separator,omitzero"`
}

type limitMapping struct {
	Columns    map[string]string         `json:"columns"`
	Channels   map[string]domain.Channel `json:"channels"`
	Units      map[string]calendar.Unit  `json:"units"`
	NoDeadline map[string]string         `json:"no_deadline,omitzero"`
}

// Parse reads a mapping.
func Parse(b []byte) (*Mapping, error) {
	m := new(Mapping)
	if err := json.Unmarshal(b, m, json.RejectUnknownMembers(true)); err != nil {
		return nil, fmt.Errorf("mapping: %w", err)
	}
	if m.Name == "" {
		return nil, errors.New("mapping: name is missing")
	}
	err := errors.Join(
		columns("procedures", m.Procedures.Columns, []string{"code", "name", "field"}, []string{"authority", "service_level", "decision"}),
		columns("limits", m.Limits.Columns, []string{"code", "channel", "value", "unit"}, []string{"case"}),
	)
	for word, channel := range m.Limits.Channels {
		if !known(channel) {
			err = errors.Join(err, fmt.Errorf("mapping: limits.channels: %q is not one of %q", word, domain.Channels()))
		}
	}
	return m, err
}

func known(channel domain.Channel) bool {
	for _, c := range domain.Channels() {
		if c == channel {
			return true
		}
	}
	return false
}

// columns checks that every needed column is named, and no unknown one.
func columns(table string, given map[string]string, needed, optional []string) (err error) {
	left := len(given)
	for _, name := range needed {
		if given[name] == "" {
			err = errors.Join(err, fmt.Errorf("mapping: %s.columns: %s is missing", table, name))
		}
	}
	for _, name := range append(needed, optional...) {
		if _, there := given[name]; there {
			left--
		}
	}
	if left > 0 {
		err = errors.Join(err, fmt.Errorf("mapping: %s.columns: only %q and %q are known", table, needed, optional))
	}
	return err
}

// uri returns the source of the events.
func (m *Mapping) uri() string { return "urn:import:" + m.Name }
