package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/hoso-engine/dossier/cmd/internal/calendarfile"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

type calendarChangeCmd struct {
	serverFlags
	calendarFileFlags
	Version int    `help:"Number of the new version; the next one where it is absent."`
	DryRun  bool   `name:"dry-run" help:"Publish nothing: say which open dossiers would move, and how."`
	Partial bool   `help:"Publish although entries of the file can't be taken."`
	Reason  string `help:"Why, such as the number of the decision."`
	File    string `arg:"" help:"The engine's own JSON, a national list (JSON) or iCalendar (.ics)." type:"existingfile"`
}

// Help shows examples.
func (calendarChangeCmd) Help() string {
	return `Open dossiers get a new deadline where the calendar moves it; stopped ones when their stops end; closed
ones keep what they were judged by. The engine computes what --dry-run says, by the very rules of the change.

Examples:
  dossier calendar change holidays-2027.ics --confirmed-until 2027-12-31 --dry-run
  dossier calendar change swap.json --add --reason "Công văn 123/BNV"`
}

// Run publishes the next version, or says what it would do.
func (k *calendarChangeCmd) Run(ctx context.Context, out *console) error {
	c, err := k.connect()
	if err != nil {
		return err
	}
	defer c.close()
	file, base, err := k.next(ctx, c)
	if err != nil {
		return err
	}
	if !out.JSON {
		printTaken(out, file)
	}
	if len(file.Calendar.Changes(base)) == 0 && base.ID == file.Calendar.ID {
		return unchanged(out, fmt.Sprintf("%s v%d", base.ID, base.Version))
	}
	var preview domain.Preview
	if err := c.call(ctx, "preview", proposal{Calendar: file.Calendar}, &preview); err != nil {
		return err
	}
	if !out.JSON || k.DryRun {
		if err := printPreview(out, &preview); err != nil || k.DryRun {
			return err
		}
	}
	if len(file.NotTaken) > 0 && !k.Partial {
		return fmt.Errorf("%d entries of the file can't be taken: mend it, or give --partial", len(file.NotTaken))
	}
	version := fmt.Sprintf("%s/%d", file.Calendar.ID, file.Calendar.Version)
	return c.publish(ctx, out, version, file.Calendar, domain.Event{
		Type: domain.TypeCalendarChanged, Subject: file.Calendar.ID,
		Data: &domain.CalendarChanged{Calendar: file.Calendar, Reason: k.Reason},
	})
}

// proposal is the question of what a calendar would move.
type proposal struct {
	Calendar calendar.Spec `json:"calendar"`
}

// next returns the next version that the file makes of the calendar in force,
// and that one.
func (k *calendarChangeCmd) next(ctx context.Context, c *client) (file *calendarfile.File, base calendar.Spec, err error) {
	if base, err = k.calendarInForce(ctx, c); err != nil {
		return nil, base, err
	}
	if file, err = k.read(k.File, base); err != nil {
		return nil, base, err
	}
	if file.Calendar.ID != base.ID { // the file's own id
		k.ID = file.Calendar.ID
		if base, err = k.calendarInForce(ctx, c); err != nil {
			return nil, base, err
		}
	}
	switch {
	case k.Version > 0:
		file.Calendar.Version = k.Version
	case file.Calendar.Version <= base.Version:
		file.Calendar.Version = base.Version + 1
	}
	return file, base, nil
}

// calendarInForce returns the engine's calendar; an empty one where it has none of
// that id.
func (k *calendarChangeCmd) calendarInForce(ctx context.Context, c *client) (base calendar.Spec, err error) {
	err = c.call(ctx, "calendar", filled(map[string]string{"id": k.ID}), &base)
	if errors.Is(err, &domain.Error{Code: domain.CodeUnknown}) {
		return calendar.Spec{}, nil
	}
	return base, err
}
