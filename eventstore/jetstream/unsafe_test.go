package jetstream_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"

	"github.com/hoso-engine/dossier/eventstore/embedded/embeddedtest"
	"github.com/hoso-engine/dossier/eventstore/jetstream"
)

func TestAnUnsafeStreamIsRefusedByTheNameOfItsSetting(t *testing.T) {
	for setting, spoil := range map[string]func(*js.StreamConfig){
		"storage":              func(c *js.StreamConfig) { c.Storage = js.MemoryStorage },
		"retention":            func(c *js.StreamConfig) { c.Retention = js.InterestPolicy },
		"subjects":             func(c *js.StreamConfig) { c.Subjects = []string{"dossier.>"} },
		"max_msgs":             func(c *js.StreamConfig) { c.MaxMsgs = 1000 },
		"max_bytes":            func(c *js.StreamConfig) { c.MaxBytes = 1 << 20 },
		"max_age":              func(c *js.StreamConfig) { c.MaxAge = time.Hour },
		"max_msgs_per_subject": func(c *js.StreamConfig) { c.MaxMsgsPerSubject = 1 },
		"max_msg_size":         func(c *js.StreamConfig) { c.MaxMsgSize = 1 << 10 },
		"deny_delete":          func(c *js.StreamConfig) { c.DenyDelete = false },
		"deny_purge":           func(c *js.StreamConfig) { c.DenyPurge = false },
		"allow_rollup_hdrs":    func(c *js.StreamConfig) { c.AllowRollup, c.DenyPurge = true, false },
		"allow_msg_ttl":        func(c *js.StreamConfig) { c.AllowMsgTTL = true },
		"allow_msg_schedules":  func(c *js.StreamConfig) { c.AllowMsgSchedules = true },
		"allow_msg_counter":    func(c *js.StreamConfig) { c.AllowMsgCounter = true },
		"persist_mode":         func(c *js.StreamConfig) { c.PersistMode = js.AsyncPersistMode },
		"compression":          func(c *js.StreamConfig) { c.Compression = js.S2Compression },
		"first_seq":            func(c *js.StreamConfig) { c.FirstSeq = 100 },
		"allow_direct":         func(c *js.StreamConfig) { c.AllowDirect = false },
		"no_ack":               func(c *js.StreamConfig) { c.NoAck = true },
		"republish":            func(c *js.StreamConfig) { c.RePublish = &js.RePublish{Source: ">", Destination: "copy.>"} },
	} {
		t.Run(setting, func(t *testing.T) {
			nc := embeddedtest.Connect(t, embeddedtest.Start(t))
			config := safeConfig()
			spoil(&config)
			makeStream(t, nc, config)
			expectUnsafe(t, func() error {
				_, err := jetstream.Open(t.Context(), nc, jetstream.Options{})
				return err
			}, setting)
		})
	}
}

func TestFewerReplicasThanAskedForAreRefused(t *testing.T) {
	nc := embeddedtest.Connect(t, embeddedtest.Start(t))
	store, err := jetstream.Open(t.Context(), nc, jetstream.Options{})
	if err != nil {
		t.Fatal(err)
	}
	store.Close()
	expectUnsafe(t, func() error {
		_, err := jetstream.Open(t.Context(), nc, jetstream.Options{Replicas: 3})
		return err
	}, "num_replicas")
}

func TestASafeStreamThatSomebodyElseMadeIsOpened(t *testing.T) {
	nc := embeddedtest.Connect(t, embeddedtest.Start(t))
	makeStream(t, nc, safeConfig())
	store, err := jetstream.Open(t.Context(), nc, jetstream.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Append(t.Context(), "dossier.H38.SYT.1", 0, []byte("[]")); err != nil {
		t.Error(err)
	}
	store.Close()
}

func makeStream(t *testing.T, nc *nats.Conn, config js.StreamConfig) {
	t.Helper()
	api, err := js.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := api.CreateStream(t.Context(), config); err != nil {
		t.Fatal(err)
	}
}

// safeConfig is a stream as the documents tell operators to make it.
func safeConfig() js.StreamConfig {
	return js.StreamConfig{
		Name:        jetstream.DefaultStream,
		Subjects:    []string{"dossier.>", "registry.>"},
		DenyDelete:  true,
		DenyPurge:   true,
		AllowDirect: true,
	}
}

func expectUnsafe(t *testing.T, open func() error, setting string) {
	t.Helper()
	var unsafe *jetstream.UnsafeError
	if err := open(); !errors.As(err, &unsafe) {
		t.Fatalf("Open: %v, want an UnsafeError", err)
	}
	for _, fault := range unsafe.Settings {
		if strings.HasPrefix(fault, setting+" is ") {
			return
		}
	}
	t.Errorf("it says %q, want %s", unsafe, setting)
}
