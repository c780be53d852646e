package domain

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var rewrite = flag.Bool("rewrite", false, "write what follows into the scenarios anew")

// TestScenarios plays the transcripts in testdata/scenarios. A transcript is
// the specification of its case: lines "given" and "when" say what happens, the
// indented lines after each what follows from it.
//
//	given procedure 1.000948 limit=5workday      a reference fact from the beginning
//	given policy max_supplements=2               what differs from the default policy
//	given calendar day-off=2026-01-20            what the calendar has besides
//	when 2026-01-15T09:30 dossier.received ...   said and decided at that instant,
//	                      at=2026-01-14T16:00    ... of an earlier one, backdated=true
//	when 2026-01-16T08:00 look                   nothing is said; where it stands
//	when 2026-01-16T08:00 explain                nothing is said; how the due came about
//	given deployed nl-permits nl                 a policy and a calendar that the project ships
//	when 2026-01-16T08:00 recalculate published  the engine, after a reference fact
//	when 2026-01-23T00:00 raise missed           the engine, a rung of the dossier's clock
//	when ...              raise-supplement ...   of the applicant's window
//	when ...              raise-rung pause 3 x   of a clock and its revision
//	when ...              remind pause 3 x 1 snoozed   the engine, the first reminder of that alert
//	when ...              alerts                 nothing is said; which alerts fire
//
// Instants are Vietnam's wall clocks. Run with -rewrite to write what follows,
// and read the difference: it is a change of the rules.
func TestScenarios(t *testing.T) {
	for _, name := range append(scenarios(t, "scenarios"), scenarios(t, "explanations")...) {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) {
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			got := newScenario(t).play(string(want))
			if *rewrite {
				if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("what follows differs (-transcript +rules):\n%s", diff)
			}
		})
	}
}

func scenarios(t rapid.TB, directory string) []string {
	names, err := filepath.Glob(filepath.Join("testdata", directory, "*.txt"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	return names
}

// scenario plays one transcript.
type scenario struct {
	*world
	out     strings.Builder
	history []Event // what was accepted
}

func newScenario(t rapid.TB) *scenario { return &scenario{world: newWorld(t)} }

// play returns the transcript with what follows by today's rules.
func (s *scenario) play(text string) string {
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "  ") {
			continue // what followed when it was written
		}
		fmt.Fprintln(&s.out, line)
		words := splitWords(line)
		switch {
		case len(words) == 0 || words[0] == "#":
		case words[0] == "given":
			s.given(words[1], words[2:])
		case words[0] == "when":
			s.now = local(words[1])
			s.when(words[2], words[3:])
		default:
			s.t.Fatalf("neither given nor when: %s", line)
		}
	}
	return s.out.String()
}

// when plays what happens at the engine's present and prints what follows.
func (s *scenario) when(what string, words []string) {
	before := s.dossier.Clone()
	var events []Event
	var err error
	switch {
	case what == "explain":
		s.explain()
		return
	case what == "look":
	case what == "recalculate":
		rules, rulesErr := s.dossier.Rules(s.registry)
		if rulesErr != nil {
			s.t.Fatal(rulesErr)
		}
		events, err = Recalculate(s.dossier, DeadlineCause(words[0]), rules, s.now)
		s.evolve(events)
	case what == "raise":
		events, err = RaiseRung(s.dossier, &Missed{Rung{
			Clock: DossierClock, Revision: len(s.dossier.Deadlines), Rung: words[0], Instant: s.now, Due: s.dossier.Due(),
		}}, s.now)
		s.evolve(events)
	case what == "raise-supplement":
		events, err = RaiseRung(s.dossier, &Missed{Rung{
			Clock: SupplementClock, Revision: s.dossier.Stops[0].Revision, Rung: words[0], Instant: s.now,
		}}, s.now)
		s.evolve(events)
	case what == "raise-rung":
		events, err = RaiseRung(s.dossier, &Missed{Rung{
			Clock: ClockName(words[0]), Revision: number(s.t, words[1]), Rung: words[2], Instant: s.now, Due: s.now,
		}}, s.now)
		s.evolve(events)
	case what == "remind":
		name := RaisedRung{ClockName(words[0]), number(s.t, words[1]), words[2]}
		events, err = Remind(s.dossier, &AlertReminded{name, number(s.t, words[3]), ReminderReason(words[4])}, s.now)
		s.evolve(events)
	case what == "alerts":
		s.alerts()
		return
	case Type(what).Kind() != KindDossier:
		s.publish(Type(what), words[0], s.factData(Type(what), words[0], words[1:]))
		return
	default:
		events, err = s.decide(s.said(Type(what), words))
	}
	s.follow(before, events, err)
}

