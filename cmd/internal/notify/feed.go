package notify

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"

	"github.com/go-json-experiment/json"
	js "github.com/nats-io/nats.go/jetstream"
)

// kept is how many of the latest alerts a [Feed] holds in memory.
const kept = 4096

// Told is an alert as the stream ALERTS holds it.
type Told struct {
	Sequence uint64 // in the stream, from 1
	Alert    Alert
	Body     []byte // as it is stored
}

// Feed reads the stream ALERTS once for the whole process and lets any number of
// cursors read on at their own pace: the latest alerts from memory, older ones
// from the stream. A slow reader holds up nobody, since nothing waits for it.
type Feed struct {
	stream *Stream
	logger *slog.Logger

	// mu guards the rest: Run appends, cursors look.
	mu    sync.Mutex
	known bool   // floor is set: Run has asked the stream for its end
	goal  uint64 // the stream's last sequence when Run began
	floor uint64 // alerts up to this one are not in memory
	last  uint64 // sequence of the newest alert that was read
	ring  []Told // the alerts after floor, oldest first
	beats int    // heartbeats so far
	beat  Heartbeat
	grown chan struct{} // closed and replaced when any of these has changed
}

// NewFeed returns a feed that holds nothing until it runs.
func NewFeed(s *Stream, logger *slog.Logger) *Feed {
	return &Feed{stream: s, logger: logger, grown: make(chan struct{})}
}

// Run reads the stream until ctx ends.
func (f *Feed) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		if err := f.read(ctx); err != nil && ctx.Err() == nil {
			f.logger.Warn("the alerts can't be read", "error", err)
			pause(ctx, retryAfter)
		}
	}
	return nil
}

// read follows the stream through one consumer.
func (f *Feed) read(ctx context.Context) error {
	if err := f.begin(ctx); err != nil {
		return err
	}
	messages, err := f.stream.from(ctx, f.Last()+1)
	if err != nil {
		return err
	}
	defer messages.Stop()
	for {
		m, err := messages.Next(js.NextContext(ctx))
		if err != nil {
			return err
		}
		told, err := toldOf(m)
		if err != nil {
			return err
		}
		f.put(told)
	}
}

// begin finds out, once, how long the stream is and where memory begins.
func (f *Feed) begin(ctx context.Context) error {
	f.mu.Lock()
	known := f.known
	f.mu.Unlock()
	if known {
		return nil
	}
	info, err := f.stream.stream.Info(ctx)
	if err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.known, f.goal = true, info.State.LastSeq
	f.floor = max(info.State.LastSeq, kept) - kept
	f.last = f.floor
	f.wake()
	return nil
}

// wake tells the cursors to look again. The caller holds mu.
func (f *Feed) wake() {
	close(f.grown)
	f.grown = make(chan struct{})
}

func (f *Feed) put(t Told) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if t.Sequence <= f.last {
		return // read again by another consumer
	}
	if len(f.ring) >= 2*kept { // a cursor holds copies: what it reads stays as it is
		f.floor = f.ring[kept-1].Sequence
		f.ring = slices.Clone(f.ring[kept:])
	}
	f.ring = append(f.ring, t)
	f.last = t.Sequence
	f.wake()
}

// Beat hands a heartbeat to the cursors.
func (f *Feed) Beat(h Heartbeat) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.beat = h
	f.beats++
	f.wake()
}

// Last returns the sequence of the newest alert that was read; 0 for none.
func (f *Feed) Last() uint64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.last
}

// End asks the stream where it ends: the sequence of the newest alert, 0 for none.
func (f *Feed) End(ctx context.Context) (uint64, error) {
	info, err := f.stream.stream.Info(ctx)
	if err != nil {
		return 0, err
	}
	return info.State.LastSeq, nil
}

// LastID returns the id of the newest alert in memory; empty for none.
func (f *Feed) LastID() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.ring) == 0 {
		return ""
	}
	return f.ring[len(f.ring)-1].Alert.Name()
}

// CaughtUp waits until the feed has read what the stream held when it began to
// run, and returns the sequence of the newest alert.
func (f *Feed) CaughtUp(ctx context.Context) (uint64, error) {
	for {
		f.mu.Lock()
		done, last, grown := f.known && f.last >= f.goal, f.last, f.grown
		f.mu.Unlock()
		if done {
			return last, nil
		}
		select {
		case <-grown:
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
}

// toldOf reads a message of the stream.
func toldOf(m js.Msg) (Told, error) {
	at, err := m.Metadata()
	if err != nil {
		return Told{}, err
	}
	t := Told{Sequence: at.Sequence.Stream, Body: m.Data()}
	if err := json.Unmarshal(t.Body, &t.Alert); err != nil {
		return Told{}, fmt.Errorf("notify: alert %d can't be read: %w", t.Sequence, err)
	}
	return t, nil
}
