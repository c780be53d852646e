package demo

import (
	"context"
	"strconv"
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/ontime"
)

// Closing is what the play ends with: what the department would report, and
// whether it adds up.
type Closing struct {
	Seed    uint64            `json:"seed"`
	From    calendar.Date     `json:"from"`
	To      calendar.Date     `json:"to"`
	Tally   Tally             `json:"tally"`
	Form    ontime.Report     `json:"form"`   // II.06a of the whole period, by field
	Months  []ontime.Report   `json:"-"`      // of each month, for the checks
	Trend   ontime.Report     `json:"trend"`  // by month
	Late    []ontime.LateItem `json:"late"`   // the late list
	Alerts  map[string]int    `json:"alerts"` // received over NATS, by rung
	Missed  map[string]int    `json:"missed"` // of them overdue dossiers, by the officer who held each
	Checks  []Check           `json:"checks"`
	Records uint64            `json:"records"` // in the log
	Events  uint64            `json:"events"`  // in the log, the engine's own included

	NATS string `json:"nats,omitzero"`
	HTTP string `json:"http,omitzero"`

	took    time.Duration
	plan    *Plan
	rungs   int // recorded in the log
	delayed int // of them after their instant
}

// closing asks the engine for everything that the report shows, over NATS.
func (w *engineWorld) closing(ctx context.Context, p *player, took time.Duration) (*Closing, error) {
	status := w.app.Engine().Runner.Status()
	c := &Closing{
		Seed: p.plan.Seed, From: p.plan.From, To: p.plan.To, Tally: p.tally,
		Alerts: w.supervisor.byRung, Missed: w.supervisor.missed, Records: status.Records, Events: status.Events,
		NATS: w.app.NATSURL(), HTTP: w.app.HTTPURL(), took: took, plan: p.plan, delayed: w.supervisor.delayed,
	}
	var err error
	if c.rungs, err = w.rungs(ctx); err != nil {
		return nil, err
	}
	if err := w.reports(ctx, c); err != nil {
		return nil, err
	}
	c.Form.NameRows(func(_, field string) string { return p.plan.catalogue.fieldName(field) })
	c.check()
	return c, nil
}

// reports asks for the forms.
func (w *engineWorld) reports(ctx context.Context, c *Closing) error {
	ask := func(from, to calendar.Date, by string, answer any) error {
		form := "II.06a"
		if by == "" {
			form, by = "late-list", "field"
		}
		return w.client.call(ctx, "report", map[string]string{
			"form": form, "from": from.String(), "to": to.String(), "by": by,
			"min_position": strconv.FormatUint(w.last, 10),
		}, answer)
	}
	if err := ask(c.From, c.To, "field", &c.Form); err != nil {
		return err
	}
	if err := ask(c.From, c.To, "month", &c.Trend); err != nil {
		return err
	}
	var late struct {
		Dossiers []ontime.LateItem `json:"dossiers"`
	}
	if err := ask(c.From, c.To, "", &late); err != nil {
		return err
	}
	c.Late = late.Dossiers
	for from := c.From; !from.After(c.To); {
		to := min(endOfMonth(from), c.To)
		var month ontime.Report
		if err := ask(from, to, "field", &month); err != nil {
			return err
		}
		c.Months = append(c.Months, month)
		from = to.AddDays(1)
	}
	return nil
}

func endOfMonth(d calendar.Date) calendar.Date {
	year, month, _ := d.Civil()
	return calendar.DateFrom(year, month+1, 0)
}
