package register_test

import (
	"bytes"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/pack"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/register"
)

// A table holds what a fold of each dossier by itself gives, though those that are
// folded by turns are more than it keeps unpacked, some are told of when they are
// closed, and it rests in between.
func TestATableOfMoreThanItsTrayHolds(t *testing.T) {
	const dossiers, steps = 9000, 7
	table := register.New(projections.NewReference())
	folded := make([]domain.Dossier, dossiers)
	var names pack.Names
	packed := func(d *domain.Dossier) []byte {
		w := pack.Writer(nil, &names)
		d.Pack(&w)
		return w.Bytes()
	}
	for step := range steps {
		for i := range dossiers {
			c := commit(i, step)
			for _, e := range c.Events {
				folded[i].Reflect(e)
			}
			if err := table.Apply(c); err != nil {
				t.Fatal(err)
			}
			if i%1700 == 100*step {
				rest(t, table)
			}
			ordinal, _ := table.Number(c.Subject)
			if d, _ := table.At(ordinal); d.Sequence != folded[i].Sequence {
				t.Fatalf("after event %d of %s the table stands at %d", folded[i].Sequence, c.Subject, d.Sequence)
			}
		}
		var room domain.Dossier
		if table.Read(code(dossiers), &room) {
			t.Fatal("a dossier is known that was not mentioned")
		}
		for i := range folded {
			if !table.Read(code(i), &room) || room.Code != code(i) || !bytes.Equal(packed(&room), packed(&folded[i])) {
				t.Fatalf("after step %d dossier %d is read as another: %+v", step, i, room)
			}
			if d, known := table.Dossier(code(i)); !known || d.Code != code(i) || !bytes.Equal(packed(d), packed(&folded[i])) {
				t.Fatalf("after step %d dossier %d is another: %+v", step, i, d)
			}
		}
	}
}

// rest has the table rest, which must come to an end.
func rest(t testing.TB, table *register.Table) {
	t.Helper()
	for range 200 {
		if !table.Weary() {
			return
		}
		table.Rest()
	}
	t.Fatal("it never has enough rest")
}

// The memory that a rebuild takes for speed is given back.
func TestATableThatRestsTakesLittleMemory(t *testing.T) {
	const dossiers = 40_000
	table := register.New(projections.NewReference())
	for i := range dossiers {
		if err := table.Apply(commit(i, 0)); err != nil {
			t.Fatal(err)
		}
	}
	awake := heap()
	rest(t, table)
	if rested := heap(); 3*rested > 2*awake {
		t.Errorf("of %d bytes it keeps %d", awake, rested)
	}
	if d, known := table.Dossier(code(dossiers - 1)); !known || d.Code != code(dossiers-1) {
		t.Errorf("the last dossier is %+v", d)
	}
}

// The personal data of the applicant are in no dossier that is handed out, whether it is
// packed or not, and whether they were received or corrected.
func TestATableKeepsNothingPersonal(t *testing.T) {
	table := register.New(projections.NewReference())
	for step := range 3 {
		for i := range 3 {
			c := commit(i, step)
			if received, is := c.Events[0].Data.(*domain.Received); is {
				received.Applicant.Name = "Nguyễn Văn A"
			}
			if step == 2 && i > 0 {
				c.Events[0].Data = &domain.Corrected{
					Sequence: 1, Event: domain.TypeReceived, Facts: jsontext.Value(`{"applicant":{"ref":"nd-2","name":"Trần Thị B"}}`),
				}
			}
			if err := table.Apply(c); err != nil {
				t.Fatal(err)
			}
		}
	}
	for i, ref := range []string{commitRef(0), "nd-2", "nd-2"} { // the last is that of the last commit
		if d, _ := table.Dossier(code(i)); d.Applicant == nil || *d.Applicant != (domain.Applicant{Ref: ref}) {
			t.Errorf("the applicant of dossier %d is %+v", i, d.Applicant)
		}
	}
}

// commitRef is the applicant that [commit] tells of the i-th dossier.
func commitRef(i int) string { return commit(i, 0).Events[0].Data.(*domain.Received).Applicant.Ref }

// A dossier that is not the last commit's belongs to who asked.
func TestADossierOnTheTrayIsNotHandedOut(t *testing.T) {
	table := register.New(projections.NewReference())
	for step := range 3 {
		for i := range 2 {
			if err := table.Apply(commit(i, step)); err != nil {
				t.Fatal(err)
			}
		}
	}
	mine, _ := table.Dossier(code(0))
	mine.Handovers[0].Unit = "changed"
	if again, _ := table.Dossier(code(0)); again.Handovers[0].Unit == "changed" {
		t.Error("the table's own was handed out")
	}
}
