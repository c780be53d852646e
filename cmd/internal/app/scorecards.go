package app

import (
	"fmt"
	"io/fs"
	"os"

	"github.com/hoso-engine/dossier/deployments"
	"github.com/hoso-engine/dossier/projections/scorecard"
)

// scorecards reads those that the binary ships, and those of the operator's
// directory, which take their place. The first wrong file is refused with its
// place.
func (a *App) scorecards() (*scorecard.Library, error) {
	shipped, err := readScorecards(deployments.Files, "scorecards")
	if err != nil || a.options.Scorecards == "" {
		return scorecard.NewLibrary(shipped...), err
	}
	own, err := readScorecards(os.DirFS(a.options.Scorecards), ".")
	if err != nil {
		return nil, fmt.Errorf("%s: %w", a.options.Scorecards, err)
	}
	return scorecard.NewLibrary(append(shipped, own...)...), nil
}

// readScorecards reads every *.json of a directory, in the order of their names.
func readScorecards(files fs.FS, dir string) ([]*scorecard.Card, error) {
	if _, err := fs.ReadDir(files, dir); err != nil {
		return nil, err // a directory that is mistyped must not be taken for an empty one
	}
	below, err := fs.Sub(files, dir)
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(below, "*.json")
	if err != nil {
		return nil, err
	}
	from := make(map[string]string)
	var cards []*scorecard.Card
	for _, name := range names {
		b, err := fs.ReadFile(below, name)
		if err != nil {
			return nil, err
		}
		card, err := scorecard.Parse(b)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if other, twice := from[card.Name]; twice {
			return nil, fmt.Errorf("%s: scorecard %q is in %s already", name, card.Name, other)
		}
		from[card.Name] = name
		cards = append(cards, card)
	}
	return cards, nil
}
