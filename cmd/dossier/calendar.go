package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/hoso-engine/dossier/cmd/internal/calendarfile"
	"github.com/hoso-engine/dossier/deployments"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

type calendarCmd struct {
	Show    calendarShowCmd    `cmd:"" help:"Show the calendar in force, year by year."`
	Check   calendarCheckCmd   `cmd:"" help:"Check a calendar file, and show what it changes."`
	Change  calendarChangeCmd  `cmd:"" help:"Publish the next version of a calendar; --dry-run says what would move."`
	Due     calendarDueCmd     `cmd:"" help:"Compute the due of a receipt, as it is printed on the slip."`
	Measure calendarMeasureCmd `cmd:"" help:"Measure the working time between two instants."`
}

// Help shows examples.
func (calendarCmd) Help() string {
	return `Examples:
  dossier calendar show --year 2026
  dossier calendar due --received "2026-01-15 09:30" --limit 20workday
  dossier calendar change holidays-2027.ics --confirmed-until 2027-12-31 --dry-run`
}

// reckonFlags say which engine to ask, if any: without one the rules that are
// shipped, or those of files, hold.
type reckonFlags struct {
	Server  string        `short:"s" help:"NATS address of the engine whose rules hold; without one the shipped rules do." env:"DOSSIER_URL" placeholder:"URL"`
	Context string        `help:"NATS context to connect with, instead of --server." placeholder:"NAME"`
	Timeout time.Duration `help:"How long to wait for an answer." default:"10s"`
}

func (f *reckonFlags) asksEngine() bool { return f.Server != "" || f.Context != "" }

// engine returns the flags of the engine to ask: the usual one where none is
// named.
func (f *reckonFlags) engine() *serverFlags {
	s := &serverFlags{Server: f.Server, Context: f.Context, Timeout: f.Timeout}
	if !f.asksEngine() {
		s.Server = "nats://127.0.0.1:4222"
	}
	return s
}

// ask asks an engine one question.
func (f *serverFlags) ask(ctx context.Context, endpoint string, request, answer any) error {
	c, err := f.connect()
	if err != nil {
		return err
	}
	defer c.close()
	return c.call(ctx, endpoint, request, answer)
}

// filled leaves out what is not given.
func filled(request map[string]string) map[string]string {
	for name, value := range request {
		if value == "" {
			delete(request, name)
		}
	}
	return request
}

// inForce returns the calendar that a file is compared with: the engine's, or
// the shipped one.
func (f *reckonFlags) inForce(ctx context.Context, id string) (spec calendar.Spec, err error) {
	if !f.asksEngine() {
		return shippedCalendar(id)
	}
	err = f.engine().ask(ctx, "calendar", filled(map[string]string{"id": id}), &spec)
	return spec, err
}

// shippedCalendar returns a calendar that comes with the binary; empty stands for
// the default one.
func shippedCalendar(id string) (spec calendar.Spec, err error) {
	if id == "" {
		id = domain.DefaultCalendarID
	}
	b, err := deployments.Files.ReadFile("calendars/" + id + ".json")
	if err != nil {
		return spec, &usageError{fmt.Errorf("no calendar %q is shipped: give --calendar FILE", id)}
	}
	err = json.Unmarshal(b, &spec)
	return spec, err
}

// readCalendar reads a whole calendar, or a list of dates over the shipped one.
func readCalendar(name string) (*calendar.Calendar, error) {
	base, err := shippedCalendar("")
	if err != nil {
		return nil, err
	}
	file, err := readCalendarFile(name, base, calendarfile.Replace)
	if err != nil {
		return nil, err
	}
	return calendar.New(file.Calendar)
}

func readCalendarFile(name string, base calendar.Spec, how calendarfile.Laying) (*calendarfile.File, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return calendarfile.Read(name, b, base, how)
}

// localRules returns the rules that hold without an engine: those of the files,
// else the shipped ones.
func localRules(policyFile, calendarFile string) (domain.Rules, error) {
	shipped := domain.DefaultPolicy()
	rules := domain.Rules{Policy: &shipped}
	if policyFile != "" {
		b, err := os.ReadFile(policyFile)
		if err != nil {
			return rules, err
		}
		if rules.Policy, err = domain.ParsePolicy(b); err != nil {
			return rules, fmt.Errorf("%s: %w", policyFile, err)
		}
	}
	var err error
	if calendarFile != "" {
		rules.Calendar, err = readCalendar(calendarFile)
		return rules, err
	}
	spec, err := shippedCalendar(rules.Policy.Calendar)
	if err != nil {
		return rules, err
	}
	rules.Calendar, err = calendar.New(spec)
	return rules, err
}

// localInstant reads an instant; without an offset it is the zone's.
func localInstant(flag, text string, zone *time.Location) (time.Time, error) {
	at, ok := domain.ParseInstant(text, zone)
	if !ok {
		return at, &usageError{fmt.Errorf("--%s %q is neither an instant (2026-01-15T09:30:00+07:00, \"2026-01-15 09:30\") nor a date", flag, text)}
	}
	return at, nil
}

var errFilesAndEngine = &usageError{errors.New("--policy and --calendar are for work without an engine: leave --server, --context and DOSSIER_URL out")}
