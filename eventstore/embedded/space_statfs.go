//go:build linux || darwin || freebsd

package embedded

import "syscall"

// free returns how many bytes a process without privileges may still write to
// the file system that holds the directory.
func free(dir string) (bytes int64, known bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, false
	}
	return int64(s.Bavail) * int64(s.Bsize), true //nolint:unconvert // their types differ from system to system
}
