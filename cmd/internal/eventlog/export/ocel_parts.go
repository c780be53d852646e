package export

import (
	"slices"
	"strconv"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// event makes an event. It is of the dossier, for its procedure, by the agency
// that owns the promise, and at the unit and officer that hold the dossier after
// it.
func (w *ocelWriter) event(e *domain.Event, row *Event) ocelEvent {
	backdated := ""
	if row.Backdated {
		backdated = "true"
	}
	return ocelEvent{
		ID: row.Code + "/" + strconv.Itoa(row.Sequence), Type: row.Type, Time: row.Time.Format(time.RFC3339Nano),
		Attributes: values("", []string{
			"activity", activity(e), "actor", row.Actor, "sequence", strconv.Itoa(row.Sequence),
			"position", strconv.FormatUint(row.Position, 10), "recordedtime", moment(row.RecordedTime),
			"state", row.State, "due", moment(row.Due), "backdated", backdated, "data", string(row.Data),
		}),
		Relations: slices.Concat(
			[]ocelRelation{{"dossier:" + row.Code, "of"}},
			w.relate("procedure", row.Procedure, "for"), w.relate("agency", row.Agency, "by"),
			w.relate("unit", row.Unit, "at"), w.relate("officer", row.Officer, "held by"),
		),
	}
}

// relate refers to a shared object, and remembers to write it.
func (w *ocelWriter) relate(kind, name, qualifier string) []ocelRelation {
	if name == "" {
		return nil
	}
	id := kind + ":" + name
	w.shared[id] = kind
	return []ocelRelation{{id, qualifier}}
}

// object makes the dossier as it is now.
func (w *ocelWriter) object(h *history) ocelObject {
	v := &h.View
	began := v.Submitted
	if began.IsZero() {
		began = v.Received
	}
	if began.IsZero() {
		began = v.Ended
	}
	return ocelObject{
		ID: "dossier:" + string(v.Code), Type: "dossier",
		Attributes: values(began.Format(time.RFC3339Nano), []string{
			"channel", string(v.Channel), "field", v.Field, "state", v.State.String(), "standing", v.Standing.String(),
			"verdict", v.Verdict.String(), "received", moment(v.Received), "due", moment(v.Due),
			"completed", moment(v.Completed), "returned", moment(v.Returned),
		}),
		Relations: slices.Concat([]ocelRelation{},
			w.relate("procedure", v.Procedure, "asks for"), w.relate("agency", v.Agency, "belongs to"),
			w.relate("unit", v.Unit, "lies at"), w.relate("officer", v.Officer, "lies with"),
		),
	}
}

// values makes the attributes of names and values, one after the other; empty
// ones are left out.
func values(at string, pairs []string) []ocelValue {
	list := []ocelValue{}
	for pair := range slices.Chunk(pairs, 2) {
		if pair[1] != "" {
			list = append(list, ocelValue{pair[0], pair[1], at})
		}
	}
	return list
}

// moment prints an instant; the zero time is empty.
func moment(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Format(time.RFC3339Nano)
}
