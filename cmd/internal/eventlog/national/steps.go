package national

import (
	"strconv"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// walkSteps makes transfers, pauses and their ends.
func (c *course) walkSteps() {
	end, ordinal := c.endStep(), 0
	for i, s := range c.steps {
		if ordinal++; i == 0 || c.steps[i-1].moment != s.moment {
			ordinal = 1 // within its second
		}
		at := time.Unix(s.moment, 0).In(zone)
		what := "step/" + at.Format(layout) + "/" + strconv.Itoa(ordinal)
		switch {
		case i == end:
		case s.Status == "6" || s.Status == "8":
			c.pause(s, what, at)
		case s.Status == "4":
			c.proceed(s, what, at, i)
		}
	}
}

// endStep returns the step that says that the dossier was terminated, which is
// no pause; -1 where there is none.
func (c *course) endStep() int {
	if c.dossier == nil || c.dossier.Status != "8" || c.ended.IsZero() {
		return -1
	}
	for i := len(c.steps) - 1; i >= 0; i-- {
		if c.steps[i].Status == "8" && c.steps[i].moment == c.ended.Unix() {
			return i
		}
	}
	return -1
}

// pause makes a pause of a step, or where there is one already a transfer.
func (c *course) pause(s stepAt, what string, at time.Time) {
	if c.paused != "" {
		c.transfer(s, what, at)
		return
	}
	c.paused = domain.OtherReason
	if s.Status == "6" {
		c.paused = domain.FinancialObligation
	}
	c.moved = true
	c.step(s, what+"/paused", domain.TypePaused, at, &domain.Paused{Reason: c.paused})
}

// proceed ends a pause, and hands over where the step names anyone.
func (c *course) proceed(s stepAt, what string, at time.Time, i int) {
	if c.paused != "" {
		c.paused = ""
		c.step(s, what+"/resumed", domain.TypeResumed, at, &domain.Resumed{Due: notBefore(c.dueAfter(i), at)})
	}
	c.transfer(s, what, at)
}

// transfer hands over to whom the step names.
func (c *course) transfer(s stepAt, what string, at time.Time) {
	if s.Unit == "" && s.Officer == "" {
		return
	}
	due, err := s.Due.instant("NgayKetThucTheoQuyDinh")
	if err != nil {
		c.errs = append(c.errs, err)
	}
	c.moved = true
	c.step(s, what+"/transferred", domain.TypeTransferred, at, &domain.Transferred{
		ToUnit: string(s.Unit), ToOfficer: string(s.Officer), Step: string(s.Name), StepDue: due,
	})
}

// step adds an event at the step's own place.
func (c *course) step(s stepAt, what string, kind domain.Type, at time.Time, data domain.Data) {
	c.add(what, kind, at, data)
	c.drafts[len(c.drafts)-1].place = s.place
}

// dueAfter returns the due that the source had after the step: that before the
// next supplement, else the last one.
func (c *course) dueAfter(i int) time.Time {
	if c.dossier == nil {
		return time.Time{}
	}
	for _, s := range c.dossier.Supplements {
		asked, errAsked := s.At.instant("")
		before, errBefore := s.Before.instant("")
		if errAsked == nil && errBefore == nil && !before.IsZero() && asked.Unix() >= c.steps[i].moment {
			return before
		}
	}
	return c.due
}
