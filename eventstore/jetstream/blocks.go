package jetstream

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/minio/highwayhash"

	"github.com/hoso-engine/dossier/eventstore"
)

// blocks are the files in which a broker on this machine keeps the stream: 1.blk,
// 2.blk and so on, of some 8 MB, of which it writes to the last alone. A follower with
// much to catch up on reads the others by itself: with a consumer every record passes
// through the broker, the connection and the client, which took two fifths of the
// processor's time in a rebuild.
//
// The form is the broker's own. Whatever is not as it is described here, be it
// damaged, removed or of another form, is left to a consumer, from that record on, and
// so to the broker's judgement: none of it is an error. Each record is checked by the
// hash that stands behind it. It says nothing of the lengths, so that a spoiled one
// could pass a piece of the headers off as the body: the headers are checked to end
// where they say they do, and a record without any, which no store of ours wrote, is
// left to the broker. In a file lie, one behind the other and in little-endian order,
// for each record
//
//	its length, with its highest bit set where it has headers   4 bytes
//	its position                                                8
//	when it was stored                                          8
//	the length of its subject                                   2
//	its subject
//	the length of its headers, where it has any                 4
//	its headers, which end in an empty line
//	its body
//	the HighwayHash of position to body, without the lengths    8
type blocks struct {
	dir    string // empty: there are none
	stream string // whose name is part of the key of the hashes
}

const (
	lengthOfHead   = 22
	lengthOfLength = 4 // of that of the headers
	withHeaders    = 1 << 31
)

var endOfHeaders = []byte("\r\n\r\n")

// records yields the records from a position on that lie in blocks that are finished,
// up to the first that is not as it should be. Their bodies share the block's memory.
func (b blocks) records(ctx context.Context, from uint64) iter.Seq[eventstore.Record] {
	return func(yield func(eventstore.Record) bool) {
		ctx, stop := context.WithCancel(ctx)
		contents, ended := b.contents(ctx, b.from(from))
		defer func() { stop(); <-ended }()
		for content := range contents {
			for len(content.rest) > 0 && ctx.Err() == nil {
				position, record, ok := content.next()
				switch {
				case !ok || position > from:
					return
				case position < from:
					continue
				}
				if from++; !yield(record) {
					return
				}
			}
		}
	}
}

// from returns the numbers of the finished blocks in which a position and those after
// it lie; none where it lies in none of them.
func (b blocks) from(position uint64) []int {
	if b.dir == "" {
		return nil
	}
	entries, err := os.ReadDir(b.dir)
	if err != nil {
		return nil
	}
	var numbers []int
	for _, entry := range entries {
		if name, is := strings.CutSuffix(entry.Name(), ".blk"); is {
			if number, err := strconv.Atoi(name); err == nil {
				numbers = append(numbers, number)
			}
		}
	}
	if len(numbers) < 2 {
		return nil
	}
	slices.Sort(numbers)
	behind := sort.Search(len(numbers), func(i int) bool { return b.first(numbers[i]) > position })
	if behind == 0 || behind == len(numbers) { // before the first, or in the one that is written to
		return nil
	}
	return numbers[behind-1 : len(numbers)-1]
}

func (b blocks) file(number int) string { return filepath.Join(b.dir, strconv.Itoa(number)+".blk") }

// first returns the position of a block's first record; one behind all where it can't
// be read.
func (b blocks) first(number int) uint64 {
	const none = 1<<64 - 1
	file, err := os.Open(b.file(number))
	if err != nil {
		return none
	}
	defer func() { _ = file.Close() }() // it was only read
	var head [lengthOfHead]byte
	if _, err := io.ReadFull(file, head[:]); err != nil {
		return none
	}
	return binary.LittleEndian.Uint64(head[4:])
}

// contents sends the blocks, each while the one before it is in use. ended is closed
// when nothing is read any more.
func (b blocks) contents(ctx context.Context, numbers []int) (contents <-chan block, ended <-chan struct{}) {
	sent, done := make(chan block), make(chan struct{})
	go func() {
		defer close(done)
		defer close(sent)
		for _, number := range numbers {
			content, err := b.open(number)
			if err != nil {
				return
			}
			select {
			case sent <- content:
			case <-ctx.Done():
				return
			}
		}
	}()
	return sent, done
}

func (b blocks) open(number int) (block, error) {
	content, err := os.ReadFile(b.file(number))
	if err != nil {
		return block{}, err
	}
	return b.holding(number, content)
}

// holding returns the block of a number with what it holds.
func (b blocks) holding(number int, content []byte) (block, error) {
	key := sha256.Sum256(fmt.Appendf(nil, "%s-%d", b.stream, number))
	hash, err := highwayhash.NewDigest64(key[:])
	return block{content, hash}, err
}

// block is what is still to be read of one.
type block struct {
	rest []byte
	hash *highwayhash.Digest64
}

// next reads a record; not ok where it is none.
func (b *block) next() (position uint64, r eventstore.Record, ok bool) {
	if len(b.rest) < lengthOfHead {
		return 0, r, false
	}
	whole := binary.LittleEndian.Uint32(b.rest)
	length, subject := int(whole&^withHeaders), int(binary.LittleEndian.Uint16(b.rest[20:]))
	if whole&withHeaders == 0 || length < lengthOfHead+subject+lengthOfLength+highwayhash.Size64 || length > len(b.rest) {
		return 0, r, false
	}
	head, data, sum := b.rest[:lengthOfHead], b.rest[lengthOfHead:length-highwayhash.Size64], b.rest[length-highwayhash.Size64:length]
	name, headers, body := data[:subject], binary.LittleEndian.Uint32(data[subject:]), data[subject+lengthOfLength:]
	if at := bytes.Index(body, endOfHeaders); at < 0 || at+len(endOfHeaders) != int(headers) || !b.sound(sum, head[4:20], name, body) {
		return 0, r, false
	}
	position = binary.LittleEndian.Uint64(head[4:])
	b.rest = b.rest[length:]
	return position, eventstore.Record{Position: position, Subject: string(name), Body: body[headers:len(body):len(body)]}, true
}

// sound reports whether sum is the hash of the parts.
func (b *block) sound(sum []byte, parts ...[]byte) bool {
	b.hash.Reset()
	for _, part := range parts {
		_, _ = b.hash.Write(part) // never fails
	}
	return b.hash.Sum64() == binary.LittleEndian.Uint64(sum)
}
