package demo

import (
	"math/rand/v2"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// missing is what dossiers lack.
var missing = []string{
	"Bản sao văn bằng chuyên môn chưa chứng thực", "Giấy xác nhận thời gian thực hành",
	"Sơ đồ mặt bằng cơ sở", "Danh mục thiết bị y tế kèm hồ sơ chứng minh",
	"Giấy khám sức khỏe còn hiệu lực", "Phiếu kết quả kiểm nghiệm trong 12 tháng",
}

// supplement draws a request for what is missing; nil for most.
func (g *drawing) supplement(r *rand.Rand, c *Course) *Supplement {
	wanted := c.Fate == FateUnanswered ||
		c.Fate == FateEarly && c.Procedure.days >= 5 && chance(r, .075)
	if !wanted {
		return nil
	}
	return &Supplement{After: share(r, .15, .4), Workdays: between(r, 1, 12), Missing: pick(r, missing)}
}

// pause draws a stop for another reason; nil for most. A supplement is enough
// for one dossier.
func (g *drawing) pause(r *rand.Rand, c *Course) *Pause {
	if c.Fate != FateEarly || c.Supplement != nil || c.Procedure.days < 3 {
		return nil
	}
	p := &Pause{After: share(r, .2, .5), Workdays: between(r, 1, 4)}
	switch {
	case c.Procedure.Interlinked && chance(r, .6):
		p.Reason, p.Workdays = domain.OutsideConsultation, between(r, 3, 7)
	case c.Procedure.Payable && chance(r, .035):
		p.Reason = domain.FinancialObligation
	case chance(r, .012):
		p.Reason = domain.Verification
	default:
		return nil
	}
	return p
}

// finish draws when the result is ready.
func finish(r *rand.Rand, fate Fate) Finish {
	f := Finish{
		Share: share(r, .28, .78), Workdays: between(r, 2, 8), Hour: share(r, .1, .9),
		Signing: minutes(r, 40, 5*60), Outcome: domain.Granted, Electronic: chance(r, .9),
	}
	if chance(r, .03) {
		f.Outcome = domain.Denied
	}
	switch fate {
	case FateLate:
		f.Workdays = between(r, 1, 9)
	case FateLateApology:
		f.Workdays = between(r, 1, 5)
	}
	return f
}

// returned draws how the result goes out, and what the applicant thinks of it.
func returned(r *rand.Rand, c *Course) Return {
	out := Return{Method: domain.InPerson, Workdays: between(r, 0, 4), Hour: hour(r)}
	switch {
	case c.Channel == domain.Online && c.Finish.Electronic && chance(r, .6):
		out.Method, out.Workdays = domain.Online, 0
	case c.Channel != domain.InPerson && chance(r, .5):
		out.Method, out.Workdays = domain.Postal, between(r, 1, 2)
	}
	late := c.Fate == FateLate || c.Fate == FateLateApology
	switch {
	case !chance(r, .38):
	case late && chance(r, .5):
		out.Rating = domain.Dissatisfied
	case late || chance(r, .3):
		out.Rating = domain.Satisfied
	default:
		out.Rating = domain.VerySatisfied
	}
	return out
}

// ratedAfter is how long after the return the applicant rates it.
const ratedAfter = 5 * time.Hour
