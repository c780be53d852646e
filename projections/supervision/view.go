package supervision

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// ID names a message: the position of its commit in the log and its number in it.
// An alert has the id of the message that raised it. It prints as "1234-0".
type ID struct {
	Position uint64
	Index    int
}

func (i ID) String() string { return fmt.Sprintf("%d-%d", i.Position, i.Index) }

// After reports whether the message comes after another one.
func (i ID) After(o ID) bool { return i.Compare(o) > 0 }

// Compare orders messages as the log does.
func (i ID) Compare(o ID) int {
	return cmp.Or(cmp.Compare(i.Position, o.Position), cmp.Compare(i.Index, o.Index))
}

// MarshalText prints the id.
func (i ID) MarshalText() ([]byte, error) { return []byte(i.String()), nil }

// UnmarshalText reads what MarshalText printed.
func (i *ID) UnmarshalText(text []byte) (err error) {
	*i, err = ParseID(string(text))
	return err
}

// ParseID reads an id, such as "1234-0".
func ParseID(text string) (ID, error) {
	before, after, ok := strings.Cut(text, "-")
	position, errPosition := strconv.ParseUint(before, 10, 64)
	index, errIndex := strconv.Atoi(after)
	if id := (ID{position, index}); ok && errPosition == nil && errIndex == nil && id.String() == text {
		return id, nil
	}
	return ID{}, &domain.Error{Code: domain.CodeInvalidField, Field: "id", Message: fmt.Sprintf("id %.40q is not that of an alert, such as 1234-0", text)}
}

// State is where an alert stands.
type State string

const (
	StateFiring       State = "firing"
	StateAcknowledged State = "acknowledged"
	StateSnoozed      State = "snoozed"
	StateResolved     State = "resolved"
)

// View is an alert as people and programs see it. It holds nothing personal.
type View struct {
	ID        ID          `json:"id"`
	Code      domain.Code `json:"code"`
	Type      domain.Type `json:"type"` // deadline.approached or deadline.missed
	Province  string      `json:"province"`
	Agency    string      `json:"agency"`
	Unit      string      `json:"unit,omitzero"`    // that holds the dossier
	Officer   string      `json:"officer,omitzero"` // opaque reference
	Procedure string      `json:"procedure"`
	Field     string      `json:"field,omitzero"`
	domain.RaisedRung
	Level      domain.Level `json:"level"`
	Critical   bool         `json:"critical"`
	Instant    time.Time    `json:"instant"` // when the rung was reached
	Due        time.Time    `json:"due"`     // of the clocks pause and collection: where they began
	Recorded   time.Time    `json:"recorded"`
	State      State        `json:"state"`
	By         string       `json:"by,omitzero"`    // who acknowledged or snoozed it
	Until      time.Time    `json:"until,omitzero"` // and until when
	Reminded   int          `json:"reminded"`       // how often it was told again
	Suppressed *Suppression `json:"suppressed,omitzero"`
	Receivers  []string     `json:"receivers"` // on its route, the nearest first
}

// view returns the alert as it is now.
func (b *Board) view(a *alert, d *domain.Dossier, now time.Time) View {
	holder := d.Holder()
	v := View{
		ID: a.id(), Code: d.Code, Type: domain.TypeApproached,
		Province: d.Province, Agency: d.Agency, Unit: holder.Unit, Officer: holder.Officer,
		Procedure: d.Procedure, Field: d.Field, RaisedRung: a.raised(),
		Level: a.reach(), Critical: a.rung.critical,
		Instant: at(a.instant, a.rung.east), Due: a.dueAt(), Recorded: at(a.recorded, a.rung.eastOfDue), State: StateFiring,
		Receivers: Route(b.facts.Registry(), d, a.reach()),
	}
	if a.rung.missed {
		v.Type = domain.TypeMissed
	}
	done := d.Tended(v.RaisedRung)
	v.Reminded = done.Reminded
	if done.Quiet != "" && now.Before(done.Until) {
		v.State, v.By, v.Until = StateAcknowledged, done.By, done.Until
		if done.Quiet == domain.SnoozeOver {
			v.State = StateSnoozed
		}
	}
	if s, muted := b.suppressed(a, d, now); muted {
		v.Suppressed = &s
	}
	return v
}
