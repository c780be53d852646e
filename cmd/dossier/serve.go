package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/app"
)

// engineFlags are the options of every command that runs an engine. Each can be
// given by an environment variable; deployments/dossier.env lists them.
type engineFlags struct {
	Data      string `help:"Directory of everything the engine keeps." default:"data" env:"DOSSIER_DATA" type:"path"`
	Sync      string `help:"When the embedded broker's files reach the disk: always, or an interval such as 2s." default:"always" env:"DOSSIER_SYNC"`
	MaxStore  int64  `name:"max-store" help:"Largest size of the embedded broker's store in bytes; 0 for the disk but for --min-free." default:"0" env:"DOSSIER_MAX_STORE"`
	MinFree   int64  `name:"min-free" help:"Bytes that must stay free on the embedded broker's disk: with less, events are refused until there is room; -1 for none." default:"67108864" env:"DOSSIER_MIN_FREE"`
	NATS      string `name:"nats" help:"Use an existing NATS cluster at this URL instead of the embedded broker." placeholder:"URL" env:"DOSSIER_NATS_URL"`
	NATSCreds string `name:"nats-creds" help:"Credentials file of the engine's account in that cluster." type:"existingfile" env:"DOSSIER_NATS_CREDS"`
	Replicas  int    `help:"How many servers of the cluster keep each record." default:"1" env:"DOSSIER_REPLICAS"`
	Messages  string `help:"Directory with the texts of alerts, messages/vi.json and messages/en.json, instead of the shipped ones." type:"existingdir" env:"DOSSIER_MESSAGES"`
	LogLevel  string `help:"debug, info, warn or error." enum:"debug,info,warn,error" default:"info" env:"DOSSIER_LOG_LEVEL"`
	LogFormat string `help:"text or json." enum:"text,json" default:"text" env:"DOSSIER_LOG_FORMAT"`
}

func (f *engineFlags) options(out *console) app.Options {
	return app.Options{
		Data: f.Data, Sync: f.Sync, MaxStore: f.MaxStore, MinFree: f.MinFree, Messages: f.Messages,
		NATSURL: f.NATS, NATSCreds: f.NATSCreds, Replicas: f.Replicas,
		Logger: f.logger(out), Version: buildVersion(),
	}
}

func (f *engineFlags) logger(out *console) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(f.LogLevel)) // one of the four words
	options := &slog.HandlerOptions{Level: level}
	if f.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(out.Stderr, options))
	}
	return slog.New(slog.NewTextHandler(out.Stderr, options))
}

type serveCmd struct {
	engineFlags
	NATSHost string        `name:"nats-host" help:"Where the embedded broker listens for desks and supervisors." default:"127.0.0.1" env:"DOSSIER_NATS_HOST"`
	NATSPort int           `name:"nats-port" help:"Its port; -1 for any free one." default:"4222" env:"DOSSIER_NATS_PORT"`
	HTTP     string        `name:"http" help:"Address of the HTTP service; empty for none." default:"127.0.0.1:8080" env:"DOSSIER_HTTP"`
	Snapshot time.Duration `name:"snapshot-every" help:"How often what was folded from the log is written to a snapshot, besides at the end, so that a start reads only what came since; 0 for never." default:"15m" env:"DOSSIER_SNAPSHOT_EVERY"`
	Prove    bool          `name:"prove-snapshot" help:"Read the whole log beside the work after a start with a snapshot, and replace what it says otherwise." default:"true" negatable:"" env:"DOSSIER_PROVE_SNAPSHOT"`
	Cards    string        `name:"scorecards" help:"Directory of your own scorecards (*.json) besides the shipped ones." type:"path" env:"DOSSIER_SCORECARDS" placeholder:"DIR"`
	deliveryFlags
}

// Help shows examples.
func (serveCmd) Help() string {
	return `Examples:
  dossier serve --data /var/lib/dossier
  dossier serve --nats nats://a:4222,nats://b:4222,nats://c:4222 --replicas 3 --nats-creds engine.creds`
}

// Run serves until it is interrupted.
func (s *serveCmd) Run(ctx context.Context, out *console) error {
	o := s.options(out)
	o.NATSHost, o.NATSPort, o.HTTP = s.NATSHost, s.NATSPort, s.HTTP
	o.Scorecards = s.Cards
	o.SnapshotEvery, o.TrustSnapshot = s.Snapshot, !s.Prove
	if s.Snapshot <= 0 {
		o.SnapshotEvery = -1
	}
	s.deliver(&o)
	return app.New(o).Run(ctx)
}
