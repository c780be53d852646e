package national

import (
	"regexp"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/hoso-engine/dossier/cmd/internal/eventlog"
	"github.com/hoso-engine/dossier/domain"
)

// item makes an event as a desk would send it.
func (d *draft) item(code string) eventlog.Item {
	data, err := json.Marshal(d.data)
	if err != nil {
		return refused(d.place, d.id, code, domain.CodeInvalidField, err.Error())
	}
	return published(d.place, domain.CloudEvent{
		ID: d.id, Type: d.kind, Subject: code, Time: d.at.Format(time.RFC3339), Data: data,
	})
}

// published makes an item of a CloudEvent of this source.
func published(at place, ce domain.CloudEvent) eventlog.Item {
	ce.SpecVersion, ce.Source, ce.Backdated = "1.0", Source, true
	b, err := json.Marshal(&ce)
	if err != nil {
		return refused(at, ce.ID, ce.Subject, domain.CodeInvalidField, err.Error())
	}
	item := eventlog.Item{Parsed: domain.ParseOne(b), File: at.file}
	if at.line > 0 {
		item.Lines = []int{at.line}
	}
	item.Parsed.Event.Type = ce.Type // so that the report can say it of a refused one
	return item
}

// unitForms are the unit codes that dossier codes begin with (Thông tư 01/2018
// Điều 19): the old style ends with the province, the new one begins with it.
var unitForms = regexp.MustCompile(`^(\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.\d{1,3}){0,3})-`)

// unitOf returns the unit code that a dossier's code begins with.
func unitOf(code string) (string, bool) {
	found := unitForms.FindStringSubmatch(code)
	if found == nil {
		return "", false
	}
	return found[1], true
}

// provinceOf returns the province of a unit code.
func provinceOf(unit string) string {
	parts := strings.Split(unit, ".")
	if unit[0] >= '0' && unit[0] <= '9' {
		return parts[len(parts)-1]
	}
	return parts[0]
}
