package national

import (
	"strconv"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// supplements makes the requests for more, and what came of them.
func (c *course) supplements() {
	for i := range c.dossier.Supplements {
		s, what := &c.dossier.Supplements[i], "supplement/"+strconv.Itoa(i+1)
		asked := c.instant("NgayBoSung", s.At)
		answered, after := c.instant("NgayTiepNhanBoSung", s.Answered), c.instant("NgayHenTraMoi", s.After)
		c.instant("NgayHenTraTruoc", s.Before) // to note that it can't be read
		if asked.IsZero() {
			continue
		}
		reason := string(s.Text)
		if reason == "" {
			reason = unsaid
		}
		c.add(what+"/requested", domain.TypeSupplementRequested, asked, &domain.SupplementRequested{Reason: reason})
		c.open, c.moved = answered.IsZero(), true
		if !answered.IsZero() {
			c.add(what+"/received", domain.TypeSupplementReceived, answered, &domain.SupplementReceived{Due: notBefore(after, answered)})
		}
	}
}

// notBefore returns a due that can have been given at the instant; none where it
// had passed by then: the rules say what it is.
func notBefore(due, at time.Time) time.Time {
	if due.Before(at) {
		return time.Time{}
	}
	return due
}

// finish makes the end and the return.
func (c *course) finish() {
	if c.dossier.Status.number() == 3 {
		return
	}
	switch status := c.dossier.Status.number(); {
	case c.ended.IsZero():
	case status == 7:
		c.add("withdrawn", domain.TypeWithdrawn, c.ended, &domain.Withdrawn{})
		return
	case status == 8:
		c.add("terminated", domain.TypeTerminated, c.ended, &domain.Terminated{Reason: c.reason("8")})
		return
	default:
		c.add("completed", domain.TypeCompleted, c.ended, &domain.Completed{
			Outcome: domain.Granted, Electronic: bool(c.dossier.Results),
		})
	}
	if !c.returned.IsZero() {
		c.add("returned", domain.TypeReturned, c.returned, &domain.Returned{Method: methodOf(c.dossier.ReturnMethod)})
	}
}

// methods are HinhThuc: what is handed over neither in person nor by post comes
// electronically.
var methods = map[Text]domain.Channel{"0": domain.InPerson, "1": domain.Postal, "": domain.Online}

func methodOf(t Text) domain.Channel {
	if m, ok := methods[t]; ok {
		return m
	}
	return domain.Channel(t)
}
