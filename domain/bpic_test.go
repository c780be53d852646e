package domain

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// TestDutchPermits folds the building permits of two Dutch municipalities (BPI
// Challenge 2015) under a policy that is data, and gets what was computed from
// them independently.
func TestDutchPermits(t *testing.T) {
	shared := filepath.Join("..", "..", "shared", "data")
	b, err := os.ReadFile(filepath.Join(shared, "reference_bpic15_dossiers.json"))
	if err != nil {
		t.Skip("the shared data is not here:", err)
	}
	var reference map[string]map[string]int
	if err := json.Unmarshal(b, &reference); err != nil {
		t.Fatal(err)
	}
	policies := map[string]bool{"default (stops count, extension does not)": false, "extension moves the due": true}
	for municipality, want := range reference {
		rows := readRows(t, filepath.Join(shared, "bpic15_dossiers_"+municipality+".csv"))
		for name, moves := range policies {
			t.Run(municipality+" "+name, func(t *testing.T) {
				got := foldPermits(t, rows, moves)
				refused := "extensions refused (after expiry, default)"
				if moves {
					refused = "extensions refused (after expiry, extension moves the due)"
				}
				for figure, n := range map[string]int{
					"cases": got.cases, "completed": got.completed,
					name + " early": got.verdicts[Early], name + " late": got.verdicts[Late],
					name + " on the due day": got.verdicts[OnTime], refused: got.refused,
				} {
					if n != want[figure] {
						t.Errorf("%s: %d, want %d", figure, n, want[figure])
					}
				}
			})
		}
	}
}

// permits is what became of a municipality's dossiers. Verdicts and refused
// extensions are those of completed ones, as the reference counts them.
type permits struct {
	cases, completed, refused int
	verdicts                  map[Verdict]int
}

// foldPermits decides every row of every case. Only extensions may be refused.
func foldPermits(t *testing.T, rows [][]string, extensionMovesDue bool) permits {
	policy := readDeployed[Policy](t, "policies/nl-permits.json")
	policy.ExtensionMovesDue = extensionMovesDue
	w := &world{t: t, registry: NewRegistry(), now: time.Date(2016, 1, 1, 0, 0, 0, 0, time.UTC)}
	w.publish(TypeCalendarChanged, "nl", &CalendarChanged{Calendar: readDeployed[calendar.Spec](t, "calendars/nl.json")})
	w.publish(TypePolicyChanged, policy.ID, &PolicyChanged{Policy: policy})
	w.publish(TypeUnitDefined, "nl", &UnitDefined{Kind: UnitProvince, Name: "Nederland", Policy: policy.ID})
	w.publish(TypeUnitDefined, "gemeente", &UnitDefined{Kind: UnitAgency, Name: "Gemeente", Parent: "nl"})
	w.publishProcedure("omgevingsvergunning", "56day")

	dossiers, refused := make(map[string]*Dossier), make(map[string]int)
	result := permits{verdicts: make(map[Verdict]int)}
	for _, row := range rows {
		if dossiers[row[0]] == nil {
			dossiers[row[0]] = new(Dossier)
		}
		w.dossier = dossiers[row[0]]
		e := w.event(permitData(row))
		e.Subject, e.At = row[0], noon(t, row[2])
		switch _, err := w.decide(e); {
		case codeOf(err) == CodeExtensionExpired:
			refused[row[0]]++
		case err != nil:
			t.Errorf("%v: %v", row, err)
		}
	}
	for code, d := range dossiers {
		result.cases++
		if v := d.Verdict(); v != NoVerdict {
			result.completed++
			result.verdicts[v]++
			result.refused += refused[code]
		}
	}
	return result
}

// permitData returns what a row says.
func permitData(row []string) Data {
	switch Type(row[1]) {
	case TypeReceived:
		return &Received{Intake: Intake{Province: "nl", Agency: "gemeente", Procedure: "omgevingsvergunning", Channel: Online}}
	case TypeSupplementRequested:
		return &SupplementRequested{Reason: "incomplete"}
	case TypeSupplementReceived:
		return &SupplementReceived{}
	case TypePaused:
		return &Paused{Reason: OtherReason}
	case TypeResumed:
		return &Resumed{}
	case TypeExtended:
		days, err := strconv.Atoi(row[3])
		if err != nil {
			panic(err)
		}
		return &Extended{Reason: "more time", Cause: Objective, By: limit(fmt.Sprint(days, "day"))}
	case TypeCompleted:
		return &Completed{Outcome: Granted}
	}
	panic("unknown event " + row[1])
}

// noon returns an instant in the middle of a Dutch day.
func noon(t *testing.T, date string) time.Time {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	day, err := time.ParseInLocation(time.DateOnly, date, zone)
	if err != nil {
		t.Fatal(err)
	}
	return day.Add(12 * time.Hour)
}

// readRows reads a CSV file without its head.
func readRows(t *testing.T, name string) [][]string {
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}
