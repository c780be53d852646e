package main

import (
	"context"
	"fmt"
	"os"

	"github.com/hoso-engine/dossier/projections/scorecard"
)

type scorecardCmd struct {
	Show  scorecardShowCmd  `cmd:"" default:"withargs" help:"Score a period by a scorecard."`
	List  scorecardListCmd  `cmd:"" help:"List the scorecards of an engine."`
	Check scorecardCheckCmd `cmd:"" help:"Check a scorecard's file: what is wrong, and where."`

	Indicators scorecardIndicatorsCmd `cmd:"" help:"List the indicators that formulas may name."`
}

type scorecardShowCmd struct {
	readFlags
	filterFlags
	knownFlags
	Name    string `arg:"" help:"The scorecard, such as qd-766."`
	From    string `help:"First day of the period; the first of this month where it is absent." placeholder:"DATE"`
	To      string `help:"Last day of the period." placeholder:"DATE"`
	By      string `enum:"agency,unit," default:"" help:"Rank each agency or unit."`
	AsOf    string `name:"as-of" help:"The last instant that counts, or the end of a day." placeholder:"DATE"`
	Policy  string `help:"Counting policy: NAME for its latest version, or NAME@VERSION; the default one where it is absent."`
	Figures bool   `help:"Show the formula of each criterion and the figures in it."`
	Format  string `enum:"text,csv" default:"text" help:"text or csv (for spreadsheets)."`
}

// Help shows examples.
func (scorecardShowCmd) Help() string {
	return `What was not recorded is shown as missing, not as 0: the total says what it is out of.

Examples:
  dossier scorecard qd-766 --from 2026-01-01 --to 2026-12-31
  dossier scorecard qd-766 --from 2026-01-01 --to 2026-03-31 --by unit --figures
  dossier scorecard dong-nai-2021 --from 2021-01-01 --to 2021-12-31 --agency H19.13 --format csv > scores.csv
  dossier scorecard list
  dossier scorecard check ours.json
  dossier scorecard indicators`
}

// Run prints the scores.
func (s *scorecardShowCmd) Run(ctx context.Context, out *console) error {
	request := map[string]string{"name": s.Name}
	s.into(request)
	for name, value := range map[string]string{"from": s.From, "to": s.To} {
		if err := localDate(name, value); err != nil {
			return err
		}
	}
	for name, value := range map[string]string{
		"from": s.From, "to": s.To, "by": s.By, "as_of": s.AsOf, "known_at": s.KnownAt, "policy": s.Policy,
		"min_position": s.position(),
	} {
		if value != "" {
			request[name] = value
		}
	}
	var report scorecard.Report
	if err := s.recall(ctx, s.KnownAt, "scorecard", request, &report); err != nil {
		return err
	}
	switch {
	case out.JSON:
		return out.printJSON(report)
	case s.Format == "csv":
		return scorecard.WriteCSV(out.Stdout, report)
	}
	s.printKnown(out)
	return printScores(out, &report, s.Figures)
}

type scorecardListCmd struct{ readFlags }

// Help shows an example.
func (scorecardListCmd) Help() string { return "Example:\n  dossier scorecard list --json" }

// Run prints the scorecards, a line for each.
func (l *scorecardListCmd) Run(ctx context.Context, out *console) error {
	var answer struct {
		Scorecards []scorecard.Summary `json:"scorecards"`
	}
	if err := l.ask(ctx, "scorecards", filled(map[string]string{"min_position": l.position()}), &answer); err != nil {
		return err
	}
	if out.JSON {
		return out.printJSON(answer.Scorecards)
	}
	rows := [][]string{{"TÊN", "BẢN", "TIÊU CHÍ", "TÍNH TỪ HỒ SƠ", "GHI NHẬN", "ĐIỂM", ""}}
	for _, s := range answer.Scorecards {
		rows = append(rows, summaryRow(&s))
	}
	return out.table(rows)
}

func summaryRow(s *scorecard.Summary) []string {
	return []string{
		s.Name, fmt.Sprint(s.Version), fmt.Sprint(s.Criteria), fmt.Sprint(s.Computed), fmt.Sprint(s.Recorded), string(s.Maximum), s.Title.VI,
	}
}

type scorecardCheckCmd struct {
	File string `arg:"" help:"The scorecard's definition." type:"existingfile"`
}

// Help says what is checked.
func (scorecardCheckCmd) Help() string {
	return `Reads the file as an engine does at its start. What is wrong is named with its place: the JSON pointer of the
value, and in a formula the column. Exit code 1 where something is wrong.

Example:
  dossier scorecard check ours.json`
}

// Run checks the file.
func (k *scorecardCheckCmd) Run(out *console) error {
	b, err := os.ReadFile(k.File)
	if err != nil {
		return err
	}
	card, err := scorecard.Parse(b)
	if err != nil {
		return fmt.Errorf("%s: %w", k.File, err)
	}
	summary := card.Summary()
	if out.JSON {
		return out.printJSON(summary)
	}
	out.printf("%s v%d: %d tiêu chí / criteria, %d tính từ hồ sơ / computed, %d ghi nhận / recorded, tối đa / maximum %s\n",
		summary.Name, summary.Version, summary.Criteria, summary.Computed, summary.Recorded, summary.Maximum)
	return nil
}

type scorecardIndicatorsCmd struct{}

// Help says what the list is for.
func (scorecardIndicatorsCmd) Help() string {
	return `The indicators that are computed; a scorecard names those that are recorded from outside itself. Each of them,
followed by _before, is that of the period before, by _year_before that of the same period of the year before.

Example:
  dossier scorecard indicators --json`
}

// Run prints the table of the computed indicators.
func (scorecardIndicatorsCmd) Run(out *console) error {
	if out.JSON {
		return out.printJSON(scorecard.Indicators())
	}
	rows := [][]string{{"TÊN", "CHỈ TIÊU", "INDICATOR", "Ý NGHĨA / MEANING", "NGUỒN / SOURCE"}}
	for _, i := range scorecard.Indicators() {
		rows = append(rows, []string{i.Name, i.VI, i.EN, i.Meaning, string(i.Source)})
	}
	return out.table(rows)
}
