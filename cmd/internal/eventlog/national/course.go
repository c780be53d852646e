package national

import (
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// course is what one dossier's records mean, in the making.
type course struct {
	*file
	options Options
	drafts  []draft
	errs    []error // values that can't be read

	submitted, received, refused, ended, returned, due time.Time

	paused domain.PauseReason // the open pause; empty: none
	open   bool               // a supplement is open
	moved  bool               // something happened after the receipt
}

// draft is an event before it is checked.
type draft struct {
	place
	id   string
	kind domain.Type
	at   time.Time
	data domain.Data
}

func newCourse(f *file, o Options) *course { return &course{file: f, options: o} }

// walk makes the events.
func (c *course) walk() {
	if c.dossier == nil {
		c.walkSteps()
		return
	}
	r := c.dossier
	for _, v := range []struct {
		name string
		text Text
		into *time.Time
	}{
		{"NgayNopHoSo", r.Submitted, &c.submitted},
		{"NgayTiepNhan", r.Received, &c.received},
		{"NgayTuChoi", r.Refused, &c.refused},
		{"NgayKetThucXuLy", r.Ended, &c.ended},
		{"NgayTra", r.Returned, &c.returned},
		{"NgayHenTra", r.Due, &c.due},
	} {
		*v.into = c.instant(v.name, v.text)
	}
	c.begin()
	c.supplements()
	c.walkSteps()
	c.finish()
}

// instant reads an instant; one that can't be read is noted, and is none.
func (c *course) instant(name string, text Text) time.Time {
	at, err := text.instant(name)
	if err != nil {
		c.errs = append(c.errs, err)
	}
	return at
}

func (c *course) add(what string, kind domain.Type, at time.Time, data domain.Data) {
	c.drafts = append(c.drafts, draft{place: c.at, id: c.code + "/" + what, kind: kind, at: at, data: data})
}

// begin makes submission, receipt and refusal.
func (c *course) begin() {
	intake, err := c.intake()
	if err != nil {
		c.errs = append(c.errs, err)
		return
	}
	if !c.submitted.IsZero() && intake.Channel != domain.InPerson {
		c.add("submitted", domain.TypeSubmitted, c.submitted, &domain.Submitted{Intake: intake})
	}
	if c.dossier.Status.number() == 3 && !c.refused.IsZero() { // NgayTiepNhan says when it was looked at
		c.add("refused", domain.TypeRefused, c.refused, &domain.Refused{Intake: intake, Reason: c.reason("3")})
		return
	}
	if c.received.IsZero() {
		return
	}
	intake.Unit, intake.Officer = c.holder()
	c.add("received", domain.TypeReceived, c.received, &domain.Received{Intake: intake, Due: c.firstDue()})
	if c.dossier.PaidOnline == "1" {
		c.add("fee-paid", domain.TypeFeePaid, c.received, &domain.FeePaid{Online: true})
	}
}

// unsaid stands for a reason that the form does not give.
const unsaid = "theo hệ thống nguồn"

// reason returns what the last step of the status says.
func (c *course) reason(status Text) string {
	reason := unsaid
	for _, s := range c.steps {
		if s.Status == status && s.Name != "" {
			reason = string(s.Name)
		}
	}
	return reason
}

// firstDue returns the due that the receipt promised.
func (c *course) firstDue() time.Time {
	for _, s := range c.dossier.Supplements {
		if due, err := s.Before.instant(""); err == nil && !due.IsZero() { // the error is noted with the supplement
			return due
		}
	}
	return c.due
}
