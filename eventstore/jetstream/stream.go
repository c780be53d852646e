package jetstream

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"

	"github.com/hoso-engine/dossier/eventstore"
)

// headerRoom is what a message needs besides the body: its headers and its
// subject.
const headerRoom = 4 << 10

// UnsafeError says that a stream is set up so that records could vanish or
// change. Nothing was altered: the operator mends the stream or names another.
type UnsafeError struct {
	Stream   string
	Settings []string // what is wrong, such as "deny_purge is false, must be true"
}

func (e *UnsafeError) Error() string {
	return fmt.Sprintf("the stream is not safe for a log: %s", strings.Join(e.Settings, "; "))
}

// wanted is the stream's configuration, part of the stored form.
func wanted(name string, replicas int) js.StreamConfig {
	return js.StreamConfig{
		Name:              name,
		Description:       "The log of the dossier engine. Only the engine writes here.",
		Subjects:          []string{"dossier.>", "registry.>"},
		Storage:           js.FileStorage,
		Replicas:          replicas,
		Retention:         js.LimitsPolicy,
		Discard:           js.DiscardNew, // a full disk refuses records, it drops none
		MaxMsgs:           -1,
		MaxBytes:          -1,
		MaxMsgsPerSubject: -1,
		MaxMsgSize:        -1,
		MaxConsumers:      -1,
		DenyDelete:        true,
		DenyPurge:         true,
		AllowDirect:       true,
		// Appends that wait together go in one batch; a stream that was made without
		// it takes them one by one.
		AllowAtomicPublish: true,
		// No message ids are used; the broker takes no smaller window.
		Duplicates: 100 * time.Millisecond,
	}
}

// checkRoom fails if the broker's connection can't carry the largest record.
func checkRoom(nc *nats.Conn) error {
	if room := nc.MaxPayload(); room < eventstore.MaxBody+headerRoom {
		return fmt.Errorf("the broker's max_payload is %d bytes, the log needs %d", room, eventstore.MaxBody+headerRoom)
	}
	return nil
}

// findStream returns the stream, made as want if there was none. One that is
// there must be safe; it is never changed.
func (s *Store) findStream(ctx context.Context, want js.StreamConfig) (js.Stream, error) {
	stream, err := s.js.Stream(ctx, want.Name)
	if errors.Is(err, js.ErrStreamNotFound) {
		// A stream that is gone must not be hidden by a new one.
		if position, _ := s.mark.Position(); position > 0 {
			return nil, &eventstore.CorruptError{Position: 1, Reason: fmt.Sprintf("there is no stream but %d was acknowledged", position)}
		}
		stream, err = s.js.CreateStream(ctx, want)
	}
	// Another engine may have made it in between.
	if errors.Is(err, js.ErrStreamNameAlreadyInUse) {
		stream, err = s.js.Stream(ctx, want.Name)
	}
	if err != nil {
		return nil, err
	}
	if faults := unsafe(stream.CachedInfo().Config, want); len(faults) > 0 {
		return nil, &UnsafeError{Stream: want.Name, Settings: faults}
	}
	return stream, nil
}

// unsafe names the settings of c under which a log could lose, change or miss
// records, or under which this package can't read it.
func unsafe(c, want js.StreamConfig) []string {
	var faults []string
	must := func(holds bool, setting string, found, must any) {
		if !holds {
			faults = append(faults, fmt.Sprintf("%s is %v, must be %v", setting, found, must))
		}
	}
	must(c.Storage == js.FileStorage, "storage", c.Storage, js.FileStorage)
	must(c.Retention == js.LimitsPolicy, "retention", c.Retention, js.LimitsPolicy)
	must(c.Replicas >= want.Replicas, "num_replicas", c.Replicas, want.Replicas)
	must(slices.Equal(c.Subjects, want.Subjects), "subjects", c.Subjects, want.Subjects)
	must(c.MaxMsgs <= 0, "max_msgs", c.MaxMsgs, -1)
	must(c.MaxBytes <= 0, "max_bytes", c.MaxBytes, -1)
	must(c.MaxAge == 0, "max_age", c.MaxAge, "0s")
	must(c.MaxMsgsPerSubject <= 0, "max_msgs_per_subject", c.MaxMsgsPerSubject, -1)
	must(c.MaxMsgSize <= 0 || c.MaxMsgSize >= eventstore.MaxBody+headerRoom, "max_msg_size", c.MaxMsgSize, -1)
	must(c.DenyDelete, "deny_delete", c.DenyDelete, true)
	must(c.DenyPurge, "deny_purge", c.DenyPurge, true)
	must(!c.AllowRollup, "allow_rollup_hdrs", c.AllowRollup, false)
	must(!c.AllowMsgTTL, "allow_msg_ttl", c.AllowMsgTTL, false)
	must(c.SubjectDeleteMarkerTTL == 0, "subject_delete_marker_ttl", c.SubjectDeleteMarkerTTL, "0s")
	must(!c.AllowMsgSchedules, "allow_msg_schedules", c.AllowMsgSchedules, false)
	must(!c.AllowMsgCounter, "allow_msg_counter", c.AllowMsgCounter, false)
	must(c.PersistMode == js.DefaultPersistMode, "persist_mode", c.PersistMode, js.DefaultPersistMode)
	must(c.Compression == js.NoCompression, "compression", c.Compression, js.NoCompression)
	must(c.FirstSeq <= 1, "first_seq", c.FirstSeq, 1)
	must(c.AllowDirect, "allow_direct", c.AllowDirect, true)
	must(!c.NoAck, "no_ack", c.NoAck, false)
	must(!c.Sealed, "sealed", c.Sealed, false)
	must(c.Mirror == nil, "mirror", "set", "unset")
	must(len(c.Sources) == 0, "sources", "set", "unset")
	must(c.SubjectTransform == nil, "subject_transform", "set", "unset")
	must(c.RePublish == nil, "republish", "set", "unset")
	return faults
}
