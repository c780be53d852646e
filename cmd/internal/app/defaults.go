package app

import (
	"context"
	"fmt"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/hoso-engine/dossier/deployments"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

// defaultsSource is the source of the reference facts that a new log begins
// with.
const defaultsSource = "urn:dossier:defaults"

// publishDefaults puts Vietnam's calendar and policy into a log that holds none:
// whatever dossiers are judged by lies in the log. One that is there, in any
// version, stays: it may be the operator's own, and a newer one that the binary
// ships is for people to publish.
func (a *App) publishDefaults(ctx context.Context) error {
	spec, err := defaultCalendar()
	if err != nil {
		return err
	}
	always := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	registry := a.reference.Registry()
	var facts []domain.Parsed
	add := func(t domain.Type, id string, version int, data domain.Data) {
		facts = append(facts, domain.Parsed{Event: domain.Event{
			ID: fmt.Sprintf("%s/%s/%d", t, id, version), Source: defaultsSource,
			Type: t, Subject: id, At: always, Backdated: true, Data: data,
		}})
	}
	c, known := registry.Calendar(spec.ID)
	switch {
	case !known:
		add(domain.TypeCalendarChanged, spec.ID, spec.Version, &domain.CalendarChanged{Calendar: spec})
	case c.Version() < spec.Version:
		a.options.Logger.Warn("a newer calendar is shipped than the log holds: look at it with \"dossier calendar change --dry-run\"",
			"calendar", spec.ID, "shipped", spec.Version, "held", c.Version())
	}
	policy := domain.DefaultPolicy()
	if registry.Fact(domain.KindPolicy, policy.ID).Version == 0 {
		add(domain.TypePolicyChanged, policy.ID, policy.Version, &domain.PolicyChanged{Policy: policy})
	}
	for _, r := range a.engine.Submit(ctx, facts) {
		if r.Error != nil {
			return r.Error
		}
	}
	return nil
}

// defaultCalendar returns the calendar that the binary ships.
func defaultCalendar() (spec calendar.Spec, err error) {
	b, err := deployments.Files.ReadFile("calendars/" + domain.DefaultCalendarID + ".json")
	if err != nil {
		return spec, err
	}
	if err := json.Unmarshal(b, &spec); err != nil {
		return spec, fmt.Errorf("the shipped calendar: %w", err)
	}
	return spec, nil
}
