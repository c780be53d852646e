// Package embedded runs the broker inside the engine's process: one
// nats-server with JetStream, so that a provincial centre installs one binary
// and nothing else.
//
// # Who may do what
//
// Two accounts keep desks and log apart, because permissions alone can't: whoever
// may publish to a JetStream stream may also send it roll-up, TTL and
// message-id headers.
//
//	ENGINE  owns JetStream and so the log. Only [Server.Connect] gets in, with a
//	        key made at start that never leaves the process.
//	DESK    what everyone gets who connects to the listener. It may request
//	        dossiers.v1.> (the engine's service) and $SRV.> (its discovery),
//	        subscribe to alert.> and alert-heartbeat.>, and take from the durable
//	        consumers that the engine keeps on the stream ALERTS (API prefix
//	        ENGINE.API): look, next, acknowledge, and nothing else. Whatever it
//	        publishes elsewhere stays in DESK.
//
// # Stored form
//
// Everything lies under [Options.Dir], which only the owner may enter:
//
//	<dir>/lock        held while a server runs on the directory
//	<dir>/jetstream/  the broker's own files
//
// but for what [Server.StageInMemory] keeps elsewhere, of which nothing is acknowledged.
package embedded

import "log/slog"

const (
	// DefaultHost is where the server listens unless told otherwise: desks on
	// other machines come in through the engine's HTTP service or a NATS
	// server that the operator has secured.
	DefaultHost = "127.0.0.1"

	// DefaultPort is the port that NATS clients try by themselves.
	DefaultPort = 4222

	// wholeDisk is more than any disk holds. By its own default the broker would
	// refuse records while a quarter of the disk is free.
	wholeDisk = 1 << 60

	// maxPayload lets a desk send a whole day's batch in one request.
	maxPayload = 8 << 20
)

// Options say where and how the server runs. The zero value of every field but
// Dir is a working default.
type Options struct {
	// Dir holds the store. It is created, and closed to other users, if need be.
	Dir string

	// Sync says when an accepted record is on the disk: "always" (the default),
	// before it is acknowledged; or an interval such as "2s", up to which a
	// power failure may take acknowledged records back.
	Sync string

	Host string // DefaultHost if empty
	Port int    // DefaultPort if 0; any free port if negative

	// DontListen opens no port at all: only [Server.Connect] gets in.
	DontListen bool

	// MaxStore limits the store, in bytes; 0 lets the broker take the whole disk. A
	// full store refuses records, it drops none. A broker that comes to the end of
	// the disk gives up writing: whoever lets it come there asks [Server.Free] before.
	MaxStore int64

	// Logger receives what the broker has to say; nil discards it.
	Logger *slog.Logger
}
