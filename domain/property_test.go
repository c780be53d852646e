package domain

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// checkInvariants checks what holds of every dossier at every time.
func checkInvariants(t rapid.TB, d *Dossier) {
	t.Helper()
	if err := d.inOrder(); err != nil {
		t.Errorf("instants out of order: %v", err)
	}
	if n := d.NationalStatus(); d.State != StateNone && (n < 1 || n > 10) {
		t.Errorf("state %s has national status %d", d.State, n)
	}
	if open := d.openStop(StateSupplement) != nil; open != (d.State == StateSupplement) {
		t.Errorf("state %s, an open supplement: %t", d.State, open)
	}
	if d.Stopped() && !d.State.Stopped() {
		t.Errorf("a stop is open in state %s", d.State)
	}
	for i := range d.Deadlines {
		if d.Deadlines[i].Revision != i+1 {
			t.Errorf("revision %d stands at %d", d.Deadlines[i].Revision, i)
		}
	}
	if (d.Verdict() != NoVerdict) != (d.State == StateCompleted || d.State == StateReturned) {
		t.Errorf("state %s has the verdict %s", d.State, d.Verdict())
	}
}

// drawData returns any data, legal or not.
func drawData(t *rapid.T, d *Dossier) Data {
	types := []Type{
		TypeReceived, TypeTransferred, TypeSupplementRequested, TypeSupplementReceived, TypePaused, TypeResumed,
		TypeExtended, TypeCompleted, TypeReturned, TypeWithdrawn, TypeTerminated, TypeExplained, TypeReminded,
		TypeFeePaid, TypeRated, TypeCorrected, TypeSubmitted, TypeRefused,
	}
	typ := rapid.SampledFrom(types).Draw(t, "type")
	data := plain(typ)
	if c, ok := data.(*Corrected); ok {
		c.Sequence = rapid.IntRange(1, max(1, d.Sequence)).Draw(t, "sequence")
		c.Event = d.said.at(c.Sequence)
		c.At, c.Facts = drawInstant(t), nil
	}
	if x, ok := data.(*Transferred); ok {
		x.StepLimit = limit("1workday")
	}
	return data
}

// drawInstant returns an hour of two months.
func drawInstant(t *rapid.T) time.Time {
	return local("2026-01-12T10:00").Add(time.Duration(rapid.IntRange(0, 24*60).Draw(t, "hour")) * time.Hour)
}

func drawPolicy(t *rapid.T) Policy {
	p := DefaultPolicy()
	p.Version = 2
	p.SupplementStop = rapid.SampledFrom(StopModes()).Draw(t, "supplement stop")
	p.PauseStop = rapid.SampledFrom(StopModes()).Draw(t, "pause stop")
	p.Verdict = rapid.SampledFrom(VerdictModes()).Draw(t, "verdict")
	p.ExtensionMovesDue = rapid.Bool().Draw(t, "extension moves due")
	p.MaxSupplements, p.MaxExtensions = 3, 2
	return p
}

