package web

import (
	"bytes"
	"net/http"

	"github.com/hoso-engine/dossier/domain"
)

// healthz says that the process lives.
func (a *api) healthz(w http.ResponseWriter, _ *http.Request) error {
	return answer(w, http.StatusOK, alive{Status: "ok", Version: a.Version})
}

type alive struct {
	Status  string `json:"status"`
	Version string `json:"version,omitzero"`
}

// readyz says whether the engine answers rightly.
func (a *api) readyz(w http.ResponseWriter, _ *http.Request) error {
	if err := a.engine.Ready(); err != nil {
		return newProblem(http.StatusServiceUnavailable, domain.CodeUnavailable, err.Error()).with("Retry-After", "1")
	}
	is := ready{Status: "ready", Version: a.Version, Position: a.engine.Position()}
	if a.Snapshot != nil {
		is.Snapshot = a.Snapshot()
	}
	return answer(w, http.StatusOK, is)
}

type ready struct {
	Status   string `json:"status"`
	Version  string `json:"version,omitzero"`
	Position uint64 `json:"position"`          // of the last record that queries see
	Snapshot string `json:"snapshot,omitzero"` // see [Options]
}

// schemas lists the event types that have a schema.
func (a *api) schemas(w http.ResponseWriter, _ *http.Request) error {
	list := schemaList{Schemas: []schemaLink{}}
	for _, t := range domain.Types() {
		list.Schemas = append(list.Schemas, schemaLink{Type: t, Schema: "/v1/schemas/" + string(t)})
	}
	return answer(w, http.StatusOK, list)
}

type schemaList struct {
	Schemas []schemaLink `json:"schemas"`
}

type schemaLink struct {
	Type   domain.Type `json:"type"`
	Schema string      `json:"schema"` // path of its JSON Schema
}

// schema answers with the JSON Schema of one event type.
func (a *api) schema(w http.ResponseWriter, r *http.Request) error {
	t := domain.Type(r.PathValue("type"))
	if !t.Known() {
		return errSchemaUnknown
	}
	schema, err := domain.Schema(t)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/schema+json")
	w.WriteHeader(http.StatusOK)
	_, err = bytes.NewReader(schema).WriteTo(w)
	return gone(err)
}

var errSchemaUnknown = &domain.Error{Code: domain.CodeUnknown, Field: "type", Message: "there is no such event type"}
