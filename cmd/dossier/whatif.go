package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"

	"github.com/hoso-engine/dossier/cmd/internal/calendarfile"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

// whatIfFlags say under which other rules the past is judged.
type whatIfFlags struct {
	Policy     string `help:"What if: this policy (file)." type:"existingfile" placeholder:"FILE"`
	Calendar   string `help:"What if: this calendar (file)." type:"existingfile" placeholder:"FILE"`
	Procedures string `help:"What if: the limits of these tables; with --limits." type:"existingfile" placeholder:"FILE"`
	Limits     string `help:"What if: the table of limits that goes with --procedures." type:"existingfile" placeholder:"FILE"`
	Mapping    string `help:"What if: what the columns of the tables mean." default:"tthc" placeholder:"FILE"`
	From       string `help:"What if: first day of the period." placeholder:"DATE"`
	To         string `help:"What if: last day of the period." placeholder:"DATE"`
	Agency     string `help:"What if: only this agency's dossiers."`
	Procedure  string `help:"What if: only dossiers of this procedure."`
	List       int    `help:"What if: how many dossiers are listed at most." default:"1000"`
}

// given reports whether any of them asks for another past.
func (f *whatIfFlags) given() bool {
	return f.Policy+f.Calendar+f.Procedures+f.Limits+f.From+f.To+f.Agency+f.Procedure != ""
}

// whatIf asks the engine and prints which verdicts would differ.
func (f *whatIfFlags) whatIf(ctx context.Context, engine *serverFlags, out *console) error {
	query, err := f.query()
	if err != nil {
		return err
	}
	c, err := engine.connect()
	if err != nil {
		return err
	}
	defer c.close()
	if f.Calendar != "" {
		if query.Calendar, err = f.calendar(ctx, c); err != nil {
			return err
		}
	}
	var answer domain.WhatIf
	if err := c.call(ctx, "whatif", query, &answer); err != nil {
		return err
	}
	if out.JSON {
		return out.printJSON(answer)
	}
	return printWhatIf(out, &answer)
}

// query reads the files.
func (f *whatIfFlags) query() (q domain.WhatIfQuery, err error) {
	if f.From == "" || f.To == "" {
		return q, &usageError{errors.New("another past needs --from and --to; a dossier's clock needs its code")}
	}
	q = domain.WhatIfQuery{Agency: f.Agency, Procedure: f.Procedure, Limit: &f.List}
	if q.From, err = givenDate("from", f.From); err != nil {
		return q, err
	}
	if q.To, err = givenDate("to", f.To); err != nil {
		return q, err
	}
	if f.Policy != "" {
		b, err := os.ReadFile(f.Policy)
		if err != nil {
			return q, err
		}
		if q.Policy, err = domain.ParsePolicy(b); err != nil {
			return q, fmt.Errorf("%s: %w", f.Policy, err)
		}
	}
	q.Procedures, err = f.terms()
	return q, err
}

// givenDate reads a date that must be there.
func givenDate(name, value string) (calendar.Date, error) {
	d, err := calendar.ParseDate(value)
	if err != nil {
		return d, &usageError{fmt.Errorf("--%s %q is not a date such as 2026-01-15", name, value)}
	}
	return d, nil
}

// terms reads the other limits.
func (f *whatIfFlags) terms() ([]domain.ProcedureTerms, error) {
	switch {
	case f.Procedures == "" && f.Limits == "":
		return nil, nil
	case f.Procedures == "" || f.Limits == "":
		return nil, &usageError{errors.New("--procedures and --limits go together")}
	}
	tables := tableFlags{Limits: f.Limits, Mapping: f.Mapping}
	catalogue, err := tables.read(f.Procedures)
	if err != nil {
		return nil, err
	}
	return catalogue.Terms(), nil
}

// calendar reads the other calendar; a list of dates is laid over the engine's.
func (f *whatIfFlags) calendar(ctx context.Context, c *client) (*calendar.Spec, error) {
	var base calendar.Spec
	if err := c.call(ctx, "calendar", map[string]string{}, &base); err != nil {
		return nil, err
	}
	file, err := readCalendarFile(f.Calendar, base, calendarfile.Replace)
	if err != nil {
		return nil, err
	}
	return &file.Calendar, nil
}

func printWhatIf(out *console, w *domain.WhatIf) error {
	out.printf("%s - %s: %d đã có kết quả / completed, %d đang giải quyết / pending; kết luận khác / differ: %d; hạn khác / other due: %d\n",
		w.From, w.To, w.Completed, w.Pending, w.Differ, w.DueDiffers)
	rows := [][]string{{"KẾT LUẬN", "ĐÃ XÉT", "XÉT LẠI"}}
	all := maps.Clone(w.Then)
	maps.Copy(all, w.Under)
	for _, verdict := range slices.Sorted(maps.Keys(all)) {
		rows = append(rows, []string{verdict, fmt.Sprint(w.Then[verdict]), fmt.Sprint(w.Under[verdict])})
	}
	if err := out.table(rows); err != nil {
		return err
	}
	for _, t := range w.Turns {
		out.printf("%6d × %s -> %s\n", t.Dossiers, t.Then, t.Under)
	}
	for _, reason := range slices.Sorted(maps.Keys(w.Failed)) {
		out.printf("%6d không xét được / can't be judged: %s\n", w.Failed[reason], reason)
	}
	return printRejudged(out, w)
}

func printRejudged(out *console, w *domain.WhatIf) error {
	if len(w.Dossiers) == 0 {
		return nil
	}
	rows := [][]string{{"MÃ HỒ SƠ", "ĐÃ XÉT", "XÉT LẠI", "HẠN", "HẠN XÉT LẠI", "CÓ KẾT QUẢ"}}
	for i := range w.Dossiers {
		d := &w.Dossiers[i]
		rows = append(rows, []string{string(d.Code), d.Then, d.Under, dueText(d.Due), dueText(d.DueUnder), dueText(d.Completed)})
	}
	if err := out.table(rows); err != nil {
		return err
	}
	if w.LeftOut > 0 {
		out.printf("... và %d nữa / and %d more\n", w.LeftOut, w.LeftOut)
	}
	return nil
}