// TestAnySequence decides random events, legal and illegal: Decide changes
// nothing, what it refuses stays away, what it accepts keeps the invariants, and
// a repeat is known.
func TestAnySequence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		w.say(&Received{Intake: someIntake(testProcedure)})
		all := []Event{}
		again, chained := []Event{}, w.dossier.Clone() // the same, taken by one dossier
		texts := new(Texts)
		if rapid.Bool().Draw(t, "used texts") {
			texts.fingerprint(&Event{Type: TypeTransferred, Data: &Transferred{ToUnit: "long ago"}})
			texts.Clear()
		}
		for range rapid.IntRange(1, 12).Draw(t, "events") {
			w.now = w.now.Add(time.Duration(rapid.IntRange(0, 100).Draw(t, "hours")) * time.Hour)
			e := w.event(drawData(t, w.dossier))
			e.At = w.now.Add(-time.Duration(rapid.IntRange(0, 200).Draw(t, "hours ago")) * time.Hour)
			e.Backdated = rapid.Bool().Draw(t, "backdated")
			before := w.dossier.Clone()
			rules, err := w.registry.RulesFor(w.dossier, e)
			if err != nil {
				t.Fatal(err)
			}
			decided, after, err := Decide(w.dossier, e, rules, w.now)
			if diff := cmp.Diff(before, w.dossier, everything); diff != "" {
				t.Fatalf("Decide changed the dossier:\n%s", diff)
			}
			into, refusal := chained.Take(again, texts, e, rules, w.now)
			again = into
			want := after
			if err != nil {
				want = before
			}
			if diff := cmp.Diff(want, chained, everything) + cmp.Diff(err, refusal, everything); diff != "" {
				t.Fatalf("Take decides otherwise than Decide:\n%s", diff)
			}
			if (err == nil) != (len(decided) > 0) {
				t.Fatalf("%d events and the error %v", len(decided), err)
			}
			for i, d := range decided {
				if d.Sequence != before.Sequence+i+1 {
					t.Fatalf("%s has number %d after %d", d.Type, d.Sequence, before.Sequence)
				}
				w.dossier.Evolve(d)
			}
			if diff := cmp.Diff(after, w.dossier, everything); err == nil && diff != "" {
				t.Fatalf("Decide foresees another dossier than its events make:\n%s", diff)
			}
			all = append(all, decided...)
			checkInvariants(w.t, w.dossier)
			checkDue(w)
			checkBreach(w, before, e, err)
			if _, _, repeat := Decide(w.dossier, e, rules, w.now); err == nil && cmp.Diff(repeat, error(&Duplicate{Sequence: before.Sequence + 1})) != "" {
				t.Fatalf("a repeat of %s: %v", e.Type, repeat)
			}
		}
		if diff := cmp.Diff(all, again, everything); diff != "" {
			t.Fatalf("a later decision changed an event of an earlier one:\n%s", diff)
		}
		checkTexts(w, again, texts)
		checkStored(w, all)
	})
}

// checkTexts checks that events are written from the texts as without them, and that
// those of publishers are in them.
func checkTexts(w *world, events []Event, texts *Texts) {
	w.t.Helper()
	for i := range events {
		e := &events[i]
		want, err := e.AppendJSON(nil, "hash", nil)
		if err != nil {
			w.t.Fatal(err)
		}
		asked := *texts
		if text := asked.of(e); (text != nil) != (e.Source != EngineSource) {
			w.t.Errorf("%s has the text %q", e.Type, text)
		}
		if got, err := e.AppendJSON(nil, "hash", texts); err != nil || string(got) != string(want) {
			w.t.Errorf("from the texts it is written as\n%s (%v)\nand without as\n%s", got, err, want)
		}
	}
}

// checkDue checks that the due of a dossier in hand, or the one at which its clock
// stands, is what all that is known comes to. A stop that joins an earlier one has
// no say until it ends.
func checkDue(w *world) {
	w.t.Helper()
	d := w.dossier
	stands, since := d.stopAt(w.now)
	joined := func(s Stop) bool { return stands && !s.To.IsZero() && !s.To.Before(since) }
	if !d.State.Open() || slices.ContainsFunc(d.Stops, joined) {
		return
	}
	rules, err := d.Rules(w.registry)
	if err != nil {
		w.t.Fatal(err)
	}
	set, err := d.deadline(rules, CauseRecalculated, w.now)
	if set != nil || err != nil {
		w.t.Errorf("due %s, and anew: %v %v", d.Due(), set, err)
	}
}

// checkBreach checks that what is overdue stays so, until a correction or a fact
// from before its due passed says otherwise.
func checkBreach(w *world, before *Dossier, e Event, err error) {
	w.t.Helper()
	if err != nil || e.Type == TypeCorrected || before.StandingAt(w.now) != StandingOverdue || !before.Deadline().Passed(e.At) {
		return
	}
	switch w.dossier.State {
	case StateWithdrawn, StateTerminated:
		return
	case StateCompleted:
		if at := w.dossier.CompletedAt; before.Deadline().Passed(at) && w.dossier.Verdict() != Late {
			w.t.Errorf("overdue, then completed at %s: %s", at, w.dossier.Verdict())
		}
	default:
		if s := w.dossier.StandingAt(w.now); s != StandingOverdue && before.Deadline().Passed(w.now) {
			w.t.Errorf("overdue, and after %s: %s", e.Type, s)
		}
	}
}

