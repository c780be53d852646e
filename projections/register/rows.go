package register

import (
	"fmt"
	"math/bits"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/pack"
)

// rows keeps the dossiers packed. What units, procedures and policies have in
// common stands once, in the dictionary.
type rows struct {
	subjects *subjects
	columns  *Columns
	names    pack.Names
	shelf    *shelf
	tray     tray
	buffer   []byte // of the row that is being packed
}

// read sets a dossier to that of a row. It shares nothing with what lies on the tray.
func (r *rows) read(ordinal int, into *domain.Dossier) {
	sure(ordinal, r.unpack(ordinal, into))
	into.Code = r.subjects.Code(ordinal)
}

// unpack is read, but for the code.
func (r *rows) unpack(ordinal int, into *domain.Dossier) error {
	switch lies := r.tray.find(ordinal); {
	case lies == nil:
		return r.unshelve(ordinal, r.shelf.get(ordinal), into)
	case lies.dossier == nil:
		return r.tray.unpack(lies, into)
	default:
		*into = *lies.dossier.Clone()
		return nil
	}
}

// unshelve sets a dossier but for its code to what put packed.
func (r *rows) unshelve(ordinal int, form []byte, into *domain.Dossier) error {
	p := pack.Reader(form, &r.names)
	p.Since(r.columns.begin(ordinal))
	into.Pack(&p)
	return p.Close()
}

// sure says that a row could be read.
func sure(ordinal int, err error) {
	if err != nil {
		panic(fmt.Sprintf("register: row %d: %v", ordinal, err))
	}
}

// put packs the dossier of a row, of which the columns are derived; one that is not
// there yet must be the next.
func (r *rows) put(ordinal int, d *domain.Dossier) {
	p := pack.Writer(r.buffer[:0], &r.names)
	p.Since(r.columns.begin(ordinal))
	d.Pack(&p)
	r.buffer = p.Bytes()
	onto := busy
	if d.State.Closed() {
		onto = settled
	}
	r.shelf.put(ordinal, r.buffer, onto)
}

// ordinals is a set of rows, a bit each.
type ordinals []uint64

// set puts the row into the set, or takes it out.
func (o *ordinals) set(ordinal int, in bool) {
	for len(*o) <= ordinal/64 {
		*o = append(*o, 0)
	}
	if bit := uint64(1) << (ordinal % 64); in {
		(*o)[ordinal/64] |= bit
	} else {
		(*o)[ordinal/64] &^= bit
	}
}

// each yields the rows of the set in order.
func (o ordinals) each(yield func(ordinal int) bool) {
	for i, word := range o {
		for ; word != 0; word &= word - 1 {
			if !yield(64*i + bits.TrailingZeros64(word)) {
				return
			}
		}
	}
}
