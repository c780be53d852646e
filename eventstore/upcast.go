package eventstore

import (
	"fmt"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/hoso-engine/dossier/domain"
)

// upcaster turns the data of one version of a type into that of the next.
type upcaster func(data jsontext.Value) (jsontext.Value, error)

// upcasters holds, for every type whose form ever changed, the step from each
// version to the next: upcasters[t][0] leads from 1 to 2. All forms are in their
// first version today. Golden files of every form ever written stay in testdata.
var upcasters = map[domain.Type][]upcaster{}

// upcast brings an event to its type's present form.
func upcast(ce *domain.CloudEvent) error {
	version, err := ce.Version()
	if err != nil {
		return err
	}
	for ; version < ce.Type.Version(); version++ {
		steps := upcasters[ce.Type]
		if version > len(steps) {
			return fmt.Errorf("eventstore: no way from version %d of %s to the next", version, ce.Type)
		}
		if ce.Data, err = steps[version-1](ce.Data); err != nil {
			return fmt.Errorf("eventstore: %s version %d: %w", ce.Type, version, err)
		}
		ce.DataSchema = fmt.Sprintf("%s/%d", ce.Type, version+1)
	}
	return nil
}
