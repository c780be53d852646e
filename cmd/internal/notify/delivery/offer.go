package delivery

import (
	"github.com/hoso-engine/dossier/cmd/internal/notify"
	"github.com/hoso-engine/dossier/cmd/internal/notify/notice"
)

// offer queues the alerts that the target takes, and the ends of those that it may
// have been told of. The dispatcher calls it.
func (p *planner) offer(batch notify.Batch) {
	var pending []notice.Pending
	for i := range batch.Alerts {
		told := &batch.Alerts[i]
		if told.Sequence > p.from && p.concerns(&told.Alert) {
			pending = append(pending, p.pending(told.Sequence, &told.Alert))
		}
	}
	p.waiting.put(pending, batch.Last)
}

// concerns reports whether the alert is to be decided for the target, and notes what
// is open for it.
func (p *planner) concerns(a *notify.Alert) bool {
	if c := p.chain.Channel; c == notice.Urgent && !a.Critical || c == notice.Digest && a.Critical {
		return false
	}
	takes, of := p.receiver.Takes(a), a.Of()
	if a.Resolved() {
		_, open := p.open[of]
		delete(p.open, of)
		return takes || open
	}
	if takes {
		p.open[of] = struct{}{}
	}
	return takes
}

func (p *planner) pending(sequence uint64, a *notify.Alert) notice.Pending {
	return notice.Pending{Sequence: sequence, Alert: a, Ends: p.receiver.TakesEnd(a)}
}
