package postgres

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// TestCluster starts a server, as whoever runs the test: it must be as durable as
// the tables say, and leave nothing behind.
func TestCluster(t *testing.T) {
	c, err := Start(t.Context(), os.TempDir())
	if errors.Is(err, ErrNotInstalled) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Create(t.Context(), "peer"); err != nil {
		t.Error(err)
	}
	for _, name := range []string{"fsync", "synchronous_commit", "full_page_writes"} {
		if value, err := c.Setting(t.Context(), name); err != nil || value != "on" {
			t.Errorf("%s is %q, %v", name, value, err)
		}
	}
	if err := c.Stop(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(c.Socket()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the cluster's directory is still there: %v", err)
	}
}

// TestPrograms finds the highest version, and says where there is none.
func TestPrograms(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	root := t.TempDir()
	if _, err := programs(root); !errors.Is(err, ErrNotInstalled) {
		t.Errorf("%v, not ErrNotInstalled", err)
	}
	for _, version := range []string{"9", "17", "15"} {
		bin := filepath.Join(root, version, "bin")
		if err := os.MkdirAll(bin, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(bin, "initdb"), nil, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if bin, err := programs(root); bin != filepath.Join(root, "17", "bin") || err != nil {
		t.Errorf("%s, %v", bin, err)
	}
}
