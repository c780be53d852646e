package pack

import "encoding/binary"

// Name packs a word that many packs hold, such as the name of a unit, as its
// number in the dictionary.
func (p *Pack) Name(s *string) {
	if p.reading {
		*s = p.name()
		return
	}
	n := p.names.number(*s)
	p.Uint32(&n)
}

// name reads the number of a name.
func (p *Pack) name() string {
	n := p.uvarint()
	switch {
	case n == 0:
		return ""
	case p.names == nil || n > uint64(len(p.names.words)):
		p.fail()
		return ""
	}
	return p.names.words[n-1]
}

// Text packs a text as it is. One that was read shares the memory of what it was
// read from.
func (p *Pack) Text(s *string) {
	if p.reading {
		*s = textOf(p.take())
		return
	}
	p.data = append(binary.AppendUvarint(p.data, uint64(len(*s))), *s...)
}

// Blob packs bytes as they are. Those that were read share the memory of what
// they were read from, and have no room to grow in it.
func (p *Pack) Blob(b *[]byte) {
	if p.reading {
		*b = p.take()
		return
	}
	p.data = append(binary.AppendUvarint(p.data, uint64(len(*b))), *b...)
}

// take reads a length and so many bytes.
func (p *Pack) take() []byte {
	n := p.uvarint()
	if n > uint64(p.Left()) {
		p.fail()
		return nil
	}
	from := p.at
	p.at += int(n)
	return p.data[from:p.at:p.at]
}

// outside is where a pack goes on after a shared part.
type outside struct {
	data   []byte
	at     int
	bits   bits
	before before
}

// Share begins a part that many packs have in common, such as the terms of a
// deadline: up to [Pack.EndShare] the values go into one entry of the
// dictionary, and the pack holds its number alone. A shared part holds no other.
func (p *Pack) Share() {
	p.shared = outside{p.data, p.at, p.bits, p.before}
	p.bits, p.before = bits{}, before{}
	if !p.reading {
		p.at = len(p.data)
		return
	}
	entry := p.name()
	p.shared.at = p.at
	p.data, p.at = bytesOf(entry), 0
}

// EndShare ends the part.
func (p *Pack) EndShare() {
	part, begin := p.data, p.at
	if p.reading && p.Left() > 0 {
		p.fail()
	}
	p.at, p.bits, p.before = p.shared.at, p.shared.bits, p.shared.before
	if p.reading {
		if p.data = p.shared.data; p.err != nil {
			p.fail()
		}
	} else {
		n := p.names.numberOf(part[begin:])
		p.data = part[:begin]
		p.Uint32(&n)
	}
	p.shared = outside{}
}
