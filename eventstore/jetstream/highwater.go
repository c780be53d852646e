package jetstream

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"sync"
)

// HighWater is the high-water mark: the highest position that was acknowledged,
// and what was there. It lies in a small file away from the broker's store, so
// that damage to the store can't take it along, and shows at the next start
// whether the log has lost its end or wrote other records in its place.
//
// # Stored form
//
// Two slots of 64 bytes, written in turn:
//
//	 0  8  "DOSSIER1"
//	 8  8  position, big endian
//	16 32  SHA-256 of the record's body
//	48  4  CRC-32 (Castagnoli) of the bytes before it, big endian
//	52 12  zeros
//
// # Crashes
//
// A write goes to the slot that is not the newest. Cut short, it spoils that
// slot only, and the other still holds the mark before it: a mark may be too
// low, which proves less, never too high. But for its making, the file is not
// synced before Close: a process that is killed leaves its writes to the system,
// a power failure takes back the last seconds of them. If it takes back records
// as well, because the broker syncs by interval, the mark is what tells.
//
// To go on with a log that has lost its end, knowing it, remove the file.
type HighWater struct {
	mu       sync.Mutex // one write at a time: slots alternate, the mark only rises
	file     *os.File
	newest   int // index of the slot with the mark
	position uint64
	sum      [sha256.Size]byte
}

const (
	slotMagic = "DOSSIER1"
	slotSize  = 64
	slotSumAt = 16
	slotCRCAt = 48
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Sum is what the mark keeps of a record's body.
func Sum(body []byte) [sha256.Size]byte { return sha256.Sum256(body) }

// OpenHighWater opens the file, or makes it with no mark. It fails, naming the
// file, if the file holds something and no slot of it is whole.
func OpenHighWater(path string) (*HighWater, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("high-water mark: %w", err)
	}
	h := &HighWater{file: file}
	if err := h.load(); err != nil {
		return nil, fmt.Errorf("high-water mark %s: %w", path, errors.Join(err, file.Close()))
	}
	return h, nil
}

func (h *HighWater) load() error {
	content := make([]byte, 2*slotSize)
	n, err := h.file.ReadAt(content, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if n == 0 {
		return h.begin()
	}
	whole := false
	for slot := range 2 {
		position, sum, ok := decodeSlot(content[slot*slotSize : (slot+1)*slotSize])
		whole = whole || ok
		if ok && position > h.position {
			h.newest, h.position, h.sum = slot, position, sum
		}
	}
	if !whole {
		return errors.New("the file is corrupt; if the log is known to be whole, remove the file")
	}
	return nil
}

// begin writes the first slot, with no mark. Once it is on the disk one of the
// slots is always whole: a crash in the first real write leaves this one.
func (h *HighWater) begin() error {
	_, err := h.file.WriteAt(encodeSlot(0, h.sum), 0)
	return errors.Join(err, h.file.Sync())
}

// Position returns the mark: the highest acknowledged position, 0 for none, and
// the [Sum] of its body. A nil mark is none.
func (h *HighWater) Position() (uint64, [sha256.Size]byte) {
	if h == nil {
		return 0, [sha256.Size]byte{}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.position, h.sum
}

// Raise sets the mark to position and body, unless it is there or higher:
// appends are acknowledged at the same time, and in any order. A nil mark is
// never raised.
func (h *HighWater) Raise(position uint64, body []byte) error {
	if h == nil {
		return nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if position <= h.position {
		return nil
	}
	sum := Sum(body)
	slot := 1 - h.newest
	if _, err := h.file.WriteAt(encodeSlot(position, sum), int64(slot)*slotSize); err != nil {
		return fmt.Errorf("high-water mark: %w", err)
	}
	h.newest, h.position, h.sum = slot, position, sum
	return nil
}

// Close writes the mark through to the disk and closes the file.
func (h *HighWater) Close() error {
	if h == nil {
		return nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return errors.Join(h.file.Sync(), h.file.Close())
}

func encodeSlot(position uint64, sum [sha256.Size]byte) []byte {
	slot := make([]byte, slotSize)
	copy(slot, slotMagic)
	binary.BigEndian.PutUint64(slot[len(slotMagic):], position)
	copy(slot[slotSumAt:], sum[:])
	binary.BigEndian.PutUint32(slot[slotCRCAt:], crc32.Checksum(slot[:slotCRCAt], castagnoli))
	return slot
}

func decodeSlot(slot []byte) (position uint64, sum [sha256.Size]byte, ok bool) {
	crc := binary.BigEndian.Uint32(slot[slotCRCAt:])
	if string(slot[:len(slotMagic)]) != slotMagic || crc != crc32.Checksum(slot[:slotCRCAt], castagnoli) {
		return 0, sum, false
	}
	copy(sum[:], slot[slotSumAt:])
	return binary.BigEndian.Uint64(slot[len(slotMagic):]), sum, true
}
