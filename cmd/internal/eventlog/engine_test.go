package eventlog

import (
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/eventlog/enginetest"
)

// engine is a desk's connection to an engine in memory.
type engine struct{ *enginetest.Engine }

func newEngine() engine { return engine{enginetest.New(time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC))} }
