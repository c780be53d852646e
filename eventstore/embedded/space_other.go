//go:build !linux && !darwin && !freebsd

package embedded

// free tells nothing: the system has no portable way to ask.
func free(string) (bytes int64, known bool) { return 0, false }
