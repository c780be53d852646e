package bench

import (
	"fmt"

	"github.com/hoso-engine/dossier/cmd/internal/demo"
	"github.com/hoso-engine/dossier/domain"
)

// course writes down what is said of one dossier.
type course struct {
	*demo.Course
	code  string
	id    string // of the dossier: begins the ids of its events
	said  int
	wrote []step
}

// say adds a step of one thing, or of some in one transaction.
func (c *course) say(by string, things ...domain.Data) {
	s := make(step, 0, len(things))
	transaction := ""
	if len(things) > 1 {
		transaction = fmt.Sprintf("%s/together/%d", c.id, c.said)
	}
	for _, data := range things {
		c.said++
		s = append(s, domain.Event{
			ID: fmt.Sprintf("%s/%d", c.id, c.said), Source: source, Type: domain.TypeOf(data),
			Subject: c.code, Actor: by, Transaction: transaction, Data: data,
		})
	}
	c.wrote = append(c.wrote, s)
}

// steps writes the course down.
func (c *course) steps() []step {
	c.receive()
	c.say(c.Clerk, c.toUnit())
	c.stop()
	c.say(c.Expert, &domain.Transferred{FromUnit: c.Unit, FromOfficer: c.Expert, ToUnit: c.Unit, ToOfficer: c.Leader, Step: "Ký duyệt"})
	c.say(c.Leader, &domain.Transferred{FromUnit: c.Unit, FromOfficer: c.Leader, ToUnit: c.Desk, ToOfficer: c.Clerk, Step: "Trả kết quả"},
		&domain.Completed{Outcome: c.Finish.Outcome, Electronic: c.Finish.Electronic})
	c.say(c.Clerk, &domain.Returned{Method: c.Return.Method})
	if c.Return.Rating != "" {
		c.say(c.Applicant, &domain.Rated{Satisfaction: c.Return.Rating})
	}
	return c.wrote
}

// receive says that the dossier comes in, from home or at the desk.
func (c *course) receive() {
	intake := domain.Intake{
		Province: "H37", Agency: "H37.13", Procedure: c.Procedure.Code, Case: c.Case, Channel: c.Channel,
		Desk: c.Desk, Unit: c.Desk, Officer: c.Clerk, Sets: 1, Digitised: c.Digitised,
		Applicant: &domain.Applicant{Ref: c.Applicant},
	}
	if !c.Submitted.IsZero() {
		c.say(c.Applicant, &domain.Submitted{Intake: intake})
	}
	if c.Procedure.Payable {
		c.say(c.Clerk, &domain.Received{Intake: intake}, &domain.FeePaid{Online: c.FeeOnline, Amount: 120_000})
		return
	}
	c.say(c.Clerk, &domain.Received{Intake: intake})
}

// stop says that something is missing, or waited for, and that it came.
func (c *course) stop() {
	switch {
	case c.Supplement != nil:
		c.say(c.Expert, &domain.SupplementRequested{Missing: []string{c.Supplement.Missing}, Reason: "Hồ sơ chưa đầy đủ theo quy định"})
		c.say(c.Clerk, &domain.SupplementReceived{}, c.toUnit())
	case c.Pause != nil:
		c.say(c.Expert, &domain.Paused{Reason: c.Pause.Reason})
		c.say(c.Expert, &domain.Resumed{}, c.toUnit())
	}
}

func (c *course) toUnit() *domain.Transferred {
	return &domain.Transferred{FromUnit: c.Desk, FromOfficer: c.Clerk, ToUnit: c.Unit, ToOfficer: c.Expert, Step: "Thẩm định"}
}
