package demo

import "math/rand/v2"

// offlineLong is how many workdays one receipt of the border post waits until it
// is posted: beyond the tolerance, so it has to be declared as backdated.
const offlineLong = 8

// slips makes the mistakes that the play shows, each once, by the first course
// in a drawn order that suits.
func (p *Plan) slips(r *rand.Rand) {
	p.slipped = make(map[int]*Course)
	order := r.Perm(len(p.at))
	early := len(p.at) * 3 / 4 // so that the end of each is seen
	first := func(suits func(*Course) bool, slip func(*Course)) {
		for _, place := range order {
			if place >= early {
				continue
			}
			if c := p.course(place); c.Slip == SlipNone && c.Offline == 0 && suits(c) {
				slip(c)
				p.slipped[place] = c
				return
			}
		}
	}
	plain := func(c *Course) bool { return c.Fate == FateEarly && c.Supplement == nil && c.Pause == nil }
	first(func(c *Course) bool { return plain(c) && c.Procedure.days >= 5 },
		func(c *Course) { c.Slip = SlipEarlyReturn })
	first(func(c *Course) bool { return c.Fate == FateLate && c.Finish.Workdays >= 2 },
		func(c *Course) { c.Slip = SlipLateApology })
	first(func(c *Course) bool { return plain(c) && c.Submitted.IsZero() && c.Procedure.days >= 3 },
		func(c *Course) { c.Slip = SlipTwice })
	first(func(c *Course) bool { return c.Fate == FateDueDay },
		func(c *Course) { c.Slip = SlipWrongDate })
	first(func(c *Course) bool { return plain(c) && c.Procedure.days >= 5 },
		func(c *Course) {
			c.Slip = SlipWrongProcedure
			c.Mistaken = p.drawing.procedure(r, func(other *Procedure) bool {
				return other.Field == c.Procedure.Field && other != c.Procedure && other.days >= 5
			})
			c.Case = ""
			if c.Mistaken.Field != c.Procedure.Field { // a field with one such procedure alone
				c.Slip, c.Mistaken = SlipNone, nil
			}
		})
	first(func(c *Course) bool { return c.Procedure.Border && c.Fate == FateEarly },
		func(c *Course) { c.Offline = offlineLong })
}
