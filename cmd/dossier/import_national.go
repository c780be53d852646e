package main

import (
	"context"
	"errors"
	"maps"
	"path/filepath"
	"slices"

	"github.com/hoso-engine/dossier/cmd/internal/eventlog"
	"github.com/hoso-engine/dossier/cmd/internal/eventlog/national"
)

// formatNational is the name of the national forms in an import and an export.
const formatNational = "national"

// nationalFlags say what the national forms leave open.
type nationalFlags struct {
	Province string `help:"National: the province of every dossier, where the codes do not begin with an agency's." placeholder:"ID"`
	Agency   string `help:"National: the agency of every dossier." placeholder:"ID"`
	Archive  bool   `help:"National: publish a policy that takes supplements and pauses of long ago, and define the agencies under it: for an engine that holds nothing else of them."`
}

// nationalReport is what an import of the national forms prints as JSON.
type nationalReport struct {
	eventlog.Report
	National national.Summary `json:"national"`
}

// national imports the national forms and prints the report.
func (i *importCmd) national(ctx context.Context, out *console) error {
	files, done, err := i.inputs(out)
	defer done()
	if err != nil {
		return err
	}
	var summary national.Summary
	report, err := i.take(ctx, out, national.Read(files, national.Options{
		Province: i.Province, Agency: i.Agency, Archive: i.Archive,
	}, &summary))
	if out.JSON {
		return errors.Join(out.printJSON(nationalReport{report, summary}), err)
	}
	printDropped(out, &summary)
	return errors.Join(report.WriteText(out.Stdout), err)
}

// inputs opens the files; done closes those that were opened.
func (i *importCmd) inputs(out *console) (files []national.Named, done func(), err error) {
	var opened []func()
	done = func() {
		for _, end := range opened {
			end()
		}
	}
	for _, name := range i.Files {
		in, end, err := input(out, name)
		if err != nil {
			return nil, done, err
		}
		opened = append(opened, end)
		files = append(files, national.Named{Name: filepath.Base(name), Reader: in})
	}
	return files, done, nil
}

// printDropped says what was not kept of the forms.
func printDropped(out *console, s *national.Summary) {
	out.printf("%d hồ sơ / dossiers, %d bước / steps, %d gửi lại / sent again\n", s.Dossiers, s.Steps, s.Repeated)
	total := 0
	for _, n := range s.Dropped {
		total += n
	}
	out.printf("dữ liệu cá nhân đã bỏ / personal values dropped: %d\n", total)
	for _, name := range slices.Sorted(maps.Keys(s.Dropped)) {
		out.printf("%8d %s\n", s.Dropped[name], name)
	}
	if s.Officers > 0 {
		out.printf("tên cán bộ thay bằng mã / officers' names replaced by references: %d\n", s.Officers)
	}
}
