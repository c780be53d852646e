//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package embedded

import "os"

// lockFile does nothing where there is no flock: there the operator sees to it
// that one server runs on a directory.
func lockFile(*os.File) error { return nil }
