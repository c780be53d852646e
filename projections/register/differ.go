package register

import (
	"bytes"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/pack"
)

// Differences compares the rows of two tables, in their order, and returns how
// many are not the same and the codes of the first of them, at most so many. Nobody
// may apply a commit to either meanwhile.
func (t *Table) Differences(other *Table, most int) (count int, first []domain.Code) {
	var names pack.Names // in common: equal rows are equal bytes
	var was, is []byte
	for ordinal := range max(t.subjects.Len(), other.subjects.Len()) {
		was, is = t.form(ordinal, was[:0], &names), other.form(ordinal, is[:0], &names)
		if bytes.Equal(was, is) {
			continue
		}
		if count++; len(first) >= most {
			continue
		}
		if ordinal < other.subjects.Len() {
			first = append(first, other.subjects.Code(ordinal))
		} else {
			first = append(first, t.subjects.Code(ordinal))
		}
	}
	return count, first
}

// form appends a row, its code included; nothing where there is no such row.
func (t *Table) form(ordinal int, to []byte, names *pack.Names) []byte {
	if ordinal >= t.subjects.Len() {
		return to
	}
	var d domain.Dossier
	t.rows.read(ordinal, &d)
	p := pack.Writer(to, names)
	p.Text((*string)(&d.Code))
	d.Pack(&p)
	return p.Bytes()
}
