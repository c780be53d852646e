package embedded

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// stagingPrefix begins the name of every staging directory in the memory disk.
const stagingPrefix = "dossier-batches-"

// staging is where the broker prepares a stream's batches, in memory.
type staging struct {
	dir  string   // on the memory disk
	link string   // in the stream's directory, where the broker looks for dir
	lock *os.File // held as long as dir is in use
}

// StageInMemory has the broker prepare the batches of the stream in memory, where
// the system keeps a directory there (Linux: /dev/shm); elsewhere it does nothing.
// The stream must exist, and no batch for it be under way. It fails where that
// directory takes no files: the broker then prepares batches in its store, as it
// does for whoever never calls this.
//
// A broker writes every batch twice: into files that it makes and removes for this
// one, which takes eight syncs, then into the stream, which takes one, and answers.
// Only the stream is the log. The files let a broker that was killed between two
// messages of a batch store the rest of it, which nobody was told of. A power
// failure takes them along: then the rest is not stored, and a sender whose messages
// stand each by itself has lost nothing. A broker that finds the directory gone
// refuses batches.
func (s *Server) StageInMemory(stream string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if memoryDisk == "" || s.stopped {
		return nil
	}
	staging, err := stage(memoryDisk, filepath.Join(streamDir(s.dir, stream), "batches"))
	if err != nil {
		return fmt.Errorf("embedded: staging batches of %s in memory: %w", stream, err)
	}
	s.stagings = append(s.stagings, staging)
	return nil
}

// unstage removes every staging, after the broker has ended. What can't be removed
// the next start sweeps.
func (s *Server) unstage() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopped = true
	for _, staging := range s.stagings {
		_ = staging.remove()
	}
	s.stagings = nil
}

// stageTries is how often a directory is made that another process sweeps away
// before it is locked.
const stageTries = 10

// stage makes a directory in parent and has link lead there.
func stage(parent, link string) (*staging, error) {
	dir, lock, err := lockedDir(parent)
	for try := 1; errors.Is(err, errSwept) && try < stageTries; try++ {
		dir, lock, err = lockedDir(parent)
	}
	if err != nil {
		return nil, err
	}
	s := &staging{dir: dir, link: link, lock: lock}
	if err := s.lead(); err != nil {
		return nil, errors.Join(err, s.remove())
	}
	return s, nil
}

// errSwept says that another process took the directory for one that was left.
var errSwept = errors.New("it was swept away")

// lockedDir makes a directory in parent, with the lock that says that it is in use.
func lockedDir(parent string) (dir string, lock *os.File, err error) {
	dir, err = os.MkdirTemp(parent, stagingPrefix) // for the owner alone
	if err != nil {
		return "", nil, err
	}
	lock, err = os.OpenFile(lockOf(dir), os.O_RDWR|os.O_CREATE, 0o600)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return "", nil, errSwept
	case err != nil:
		return "", nil, errors.Join(err, os.RemoveAll(dir))
	case lockFile(lock) != nil || !lies(lock):
		return "", nil, errors.Join(errSwept, lock.Close(), os.RemoveAll(dir))
	}
	return dir, lock, nil
}

func lockOf(dir string) string { return filepath.Join(dir, "lock") }

// lies reports whether the open file is still what its name stands for.
func lies(file *os.File) bool {
	open, err := file.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(file.Name())
	return err == nil && os.SameFile(open, there)
}

// lead makes the link. What is in its place is a link of before, or the broker's
// own directory, which is empty between two batches.
func (s *staging) lead() error {
	if err := os.Remove(s.link); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return os.Symlink(s.dir, s.link)
}

// remove takes the link and the directory away.
func (s *staging) remove() error {
	var unlinked error
	if to, err := os.Readlink(s.link); err == nil && to == s.dir {
		unlinked = os.Remove(s.link)
	}
	return errors.Join(unlinked, os.RemoveAll(s.dir), s.lock.Close())
}

// sweep removes what servers that were killed have left in parent. The broker has
// read it when its stream was restored.
func sweep(parent string) {
	left, _ := filepath.Glob(filepath.Join(parent, stagingPrefix+"*")) // the pattern is well formed
	for _, dir := range left {
		lock, err := os.OpenFile(lockOf(dir), os.O_RDWR, 0)
		if err != nil {
			_ = os.Remove(dir) // one that never got a lock is empty; another user's stays
			continue
		}
		if lockFile(lock) == nil {
			_ = os.RemoveAll(dir) // the next start tries again
		}
		_ = lock.Close() // nothing was written to it
	}
}