// checkStored checks that what comes back from the wire folds alike.
func checkStored(w *world, all []Event) {
	w.t.Helper()
	folded := new(Dossier)
	for _, e := range all {
		folded.Evolve(asStored(w.t, e))
	}
	plain := new(Dossier)
	for _, e := range all {
		plain.Evolve(e)
	}
	if diff := cmp.Diff(plain, folded, everything); diff != "" {
		w.t.Errorf("stored and read back, it folds to another dossier:\n%s", diff)
	}
}

// drawWorld returns a world with any policy and limit.
func drawWorld(t *rapid.T) *world {
	w := newWorld(t)
	p := drawPolicy(t)
	w.publish(TypePolicyChanged, p.ID, &PolicyChanged{Policy: p})
	limits := []string{"0workday", "0.5workday", "1workday", "5workday", "8workhour", "7day", "1month"}
	w.publishProcedure(testProcedure, rapid.SampledFrom(limits).Draw(t, "limit"))
	return w.at("2026-01-12T09:30")
}

// unevenAnew reports whether a stop starts a limit anew whose length depends on
// where it starts: months are shorter or longer, the same day is the next one after
// the cut-off.
func (w *world) unevenAnew() bool {
	limit := w.registry.Procedure(testProcedure, w.now).Limit(InPerson, "")
	p := w.registry.policyAt(DefaultPolicyID, w.now)
	return (limit == calendar.SameDay || limit.Unit() == calendar.Month) && (p.SupplementStop == Restart || p.PauseStop == Restart)
}

// dueAfter returns the due of a dossier with these stops.
func dueAfter(t *rapid.T, w *world, stops []Stop) time.Time {
	d := Dossier{Intake: someIntake(testProcedure), ReceivedAt: local("2026-01-12T09:30"), Stops: stops}
	rules, err := d.Rules(w.registry)
	if err != nil {
		t.Fatal(err)
	}
	set, err := d.deadline(rules, CauseReceived, d.ReceivedAt)
	if err != nil {
		t.Fatal(err)
	}
	return set.Due
}

// TestStops checks what holds of any stops: the order in which they became known
// doesn't matter, one stop is as good as two that adjoin, and no stop shortens.
// One may where it starts an uneven limit anew: a month from the 17th and 14 days
// of a second stop end later than a month from the 31st, to which one stop leads
// that takes both in.
func TestStops(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		var stops []Stop
		for i := range rapid.IntRange(1, 4).Draw(t, "stops") {
			a, b := drawInstant(t), drawInstant(t)
			if b.Before(a) {
				a, b = b, a
			}
			kind := rapid.SampledFrom([]State{StateSupplement, StatePaused}).Draw(t, fmt.Sprint("kind", i))
			stops = append(stops, Stop{Kind: kind, From: a, To: b})
		}
		due := dueAfter(t, w, stops)
		if shuffled := dueAfter(t, w, rapid.Permutation(stops).Draw(t, "order")); !shuffled.Equal(due) {
			t.Errorf("in another order %s, not %s", shuffled, due)
		}
		if without := dueAfter(t, w, stops[:len(stops)-1]); due.Before(without) && !w.unevenAnew() {
			t.Errorf("a stop shortens %s to %s", without, due)
		}
		last := stops[len(stops)-1]
		between := last.From.Add(last.To.Sub(last.From) / 2).Truncate(time.Hour)
		if between.Before(last.From) {
			return
		}
		first, second := last, last
		first.To, second.From = between, between
		if split := dueAfter(t, w, append(stops[:len(stops)-1:len(stops)-1], first, second)); !split.Equal(due) {
			t.Errorf("split at %s %s, not %s", between, split, due)
		}
	})
}
