// Package internal_test holds the rules of the layout: who may import whom.
package internal_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/hoso-engine/dossier"

// file is what one source file imports and whether it reads the clock.
type file struct {
	name    string   // from the root of the repository
	dir     string   // its package's place in the repository
	imports []string // of this module: places in the repository; others as they are
	now     bool
}

// TestImports checks every import of the repository's source, tests excepted:
//
//	cmd/dossier -> cmd/internal/bench -> cmd/internal/demo -> cmd/internal/app -> the adapters -> projections, eventstore -> domain -> domain/calendar, domain/pack
//
// The demonstration stands above the app as a command does: it runs one. So does
// the measuring, which besides plays the demonstration's plans and imports.
// What adapters have in common lies below all of them.
func TestImports(t *testing.T) {
	for _, f := range sources(t) {
		for _, imported := range f.imports {
			if why := forbidden(f.dir, imported); why != "" {
				t.Errorf("%s imports %s: %s", f.name, imported, why)
			}
		}
		if f.now && pure(f.dir) {
			t.Errorf("%s reads the clock: time is an argument", f.name)
		}
	}
}

// forbidden says why a package may not import another; empty where it may.
func forbidden(from, to string) string {
	switch {
	case pure(from) && slices.Contains(impure, to):
		return "rules are pure"
	case from == "projections" && slices.Contains(io, to):
		return "the runner has no files, no network and no log"
	case broker(to) && !within(from, "eventstore/jetstream", "eventstore/embedded", "cmd"):
		return "only the stores on JetStream and the adapters know NATS"
	case shared(from) && (slices.Contains(io, to) || broker(to) || within(to, "eventstore/jetstream", "eventstore/embedded")):
		return "what adapters have in common is no adapter"
	case layer(to) == 0:
		return "" // not of this module, or data that anyone may read
	case within(from, "cmd/internal") && within(to, "cmd/internal") && !shared(to) && apart(adapter(from), adapter(to)):
		return "adapters never import each other"
	case within(from, "cmd/dossier") && within(to, "eventstore/jetstream", "eventstore/embedded"):
		return "the wiring is in app"
	case layer(to) > layer(from):
		return "imports point one way"
	}
	return ""
}

// impure is what rules must not know; io is what the projections' runner must
// not know.
var (
	io     = []string{"os", "net", "net/http", "log", "log/slog", "io/ioutil", "os/exec"}
	impure = append([]string{"context", "sync", "sync/atomic", "math/rand", "math/rand/v2"}, io...)
)

// pure reports whether the package holds rules only: the domain and every view,
// but not what their tests share.
func pure(dir string) bool {
	return within(dir, "domain") || strings.HasPrefix(dir, "projections/") && !within(dir, "projections/internal")
}

// above is who besides the app knows adapters.
var above = map[string][]string{"demo": {"app"}, "bench": {"app", "demo", "eventlog"}}

// apart reports whether neither adapter stands above the other.
func apart(from, to string) bool {
	return from != to && from != "app" && !slices.Contains(above[from], to)
}

// shared reports whether the package holds what adapters have in common: any of
// them may import it, and it none of them.
func shared(dir string) bool { return within(dir, "cmd/internal/inquiry", "cmd/internal/pause") }

// broker reports whether the package belongs to NATS.
func broker(imported string) bool {
	return within(imported, "github.com/nats-io", "github.com/synadia-io")
}

// layers orders the packages: one may import those of its own layer and below.
// The first that holds a package counts.
var layers = []struct {
	dir   string
	layer int
}{
	{"domain/calendar", 1},
	{"domain/pack", 1},
	{"domain", 2},
	{"eventstore/jetstream", 4},
	{"eventstore/embedded", 4},
	{"eventstore/storetest", 4},
	{"eventstore", 3},
	{"projections", 5},
	{"cmd/internal/bench", 9},
	{"cmd/internal/demo", 8},
	{"cmd/internal/app", 7},
	{"cmd/internal", 6},
	{"cmd/dossier", 10},
}

func layer(dir string) int {
	for _, l := range layers {
		if within(dir, l.dir) {
			return l.layer
		}
	}
	return 0
}

// adapter returns the adapter that the package belongs to.
func adapter(dir string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(dir, "cmd/internal/"), "/")
	return name
}

// within reports whether the package is one of the roots or lies below.
func within(dir string, roots ...string) bool {
	return slices.ContainsFunc(roots, func(root string) bool {
		return dir == root || strings.HasPrefix(dir, root+"/")
	})
}

// sources reads every source file of this module that is no test.
func sources(t *testing.T) (files []file) {
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != root && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata" || isModule(name)):
			return fs.SkipDir
		case entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		relative, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		f, err := read(name, filepath.ToSlash(relative))
		files = append(files, f)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatal("no source was found")
	}
	return files
}

// isModule reports whether a module of its own begins in the directory.
func isModule(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "go.mod"))
	return err == nil
}

func read(name, relative string) (file, error) {
	source, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
	if err != nil {
		return file{}, err
	}
	f := file{name: relative, dir: path.Dir(relative)}
	for _, spec := range source.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return file{}, err
		}
		f.imports = append(f.imports, strings.TrimPrefix(imported, module+"/"))
	}
	ast.Inspect(source, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			x, named := s.X.(*ast.Ident)
			f.now = f.now || named && x.Name == "time" && slices.Contains([]string{"Now", "Since", "Until", "Sleep", "After", "NewTimer", "NewTicker"}, s.Sel.Name)
		}
		return true
	})
	return f, nil
}

// TestForbidden checks the rules themselves: each forbids something.
func TestForbidden(t *testing.T) {
	for _, row := range []struct {
		from, to string
		allowed  bool
	}{
		{"domain", "domain/calendar", true},
		{"domain/calendar", "domain", false},
		{"domain", "os", false},
		{"domain", "eventstore", false},
		{"projections/register", "sync", false},
		{"projections", "sync", true},
		{"projections", "os", false},
		{"projections/ontime", "projections/register", true},
		{"eventstore", "projections", false},
		{"eventstore", "github.com/nats-io/nats.go", false},
		{"eventstore/jetstream", "github.com/nats-io/nats.go", true},
		{"cmd/internal/web", "cmd/internal/engine", false},
		{"cmd/internal/web", "cmd/internal/web/assets", true},
		{"cmd/internal/web", "cmd/internal/inquiry", true},
		{"cmd/internal/inquiry", "cmd/internal/web", false},
		{"cmd/internal/inquiry", "eventstore", true},
		{"cmd/internal/inquiry", "eventstore/jetstream", false},
		{"cmd/internal/inquiry", "github.com/nats-io/nats.go", false},
		{"cmd/internal/inquiry", "net/http", false},
		{"cmd/internal/app", "cmd/internal/web", true},
		{"cmd/internal/web", "cmd/internal/app", false},
		{"cmd/dossier", "cmd/internal/app", true},
		{"cmd/internal/app", "cmd/dossier", false},
		{"cmd/internal/demo", "cmd/internal/app", true},
		{"cmd/internal/demo", "cmd/internal/bench", false},
		{"cmd/internal/bench", "cmd/internal/app", true},
		{"cmd/internal/bench", "cmd/internal/web", false},
		{"projections/ontime", "cmd/internal/web", false},
	} {
		if why := forbidden(row.from, row.to); (why == "") != row.allowed {
			t.Errorf("%s imports %s: %q", row.from, row.to, why)
		}
	}
}
