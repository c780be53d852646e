package notify

import (
	"github.com/go-json-experiment/json"

	"github.com/hoso-engine/dossier/domain/pack"
)

// Form is the number of the form that [Outbox.Keep] writes.
func (o *Outbox) Form() int { return 1 }

// Keep writes what waits and behind which alert it comes, or takes that up: of
// the alerts that waited then, those behind the last that is published now. It
// refuses what was written when more was published than now: the stream ALERTS
// has lost its end, and only the log knows what belongs there.
func (o *Outbox) Keep(p *pack.Pack) {
	o.mu.Lock()
	sent, waiting := o.sent, o.waiting
	o.mu.Unlock()
	if p.Reading() {
		waiting = nil
	}
	behind := sent
	p.Uint(&behind.Position)
	p.Int(&behind.Index)
	if p.Reading() && behind.After(sent) {
		p.Fail()
	}
	pack.Slice(p, &waiting)
	for i := range waiting {
		keepAlert(p, &waiting[i])
	}
	if !p.Reading() || p.Err() != nil {
		return
	}
	for _, a := range waiting {
		o.put(a)
	}
}

func keepAlert(p *pack.Pack, a *Alert) {
	var body []byte
	var err error
	if !p.Reading() {
		body, err = json.Marshal(a)
	}
	if p.Blob(&body); p.Reading() && p.Err() == nil {
		err = json.Unmarshal(body, a)
	}
	if err != nil {
		p.Fail()
	}
}
