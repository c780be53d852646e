package snapshots

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections"
)

const (
	name    = "snapshot"
	newName = "snapshot.new"
)

// Dir is the directory of the snapshot. One process writes to it.
type Dir string

// Write writes a snapshot in place of the one that is there, which stays until
// the new one was read again from end to end.
func (d Dir) Write(s *projections.Snapshot, build string, taken time.Time) (*Header, error) {
	h := headerOf(s, build, taken)
	if err := os.MkdirAll(string(d), 0o700); err != nil {
		return nil, err
	}
	fresh := filepath.Join(string(d), newName)
	if err := writeFile(fresh, h, s); err != nil {
		return nil, errors.Join(err, os.Remove(fresh))
	}
	if _, err := check(fresh); err != nil {
		return nil, errors.Join(fmt.Errorf("the new snapshot can't be read again: %w", err), os.Remove(fresh))
	}
	if err := os.Rename(fresh, filepath.Join(string(d), name)); err != nil {
		return nil, err
	}
	return h, syncDir(string(d)) // the name is on the disk too
}

func writeFile(path string, h *Header, s *projections.Snapshot) (err error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if err := write(file, h, s); err != nil {
		return err
	}
	return file.Sync()
}

func syncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// Read returns the snapshot that is there, whole. Errors: [fs.ErrNotExist] where
// there is none, [ErrDamaged].
func (d Dir) Read() (*Header, *projections.Snapshot, error) {
	s := new(projections.Snapshot)
	h, err := each(filepath.Join(string(d), name), func(from io.Reader, p Part) error {
		data, err := readPart(from, p)
		s.Parts = append(s.Parts, projections.Part{Name: p.Name, Form: p.Form, Data: data})
		return err
	})
	if err != nil {
		return h, nil, err
	}
	s.Position = h.Position
	if s.First, err = eventstore.ParseHash(h.First); err == nil {
		s.Last, err = eventstore.ParseHash(h.Last)
	}
	if err != nil {
		return h, nil, damaged("its header is not what was written")
	}
	return h, s, nil
}

// Check reads the snapshot that is there and returns what it is of, as far as its
// header can be read. Errors are those of [Dir.Read].
func (d Dir) Check() (*Header, error) { return check(filepath.Join(string(d), name)) }

func check(path string) (*Header, error) { return each(path, checkPart) }

// each reads a file's header and has do read each part.
func each(path string, do func(from io.Reader, p Part) error) (h *Header, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if h, err = readHeader(file, info.Size()); err != nil {
		return nil, err
	}
	for _, p := range h.Parts {
		if err := do(file, p); err != nil {
			return h, err
		}
	}
	return h, nil
}
