package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hoso-engine/dossier/cmd/internal/web/paper"
	"github.com/hoso-engine/dossier/projections/ontime/forms"
)

type reportCmd struct {
	readFlags
	filterFlags
	knownFlags
	Form   string         `arg:"" enum:"II.06a,on-time,late-list,so-theo-doi,phieu-kiem-soat" help:"II.06a (II.06a/VPCP/KSTT), on-time, late-list, so-theo-doi (the register) or phieu-kiem-soat (one dossier's control sheet)."`
	From   string         `help:"First day of the period; the first of this month where it is absent." placeholder:"DATE"`
	To     string         `help:"Last day of the period." placeholder:"DATE"`
	By     string         `help:"Rows of II.06a and on-time: field, agency, unit, officer, procedure, channel, level, month, province, interlinked; field where it is absent."`
	AsOf   string         `name:"as-of" help:"The last instant that counts, or the end of a day." placeholder:"DATE"`
	Policy string         `help:"Counting policy: NAME for its latest version, or NAME@VERSION; the default one where it is absent."`
	Code   string         `help:"Dossier of the control sheet."`
	At     string         `help:"Instant of the control sheet, or the end of a day; now where it is absent." placeholder:"DATE"`
	Lang   forms.Language `enum:"vi,en" default:"vi" help:"vi or en."`
	Format string         `enum:"text,csv,xlsx,html," default:"" help:"text, csv, xlsx or html; what the name of --output ends in, or else text."`
	Output string         `short:"o" help:"Write into this file." placeholder:"FILE"`
}

// Help shows examples.
func (reportCmd) Help() string {
	return `Examples:
  dossier report II.06a --from 2025-12-15 --to 2026-01-14
  dossier report II.06a --by unit --output report.xlsx
  dossier report on-time --lang en --output report.html
  dossier report II.06a --from 2026-01-01 --to 2026-01-31 --known-at 2026-01-31 --policy default@1
  dossier report late-list --from 2026-01-01 --to 2026-03-31 --json
  dossier report phieu-kiem-soat --code H37.13-260115-0001`
}

// Run prints a report.
func (r *reportCmd) Run(ctx context.Context, out *console) error {
	format, err := r.format()
	if err != nil {
		return err
	}
	request, err := r.query()
	if err != nil {
		return err
	}
	form := blank(forms.Name(r.Form))
	if err := r.recall(ctx, r.KnownAt, "report", request, form); err != nil {
		return err
	}
	if out.JSON {
		return out.printJSON(form)
	}
	sheet := form.Sheet(r.Lang)
	switch {
	case r.Output != "":
		return writeSheet(r.Output, format, &sheet)
	case format == "":
		r.printKnown(out)
		return printSheet(out, &sheet)
	}
	return paper.Write(out.Stdout, format, &sheet)
}

// blank returns the form of that name before it is filled in.
func blank(name forms.Name) forms.Form {
	switch name {
	case forms.LateList:
		return new(forms.Late)
	case forms.Register:
		return new(forms.Entries)
	case forms.Control:
		return new(forms.ControlSheet)
	}
	return new(forms.Report)
}

// format returns the format that is asked for; empty: text.
func (r *reportCmd) format() (paper.Format, error) {
	format := paper.Format(r.Format)
	if format == "" && r.Output != "" {
		format = paper.Format(strings.TrimPrefix(filepath.Ext(r.Output), "."))
		if !slices.Contains(paper.Formats(), format) {
			return "", &usageError{fmt.Errorf("--output %q does not end in .csv, .xlsx or .html: say which with --format", r.Output)}
		}
	}
	switch {
	case format == "text" && r.Output != "":
		return "", &usageError{errors.New("--format text goes to standard output")}
	case format == "text":
		return "", nil
	case format == paper.XLSX && r.Output == "":
		return "", &usageError{errors.New("--format xlsx needs --output FILE")}
	}
	return format, nil
}

func (r *reportCmd) query() (map[string]string, error) {
	request := map[string]string{"form": r.Form}
	r.into(request)
	for name, value := range map[string]string{"from": r.From, "to": r.To} {
		if err := localDate(name, value); err != nil {
			return nil, err
		}
	}
	for name, value := range map[string]string{
		"from": r.From, "to": r.To, "as_of": r.AsOf, "min_position": r.position(), "by": r.By, "code": r.Code, "at": r.At,
		"policy": r.Policy, "known_at": r.KnownAt,
	} {
		if value != "" {
			request[name] = value
		}
	}
	return request, nil
}

// writeSheet writes a file whole, or none: what stood there before stays until
// the new one is complete.
func writeSheet(name string, format paper.Format, s *forms.Sheet) error {
	file, err := os.CreateTemp(filepath.Dir(name), ".report-*")
	if err != nil {
		return err
	}
	err = errors.Join(paper.Write(file, format, s), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), name)
	}
	if err != nil {
		_ = os.Remove(file.Name())
	}
	return err
}
