package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/hoso-engine/dossier/cmd/internal/procedurefile"
	"github.com/hoso-engine/dossier/deployments"
	"github.com/hoso-engine/dossier/domain"
)

type proceduresCmd struct {
	Import proceduresImportCmd `cmd:"" help:"Publish procedures and their time limits from tables (CSV)."`
	Show   proceduresShowCmd   `cmd:"" help:"Show a procedure in force, or list them."`
}

// tableFlags say which tables hold procedures.
type tableFlags struct {
	Limits  string `required:"" help:"Table of the time limits (CSV)." type:"existingfile" placeholder:"FILE"`
	Mapping string `short:"m" help:"What the columns mean: a file, or the name of a shipped one." default:"tthc" placeholder:"FILE"`
}

// read reads the tables.
func (f *tableFlags) read(procedures string) (*procedurefile.Catalogue, error) {
	b, err := deployments.Files.ReadFile("mappings/" + f.Mapping + ".json")
	if err != nil {
		if b, err = os.ReadFile(f.Mapping); err != nil {
			return nil, err
		}
	}
	mapping, err := procedurefile.Parse(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Mapping, err)
	}
	table, err := os.Open(procedures)
	if err != nil {
		return nil, err
	}
	defer func() { _ = table.Close() }() // it was only read
	limits, err := os.Open(f.Limits)
	if err != nil {
		return nil, err
	}
	defer func() { _ = limits.Close() }()
	return procedurefile.Read(mapping, table, limits)
}

// proceduresInForce returns every procedure that the engine knows, by code.
func proceduresInForce(ctx context.Context, c *client) (map[string]domain.ProcedureView, error) {
	known := make(map[string]domain.ProcedureView)
	after := ""
	for {
		var page domain.ProcedurePage
		if err := c.call(ctx, "procedures", filled(map[string]string{"after": after}), &page); err != nil {
			return nil, err
		}
		for _, p := range page.Procedures {
			known[p.Code] = p
		}
		if after = page.Next; after == "" {
			return known, nil
		}
	}
}

type proceduresShowCmd struct {
	serverFlags
	Code string `arg:"" optional:"" help:"Code of the procedure; all of them where it is absent."`
}

// Help shows examples.
func (proceduresShowCmd) Help() string {
	return "Examples:\n  dossier procedures show 1.000948\n  dossier procedures show --json"
}

// Run prints the procedure, or a line for each.
func (p *proceduresShowCmd) Run(ctx context.Context, out *console) error {
	c, err := p.connect()
	if err != nil {
		return err
	}
	defer c.close()
	known, err := proceduresInForce(ctx, c)
	if err != nil {
		return err
	}
	if p.Code == "" {
		return listProcedures(out, known)
	}
	view, there := known[p.Code]
	switch {
	case !there:
		return &domain.Error{Code: domain.CodeUnknownProcedure, Message: "procedure \"" + p.Code + "\" is not known"}
	case out.JSON:
		return out.printJSON(view)
	}
	return printProcedure(out, &view)
}

func listProcedures(out *console, known map[string]domain.ProcedureView) error {
	views := inCodeOrder(known)
	if out.JSON {
		return out.printJSON(views)
	}
	rows := [][]string{{"MÃ", "LẦN", "LĨNH VỰC", "THỜI HẠN", "TÊN"}}
	for i := range views {
		v := &views[i]
		rows = append(rows, []string{v.Code, fmt.Sprint(v.Version), shortened(v.Field, 30), limitsText(v.Limits), shortened(v.Name, 60)})
	}
	if err := out.table(rows); err != nil {
		return err
	}
	out.printf("%d thủ tục / procedures\n", len(views))
	return nil
}

func printProcedure(out *console, v *domain.ProcedureView) error {
	out.printf("%s %s\n", v.Code, v.Name)
	rows := [][]string{
		{"Lĩnh vực", "field", v.Field},
		{"Cấp", "authority", v.Authority},
		{"Quyết định", "decision", v.Decision.Number},
		{"Phiên bản", "version", fmt.Sprintf("%d, từ / from %s", v.Version, v.From.Format(stampLayout))},
	}
	if !v.Abolished.IsZero() {
		rows = append(rows, []string{"Bãi bỏ", "abolished", v.Abolished.Format(stampLayout)})
	}
	for _, l := range v.Limits {
		text := strings.TrimSpace(string(l.Channel) + " " + l.Limit.String())
		if l.Case != "" {
			text += ", trường hợp / case " + l.Case
		}
		rows = append(rows, []string{"Thời hạn", "limit", text})
	}
	if len(v.Limits) == 0 {
		rows = append(rows, []string{"Thời hạn", "limit", "không quy định / none"})
	}
	return out.table(rows)
}

// limitsText prints the limits without their channels, each once.
func limitsText(limits []domain.ProcedureLimit) string {
	var texts []string
	seen := make(map[string]bool)
	for _, l := range limits {
		if text := l.Limit.String(); !seen[text] {
			seen[text] = true
			texts = append(texts, text)
		}
	}
	if len(texts) == 0 {
		return "-"
	}
	return strings.Join(texts, " ")
}

// shortened cuts a text to so many characters.
func shortened(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most-1]) + "…"
}
