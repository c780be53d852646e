//go:build !linux

package embedded

// memoryDisk is empty: there is no such place on every machine.
const memoryDisk = ""
