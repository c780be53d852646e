package national

import (
	"maps"
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/hoso-engine/dossier/cmd/internal/eventlog"
	"github.com/hoso-engine/dossier/domain"
)

// archivePolicy is the policy that [Options.Archive] publishes.
const archivePolicy = "vn-archive"

// archivedFrom is when its facts take effect: before every dossier of the form.
var archivedFrom = time.Date(2000, 1, 1, 0, 0, 0, 0, zone)

// facts returns what is published before the dossiers.
func (o Options) facts(files []*file) []eventlog.Item {
	if !o.Archive {
		return nil
	}
	policy := domain.DefaultPolicy()
	policy.ID, policy.BackdatingHours = archivePolicy, 100*365*24
	policy.MaxSupplements, policy.MaxExtensions, policy.CodePattern = -1, -1, ""
	items := []eventlog.Item{fact(domain.TypePolicyChanged, archivePolicy, &domain.PolicyChanged{
		Policy: policy, Reason: "dossiers of the past",
	})}
	provinces, agencies := o.places(files)
	for _, id := range slices.Sorted(maps.Keys(provinces)) {
		items = append(items, fact(domain.TypeUnitDefined, id, &domain.UnitDefined{
			Kind: domain.UnitProvince, Name: id, Policy: archivePolicy,
		}))
	}
	for _, id := range slices.Sorted(maps.Keys(agencies)) {
		if provinces[id] {
			continue // a province that receives dossiers itself
		}
		items = append(items, fact(domain.TypeUnitDefined, id, &domain.UnitDefined{
			Kind: domain.UnitAgency, Name: id, Parent: agencies[id],
		}))
	}
	return items
}

// places returns the provinces, and the province of each agency.
func (o Options) places(files []*file) (provinces map[string]bool, agencies map[string]string) {
	provinces, agencies = make(map[string]bool), make(map[string]string)
	for _, f := range files {
		if f.dossier == nil {
			continue
		}
		if in, err := newCourse(f, o).intake(); err == nil {
			provinces[in.Province], agencies[in.Agency] = true, in.Province
		}
	}
	return provinces, agencies
}

func fact(t domain.Type, id string, data domain.Data) eventlog.Item {
	b, err := json.Marshal(data)
	if err != nil {
		return refused(place{}, id, id, domain.CodeInvalidField, err.Error())
	}
	return published(place{}, domain.CloudEvent{
		ID: "facts/" + t.Kind() + "/" + id, Type: t, Subject: id,
		Time: archivedFrom.Format(time.RFC3339), Data: b,
	})
}
