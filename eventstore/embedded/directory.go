package embedded

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// claim makes dir, closes it to other users and takes its lock, so that two
// servers never write one store: the broker itself does not check, and two of
// them would destroy the log. The lock dies with the process, whatever kills it.
func claim(dir string) (*os.File, error) {
	if dir == "" {
		return nil, errors.New("no store directory given")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	// Again for a directory that was there before, and against the umask: no
	// file inside can be reached by others whatever its own mode.
	if err := os.Chmod(dir, 0o700); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := lockFile(file); err != nil {
		return nil, errors.Join(fmt.Errorf("%s is in use by another server: %w", dir, err), file.Close())
	}
	return file, nil
}
