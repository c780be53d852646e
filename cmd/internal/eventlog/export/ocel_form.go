package export

// The structs of this file are OCEL 2.0 JSON (www.ocel-standard.org/2.0). Values
// are strings whatever their type, as its schema asks.
type (
	ocelType struct {
		Name       string          `json:"name"`
		Attributes []ocelAttribute `json:"attributes"`
	}
	ocelAttribute struct {
		Name string `json:"name"`
		Type string `json:"type"`
	}
	ocelValue struct {
		Name  string `json:"name"`
		Value string `json:"value"`
		Time  string `json:"time,omitzero"` // of an object's value
	}
	ocelRelation struct {
		Object    string `json:"objectId"`
		Qualifier string `json:"qualifier"`
	}
	ocelEvent struct {
		ID         string         `json:"id"`
		Type       string         `json:"type"`
		Time       string         `json:"time"`
		Attributes []ocelValue    `json:"attributes"`
		Relations  []ocelRelation `json:"relationships"`
	}
	ocelObject struct {
		ID         string         `json:"id"`
		Type       string         `json:"type"`
		Attributes []ocelValue    `json:"attributes"`
		Relations  []ocelRelation `json:"relationships"`
	}
)

// eventAttributes are what every event says; objects of a type say what
// dossierAttributes and nameAttributes list.
var (
	eventAttributes = []ocelAttribute{
		{"activity", "string"},
		{"actor", "string"},
		{"sequence", "integer"},
		{"position", "integer"},
		{"recordedtime", "time"},
		{"state", "string"},
		{"due", "time"},
		{"backdated", "boolean"},
		{"data", "string"},
	}
	dossierAttributes = []ocelAttribute{
		{"channel", "string"},
		{"field", "string"},
		{"state", "string"},
		{"standing", "string"},
		{"verdict", "string"},
		{"received", "time"},
		{"due", "time"},
		{"completed", "time"},
		{"returned", "time"},
	}
	nameAttributes = []ocelAttribute{{"name", "string"}}
)
