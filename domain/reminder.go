package domain

import (
	"slices"
	"time"
)

// Reminder is one urge (phiếu đôn đốc) to an officer or a unit.
type Reminder struct {
	At       time.Time
	Sequence int
	Number   int // as its sender counts them, from 1
	Unit     string
	Officer  string // empty: to the unit
}

// remind keeps to whom a reminder went.
func (d *Dossier) remind(e Event, data *Reminded) {
	d.Reminders++
	d.Reminded = append(d.Reminded, Reminder{
		At: e.At, Sequence: e.Sequence, Number: data.Number, Unit: data.Unit, Officer: data.Officer,
	})
}

// correctReminder corrects when and to whom a reminder went.
func (d *Dossier) correctReminder(c *Corrected) error {
	i := slices.IndexFunc(d.Reminded, func(r Reminder) bool { return r.Sequence == c.Sequence })
	if i < 0 {
		return nil
	}
	r := &d.Reminded[i]
	said := Reminded{Number: r.Number, Unit: r.Unit, Officer: r.Officer}
	return correctInto(c, &said, &r.At, func() {
		r.Number, r.Unit, r.Officer = said.Number, said.Unit, said.Officer
	})
}
