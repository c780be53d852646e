package bench

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// Machine is what was measured on, and with.
type Machine struct {
	CPU        string  `json:"cpu,omitzero"`
	Cores      int     `json:"cores"` // that the process may use
	Memory     int64   `json:"memory_bytes,omitzero"`
	System     string  `json:"system"`
	Go         string  `json:"go"`
	NATSServer string  `json:"nats_server"`
	NATSClient string  `json:"nats_client"`
	Engine     string  `json:"engine"`
	FsyncP50   float64 `json:"fsync_p50_us"` // of 4 KiB appended, in the directory of the logs
	FsyncP99   float64 `json:"fsync_p99_us"`
}

// machine looks at the machine, and measures the disk under the directory.
func machine(dir, version string) (Machine, error) {
	disk, err := fsyncs(dir)
	cpu, memory := fromProc("/proc/cpuinfo", "model name"), fromProc("/proc/meminfo", "MemTotal")
	kilobytes, _ := strconv.ParseInt(strings.TrimSuffix(memory, " kB"), 10, 64) // 0: not known
	kernel, _ := os.ReadFile("/proc/sys/kernel/osrelease")                      // of Linux alone
	return Machine{
		CPU: cpu, Cores: runtime.GOMAXPROCS(0), Memory: kilobytes << 10,
		System: strings.TrimSpace(fmt.Sprintf("%s/%s %s", runtime.GOOS, runtime.GOARCH, kernel)),
		Go:     runtime.Version(), NATSServer: server.VERSION, NATSClient: nats.Version, Engine: cmp.Or(version, "unknown"),
		FsyncP50: disk.at(50), FsyncP99: disk.at(99),
	}, err
}

// fromProc returns the first value of a name in one of Linux's lists; empty
// elsewhere.
func fromProc(list, name string) string {
	b, err := os.ReadFile(list)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(b)) {
		if key, value, _ := strings.Cut(line, ":"); strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// syncs is how often the disk is asked.
const syncs = 200

// fsyncs measures how long the disk takes to keep 4 KiB for good.
func fsyncs(dir string) (took *latencies, err error) {
	took = newLatencies()
	file, err := os.Create(filepath.Join(dir, "fsync"))
	if err != nil {
		return took, err
	}
	defer func() { err = errors.Join(err, file.Close(), os.Remove(file.Name())) }()
	block := make([]byte, 4<<10)
	for range syncs {
		if _, err := file.Write(block); err != nil {
			return took, err
		}
		begun := time.Now()
		if err := file.Sync(); err != nil {
			return took, err
		}
		took.note(time.Since(begun))
	}
	return took, nil
}

// String describes the machine in two lines.
func (m Machine) String() string {
	return fmt.Sprintf("%s, %d cores, %.1f GiB, %s\n%s, nats-server %s, nats.go %s, engine %s; fsync p50 %s µs, p99 %s µs",
		cmp.Or(m.CPU, "unknown processor"), m.Cores, float64(m.Memory)/(1<<30), m.System,
		m.Go, m.NATSServer, m.NATSClient, m.Engine, Value(m.FsyncP50), Value(m.FsyncP99))
}
