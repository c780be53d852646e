package eventstore

import (
	"bytes"
	"strings"

	"github.com/hoso-engine/dossier/domain/pack"
)

// Keep packs the commit as the log has it, for snapshots. One that is read has
// memory of its own: else all that was read with it would stay.
func (c *Commit) Keep(p *pack.Pack) {
	r := Record{Position: c.Position, Subject: c.Subject}
	var err error
	if !p.Reading() {
		r.Body, err = Encode(*c)
	}
	p.Uint(&r.Position)
	p.Text(&r.Subject)
	p.Blob(&r.Body)
	if p.Reading() && p.Err() == nil {
		r.Subject, r.Body = strings.Clone(r.Subject), bytes.Clone(r.Body)
		*c, err = Decode(r)
	}
	if err != nil {
		p.Fail()
	}
}
