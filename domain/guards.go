package domain

import (
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// guard refuses what the state alone does not: times that can't be, and rules
// that count or compare.
func guard(d *Dossier, e Event, rules Rules, now time.Time) error {
	if err := guardTime(e, rules, now); err != nil {
		return err
	}
	if err := guardOrder(d, e); err != nil {
		return err
	}
	switch data := e.Data.(type) {
	case *Submitted:
		return guardCode(e, rules)
	case *Received:
		return guardReceipt(d, e, data, rules)
	case *Refused:
		return guardRefusal(d, e, data, rules)
	case *SupplementRequested:
		return guardSupplement(d, rules)
	case *Paused:
		return guardPause(d)
	case *SupplementReceived:
		return guardDue(e, "due", data.Due)
	case *Resumed:
		return guardResume(d, e, data)
	case *Extended:
		return guardExtension(d, e, data, rules)
	case *Corrected:
		return guardCorrection(d, data, rules, now)
	case *AlertAcknowledged:
		return guardAlert(d, e, data.RaisedRung, data.Until)
	case *AlertSnoozed:
		return guardSnooze(d, e, data, rules)
	}
	return nil
}

func guardCode(e Event, rules Rules) error {
	if !Code(e.Subject).Matches(rules.Policy.pattern) {
		return refuse(CodeInvalidCode, "/subject", "code %q does not have the form that policy %q asks for", e.Subject, rules.Policy.ID)
	}
	return nil
}

func guardReceipt(d *Dossier, e Event, data *Received, rules Rules) error {
	if err := guardCode(e, rules); err != nil {
		return err
	}
	if err := guardPlace(d, data.Intake); err != nil {
		return err
	}
	p := rules.Procedure
	if rules.Policy.KnownProcedures && (p == nil || (!p.Abolished.IsZero() && !p.Abolished.After(e.At))) {
		return refuse(CodeUnknownProcedure, "/data/procedure", "procedure %q is not in force", data.Procedure)
	}
	if err := guardDue(e, "appointment", data.Appointment); err != nil {
		return err
	}
	return guardDue(e, "due", data.Due)
}

// guardDue refuses a due that was past when it was given.
func guardDue(e Event, field string, due time.Time) error {
	if !due.IsZero() && due.Before(e.At) {
		return refuse(CodeInvalidField, "/data/"+field, "%s %s lies before the event's time %s", field, stamp(due), stamp(e.At))
	}
	return nil
}

// guardPlace refuses to move a submitted dossier to another agency: its place
// in the log is fixed.
func guardPlace(d *Dossier, in Intake) error {
	if d.State == StateSubmitted && (d.Agency != in.Agency || d.Province != in.Province) {
		return refuse(CodeInvalidField, "/data/agency", "agency %q is not %q, where the dossier was submitted: transfer it after receipt", in.Agency, d.Agency)
	}
	return nil
}

func guardRefusal(d *Dossier, e Event, data *Refused, rules Rules) error {
	if d.State == StateNone {
		if data.Intake == (Intake{}) {
			return refuse(CodeUnknownDossier, "/subject", "dossier %q is not known, and the refusal does not say what it is about", e.Subject)
		}
		return guardCode(e, rules)
	}
	if data.Intake == (Intake{}) {
		return nil
	}
	return guardPlace(d, data.Intake)
}

func guardSupplement(d *Dossier, rules Rules) error {
	most := rules.Policy.MaxSupplements
	if rules.Procedure != nil && rules.Procedure.Supplements != nil {
		most = *rules.Procedure.Supplements
	}
	if most >= 0 && d.Supplements() >= most {
		return refuse(CodeTooManySupplements, "/type", "%d supplements were requested: policy %q allows %d", d.Supplements(), rules.Policy.ID, most)
	}
	return nil
}

// guardPause refuses a second pause beside the open one; one beside an open
// supplement is allowed, the two are merged.
func guardPause(d *Dossier) error {
	if d.openStop(StatePaused) != nil {
		return Allowed(StatePaused, TypePaused)
	}
	return nil
}

func guardResume(d *Dossier, e Event, data *Resumed) error {
	if d.openStop(StatePaused) == nil {
		return Allowed(StateProcessing, TypeResumed)
	}
	return guardDue(e, "due", data.Due)
}

func guardExtension(d *Dossier, e Event, data *Extended, rules Rules) error {
	last := d.Deadline()
	if last == nil || last.Due.IsZero() {
		return refuse(CodeNothingToExtend, "/type", "the dossier has no due to extend")
	}
	most := rules.Policy.MaxExtensions
	if rules.Procedure != nil && rules.Procedure.Extensions != nil {
		most = *rules.Procedure.Extensions
	}
	if most >= 0 && len(d.Extensions) >= most {
		return refuse(CodeTooManyExtensions, "/type", "%d extensions were given: policy %q allows %d", len(d.Extensions), rules.Policy.ID, most)
	}
	at := e.At
	if stopped, since := d.stopAt(at); stopped { // the clock stands where it stopped
		at = since
	}
	if last.Passed(at) {
		return refuse(CodeExtensionExpired, "/time", "time %s lies after the due %s: an extension must come before it expires", stamp(e.At), stamp(last.Due))
	}
	if data.By == (calendar.Limit{}) && !data.Appointment.After(last.Due) {
		return refuse(CodeInvalidField, "/data/appointment", "appointment %s is not after the due %s", stamp(data.Appointment), stamp(last.Due))
	}
	return nil
}
