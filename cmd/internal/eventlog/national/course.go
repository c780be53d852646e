package national

import (
	"strconv"
	"strings"
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
	id    string
	kind  domain.Type
	at    time.Time
	actor string
	data  domain.Data
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

// intake returns what the record says of the dossier.
func (c *course) intake() (domain.Intake, error) {
	r := c.dossier
	province, agency := c.options.Province, c.options.Agency
	if province == "" || agency == "" {
		p, a, err := placeOf(c.code)
		if err != nil {
			return domain.Intake{}, err
		}
		if isUnitCode(string(r.Agency)) {
			a = string(r.Agency)
		}
		if province == "" {
			province = p
		}
		if agency == "" {
			agency = a
		}
	}
	return domain.Intake{
		Province: province, Agency: agency,
		Procedure: string(r.Procedure), Field: string(r.Field),
		Channel: channelOf(r.Channel), Digitised: r.Digitised == "1",
	}, nil
}

// channels are KenhThucHien.
var channels = map[Text]domain.Channel{"1": domain.InPerson, "2": domain.Online, "3": domain.Postal}

// channelOf returns a channel; a word that is none stays, to be refused.
func channelOf(t Text) domain.Channel {
	if c, ok := channels[t]; ok {
		return c
	}
	return domain.Channel(t)
}

// holder returns who received the dossier.
func (c *course) holder() (unit, officer string) {
	for _, s := range c.steps {
		if s.Status == "2" {
			return string(s.Unit), string(s.Officer)
		}
	}
	if name := string(c.dossier.Agency); !isUnitCode(name) {
		return name, ""
	}
	return "", ""
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

// isUnitCode reports whether DonViXuLy is an identifier and no name.
func isUnitCode(name string) bool {
	_, err := domain.Token(name)
	return err == nil && strings.ContainsAny(name, "0123456789")
}
