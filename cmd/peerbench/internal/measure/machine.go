package measure

import (
	"errors"
	"os"
	"runtime"
	"runtime/debug"
	"time"
)

// Machine says where figures were measured.
type Machine struct {
	System   string            `json:"system"` // operating system and architecture
	Cores    int               `json:"cores"`
	Go       string            `json:"go"`
	Fsync    time.Duration     `json:"fsync_ns"`           // median time to have 4 KiB on the disk of the stores
	Versions map[string]string `json:"versions,omitempty"` // of the modules compared, by path
}

// compared are the modules whose versions decide the figures.
var compared = map[string]bool{
	"github.com/nats-io/nats-server/v2":                true,
	"github.com/jackc/pgx/v5":                          true,
	"github.com/hallgren/eventsourcing/eventstore/sql": true,
	"github.com/mattn/go-sqlite3":                      true,
	"github.com/duckdb/duckdb-go/v2":                   true,
}

// Here describes this machine, with stores in dir.
func Here(dir string) (Machine, error) {
	m := Machine{System: runtime.GOOS + "/" + runtime.GOARCH, Cores: runtime.NumCPU(), Go: runtime.Version(), Versions: map[string]string{}}
	if build, ok := debug.ReadBuildInfo(); ok {
		for _, module := range build.Deps {
			if compared[module.Path] {
				m.Versions[module.Path] = module.Version
			}
		}
	}
	var err error
	m.Fsync, err = fsync(dir)
	return m, err
}

// writes is how many are timed.
const writes = 101

// fsync returns the median time to append 4 KiB to a file and have them on the
// disk.
func fsync(dir string) (time.Duration, error) {
	file, err := os.CreateTemp(dir, "fsync-")
	if err != nil {
		return 0, err
	}
	each, err := timeWrites(file)
	return Median(each), errors.Join(err, file.Close(), os.Remove(file.Name()))
}

func timeWrites(file *os.File) ([]time.Duration, error) {
	page := make([]byte, 4096)
	each := make([]time.Duration, 0, writes)
	for range writes {
		began := time.Now()
		if _, err := file.Write(page); err != nil {
			return nil, err
		}
		if err := file.Sync(); err != nil {
			return nil, err
		}
		each = append(each, time.Since(began))
	}
	return each, nil
}
