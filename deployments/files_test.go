package deployments_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func readFile(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

var setting = regexp.MustCompile(`(?m)^#?([A-Z][A-Z0-9_]*)=(.*)$`)

// settings returns the variables of an environment file, those that are
// commented out too, as systemd reads their values.
func settings(t *testing.T, path string) map[string]string {
	t.Helper()
	values := make(map[string]string)
	for _, match := range setting.FindAllStringSubmatch(readFile(t, path), -1) {
		values[match[1]] = strings.Trim(match[2], "'")
	}
	if len(values) == 0 {
		t.Fatalf("%s sets nothing", path)
	}
	return values
}

// found returns the first group of every match of pattern in the Go files below
// dir, tests left out.
func found(t *testing.T, dir string, pattern *regexp.Regexp) map[string]bool {
	t.Helper()
	all := make(map[string]bool)
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		for _, match := range pattern.FindAllStringSubmatch(readFile(t, path), -1) {
			all[match[1]] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatalf("nothing in %s matches %s", dir, pattern)
	}
	return all
}
