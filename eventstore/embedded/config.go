package embedded

import (
	"cmp"
	"fmt"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nkeys"
)

// serverName is what monitoring shows.
const serverName = "dossier"

// engineAccount is the account that owns JetStream, as accounts names it.
const engineAccount = "ENGINE"

// accounts is the broker's configuration of who may do what; the two keys are
// public ones. Desks may not subscribe to the service subjects, or one desk could
// read and answer the others' requests, and may not publish alerts or heartbeats,
// or it could forge one for the supervisors in its own account. Of JetStream it gets
// no more than to take from consumers of ALERTS that are there: who may make one
// could have it deliver anywhere.
const accounts = `
accounts {
  ENGINE {
    jetstream: enabled
    users: [ { nkey: %[1]q } ]
    exports: [
      { service: "dossiers.v1.>" }
      { service: "$SRV.>", response_type: stream }
      { stream: "alert.>" }
      { stream: "alert-heartbeat.>" }
      { service: "$JS.API.CONSUMER.INFO.ALERTS.*" }
      { service: "$JS.API.CONSUMER.MSG.NEXT.ALERTS.*", response_type: stream }
      { service: "$JS.ACK.ALERTS.>" }
    ]
  }
  DESK {
    users: [ {
      nkey: %[2]q
      permissions {
        publish { deny: [ "alert.>", "alert-heartbeat.>" ] }
        subscribe { deny: [ "dossiers.v1.>", "$SRV.>", "ENGINE.API.>", "$JS.ACK.>" ] }
      }
    } ]
    imports: [
      { service: { account: ENGINE, subject: "dossiers.v1.>" } }
      { service: { account: ENGINE, subject: "$SRV.>" } }
      { stream: { account: ENGINE, subject: "alert.>" } }
      { stream: { account: ENGINE, subject: "alert-heartbeat.>" } }
      { service: { account: ENGINE, subject: "$JS.API.CONSUMER.INFO.ALERTS.*" }, to: "ENGINE.API.CONSUMER.INFO.ALERTS.*" }
      { service: { account: ENGINE, subject: "$JS.API.CONSUMER.MSG.NEXT.ALERTS.*" }, to: "ENGINE.API.CONSUMER.MSG.NEXT.ALERTS.*" }
      { service: { account: ENGINE, subject: "$JS.ACK.ALERTS.>" } }
    ]
  }
}
no_auth_user: %[2]q
`

// brokerOptions are the options of the server that lets engine into ENGINE.
func brokerOptions(options Options, engine nkeys.KeyPair) (*server.Options, error) {
	config, err := accountOptions(engine)
	if err != nil {
		return nil, err
	}
	config.ServerName = serverName
	config.Host = cmp.Or(options.Host, DefaultHost)
	config.Port = cmp.Or(max(options.Port, server.RANDOM_PORT), DefaultPort)
	config.DontListen = options.DontListen
	config.MaxPayload = maxPayload
	config.NoSigs = true // signals are the engine's business
	config.JetStream = true
	config.DisableJetStreamBanner = true
	config.StoreDir = options.Dir
	config.JetStreamMaxStore = cmp.Or(options.MaxStore, wholeDisk)
	return config, setSync(config, options.Sync)
}

func accountOptions(engine nkeys.KeyPair) (*server.Options, error) {
	engineKey, err := engine.PublicKey()
	if err != nil {
		return nil, err
	}
	// The desk's key is a name, nobody signs with it: no_auth_user gives its
	// rights to whoever connects without credentials.
	desk, err := nkeys.CreateUser()
	if err != nil {
		return nil, err
	}
	deskKey, err := desk.PublicKey()
	if err != nil {
		return nil, err
	}
	config := &server.Options{}
	if err := config.ProcessConfigString(fmt.Sprintf(accounts, engineKey, deskKey)); err != nil {
		return nil, fmt.Errorf("accounts: %w", err)
	}
	return config, nil
}

func setSync(config *server.Options, sync string) error {
	if sync == "" || sync == "always" {
		config.SyncAlways = true
		return nil
	}
	interval, err := time.ParseDuration(sync)
	if err != nil || interval <= 0 {
		return fmt.Errorf(`sync must be "always" or an interval such as "2s", not %q`, sync)
	}
	config.SyncInterval = interval
	return nil
}
