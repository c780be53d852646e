package engine

import (
	"bytes"
	"hash/maphash"
	"sync"

	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections"
)

// mostRecent is how many commits are kept, largestRecent the longest body of one,
// in bytes: a runner that lags further behind, or meets a larger one, decodes it.
const (
	mostRecent    = 1024
	largestRecent = 16 << 10
)

// Recent keeps the commits that an engine is writing, until its runner meets them
// in the log: what was encoded a moment ago need not be decoded. Its methods may be
// called concurrently.
type Recent struct {
	seed   maphash.Seed
	mu     sync.Mutex
	ring   [mostRecent]recent // the oldest gives way
	next   int
	bodies map[uint64]int // place in ring, by the sum; of two that have one, the last
}

// recent is a commit with the body that it was encoded to, the body's hash, and the
// sum by which it is found.
type recent struct {
	commit eventstore.Commit
	body   []byte
	hash   eventstore.Hash
	sum    uint64
}

// NewRecent returns an empty memory.
func NewRecent() *Recent {
	return &Recent{seed: maphash.MakeSeed(), bodies: make(map[uint64]int, mostRecent)}
}

// Decode is [projections.Decode]. The events of the commit it returns may be known
// to the engine, too: nobody changes them.
func (r *Recent) Decode(record eventstore.Record) (eventstore.Commit, eventstore.Hash, error) {
	if c, hash, ok := r.take(record); ok {
		return c, hash, nil
	}
	return projections.Decode(record)
}

// note keeps a commit that is about to be appended, and its body's hash. One that the
// store refuses does no harm: a record has its body, or is decoded. A nil memory keeps
// nothing.
func (r *Recent) note(c eventstore.Commit, body []byte, hash eventstore.Hash) {
	if r == nil || len(body) > largestRecent {
		return
	}
	sum := r.sumOf(body)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.forget(r.next)
	r.ring[r.next], r.bodies[sum] = recent{commit: c, body: body, hash: hash, sum: sum}, r.next
	r.next = (r.next + 1) % mostRecent
}

// take returns the commit that is the record, and forgets it.
func (r *Recent) take(record eventstore.Record) (eventstore.Commit, eventstore.Hash, bool) {
	sum := r.sumOf(record.Body)
	r.mu.Lock()
	defer r.mu.Unlock()
	at, ok := r.bodies[sum]
	if !ok || r.ring[at].commit.Subject != record.Subject || !bytes.Equal(r.ring[at].body, record.Body) {
		return eventstore.Commit{}, eventstore.Hash{}, false
	}
	c, hash := r.ring[at].commit, r.ring[at].hash
	c.Position = record.Position
	r.forget(at)
	return c, hash, true
}

// sumOf returns the sum by which a commit is found: of its beginning alone, which holds
// the id of its first event.
func (r *Recent) sumOf(body []byte) uint64 {
	return maphash.Bytes(r.seed, body[:min(len(body), 256)])
}

// forget empties a place. The caller holds mu.
func (r *Recent) forget(at int) {
	if sum := r.ring[at].sum; r.bodies[sum] == at {
		delete(r.bodies, sum)
	}
	r.ring[at] = recent{}
}
