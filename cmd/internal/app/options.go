// Package app puts an engine together and runs it: broker, log, projections,
// decisions, interfaces. It is the only package that knows all others.
package app

import (
	"cmp"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/notify/mail"
	"github.com/hoso-engine/dossier/cmd/internal/notify/webhook"
	"github.com/hoso-engine/dossier/deployments"
)

// Options are what an operator decides.
type Options struct {
	// Data is the directory of everything that this engine keeps: store/ (the
	// embedded broker's, not with NATSURL), highwater (the mark of the highest
	// acknowledged position) and snapshots/ (what was folded from the log).
	Data string

	// SnapshotEvery is how often what was folded from the log is written to a
	// snapshot, besides at the end; 0 is each quarter of an hour, a negative
	// duration writes and reads none. TrustSnapshot leaves out the proof of the
	// snapshot that the engine began with.
	SnapshotEvery time.Duration
	TrustSnapshot bool

	// Sync is when the embedded broker's files reach the disk: "always" (an
	// acknowledged event survives a power failure) or an interval such as "2s".
	Sync string
	// MaxStore limits the embedded broker's store in bytes; 0 lets it take the disk,
	// but for MinFree. A full store refuses events, it drops none.
	MaxStore int64
	// MinFree is how many bytes the disk under the embedded broker's store must
	// have free for events to be taken; 0 is DefaultMinFree, a negative number
	// asks for none. A broker that runs into the end of its disk gives up writing
	// for good; the engine refuses before.
	MinFree int64
	// NATSHost and NATSPort are where the embedded broker listens for desks and
	// supervisors; port 0 is 4222, a negative one any free port.
	NATSHost string
	NATSPort int
	// NATSOff keeps the embedded broker from listening at all.
	NATSOff bool

	// NATSURL is an existing NATS cluster to use instead of the embedded
	// broker, NATSCreds the credentials file of the engine's account there, and
	// Replicas how many servers keep each record.
	NATSURL   string
	NATSCreds string
	Replicas  int

	// Scorecards is a directory of scorecards (*.json) besides those that the
	// binary ships; empty for none. One of the same name takes the place of a
	// shipped one; a wrong one stops the start.
	Scorecards string
	// Messages is a directory with the texts of alerts, messages/vi.json and
	// messages/en.json; empty for those that the binary ships.
	Messages string

	// HTTP is the address of the HTTP service; empty for none.
	HTTP string

	// Receivers is the file of those who are told of alerts by webhook and mail
	// (package receiver); empty: nobody is. SMTP is the server that mails go
	// through; needed where a receiver has a mail address. Heartbeat is how often
	// the engine says that it lives; 0: each minute.
	Receivers string
	SMTP      mail.Options
	Trust     string // file of certificates (PEM) that are trusted besides the system's
	Heartbeat time.Duration

	// Now is the engine's clock, the one source of time that drives the rules;
	// nil for the system's. ManualClock leaves it to the caller to raise what is
	// due ([App.RaiseDue]): the demonstration plays months in seconds.
	Now         func() time.Time
	ManualClock bool

	Logger  *slog.Logger
	Version string

	// lookAtBroker is how often it is looked whether the embedded broker gave up
	// writing and must be started anew; 0 means each minute.
	lookAtBroker time.Duration
	dialWebhook  webhook.Dial // of tests without a network; nil: over the network
}

func (o *Options) storeDir() string  { return filepath.Join(o.Data, "store") }
func (o *Options) highWater() string { return filepath.Join(o.Data, "highwater") }
func (o *Options) snapshots() string { return filepath.Join(o.Data, "snapshots") }

// DefaultMinFree is the space that the engine leaves on a disk: more than the
// broker writes of its own accord.
const DefaultMinFree = 64 << 20

func (o *Options) messages() fs.FS {
	if o.Messages == "" {
		return deployments.Files
	}
	return os.DirFS(o.Messages)
}

func (o *Options) fill() {
	o.lookAtBroker = cmp.Or(o.lookAtBroker, time.Minute)
	if o.MinFree == 0 {
		o.MinFree = DefaultMinFree
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	o.SnapshotEvery = cmp.Or(o.SnapshotEvery, 15*time.Minute)
	o.Heartbeat = cmp.Or(o.Heartbeat, time.Minute)
	if o.Sync == "" {
		o.Sync = "always"
	}
}