func (s *scenario) evolve(events []Event) {
	for _, e := range events {
		s.dossier.Evolve(e)
	}
}

// follow prints what followed. A refusal must have changed nothing.
func (s *scenario) follow(before *Dossier, events []Event, err error) {
	s.history = append(s.history, events...)
	for _, e := range events {
		fmt.Fprintf(&s.out, "  %d %s\n", e.Sequence, describe(e))
	}
	if repeat, ok := errors.AsType[*Duplicate](err); ok {
		fmt.Fprintf(&s.out, "  duplicate of %d\n", repeat.Sequence)
		return
	}
	if err != nil {
		fmt.Fprintf(&s.out, "  ! %s at %s: %s\n", AsError(err).Code, AsError(err).Field, AsError(err).Message)
		if diff := cmp.Diff(before, s.dossier, everything); diff != "" {
			s.t.Errorf("the refusal changed the dossier:\n%s", diff)
		}
		return
	}
	fmt.Fprintf(&s.out, "  = %s\n", s.where())
}

// where says where the dossier stands.
func (s *scenario) where() string {
	d := s.dossier
	text := fmt.Sprintf("%s (%d), %s", d.State, d.NationalStatus(), d.StandingAt(s.now))
	if v := d.Verdict(); v != NoVerdict {
		text += ", " + v.String()
	}
	if d.StepLateAt(s.now) {
		text += ", step-late"
	}
	if due := d.Due(); !due.IsZero() && d.StandingAt(s.now) == StandingStopped {
		text += ", was due " + wall(due)
	} else if !due.IsZero() {
		text += ", due " + wall(due)
	}
	if a := d.Appointment(); !a.Equal(d.Due()) {
		text += ", promised " + wall(a)
	}
	if len(d.Handovers) > 0 {
		text += ", held by " + d.Holder().Agency + "/" + d.Holder().Unit
	}
	if d.Backdated > 0 {
		text += fmt.Sprintf(", %d backdated", d.Backdated)
	}
	return text
}

// describe prints an event in a line.
func describe(e Event) string {
	set, ok := e.Data.(*DeadlineSet)
	if !ok {
		return string(e.Type)
	}
	text := fmt.Sprintf("%s %s/%d %s:", e.Type, set.Clock, set.Revision, set.Cause)
	switch {
	case set.Unknown:
		return text + " the procedure is not known"
	case set.Due.IsZero():
		return text + " no limit"
	case !set.Limit.IsZero():
		text += " " + set.Limit.String() + " from " + wall(set.Start) + ","
	}
	text += " due " + wall(set.Due) + ", overdue from " + wall(set.Breach)
	if !set.Computed.IsZero() {
		text += ", computed " + wall(set.Computed)
	}
	if set.Provisional {
		text += ", provisional"
	}
	return text
}

func wall(at time.Time) string { return at.In(vietnam).Format("2006-01-02 15:04") }

// alerts prints the dossier's alerts and what was done about them.
func (s *scenario) alerts() {
	for _, r := range s.dossier.Raised {
		fmt.Fprintf(&s.out, "  %s/%d %s fires: %t", r.Clock, r.Revision, r.Rung, s.dossier.Fires(r))
		done := s.dossier.Tended(r)
		if done.Quiet != "" {
			fmt.Fprintf(&s.out, ", %s by %q until %s", done.Quiet, done.By, wall(done.Until))
		}
		fmt.Fprintf(&s.out, ", reminded %d times\n", done.Reminded)
	}
}

func number(t rapid.TB, word string) int {
	n, err := strconv.Atoi(word)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
