package register

import (
	"slices"
	"strings"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// Filter says which dossiers are meant: those that match all that is given. The
// zero Filter matches every dossier. It is about what is known now, but for
// Standing.
type Filter struct {
	State    []domain.State    // any of these
	Standing []domain.Standing // any of these, at At
	Verdict  []domain.Verdict  // any of these
	At       time.Time         // the instant of Standing

	Province  string
	Agency    string // that owns the promise
	Unit      string // of the present holder
	Officer   string // of the present holder
	Desk      string
	Procedure string
	Field     string
	Channel   domain.Channel
	Level     domain.ServiceLevel

	DueBefore time.Time // there is a due, and it lies before
	DueAfter  time.Time // there is a due, and it lies at or after

	// Q is searched for, whatever its case, at the beginning of the code and
	// anywhere in the procedure and the content.
	Q string

	Interlinked  bool // only those in which other agencies take part
	Backdated    bool // only those with an event that was backdated
	Corrected    bool // only those with a correction
	GivenDiffers bool // only those whose given due is not what the engine computes
	LimitUnknown bool // only those whose procedure is not known yet
	Apologised   bool // only those with an apology letter
}

// Match reports whether the dossier is one of those meant.
func (f Filter) Match(d *domain.Dossier) bool {
	return f.matchPlace(d) && f.matchMarks(d) && f.matchDue(d) && f.matchState(d) && f.matchText(d)
}

func (f *Filter) matchPlace(d *domain.Dossier) bool {
	if !is(f.Province, d.Province) || !is(f.Agency, d.Agency) || !is(f.Desk, d.Desk) ||
		!is(f.Procedure, d.Procedure) || !is(f.Field, d.Field) ||
		!is(f.Channel, d.Channel) || !is(f.Level, d.ServiceLevel) {
		return false
	}
	if f.Unit == "" && f.Officer == "" {
		return true
	}
	holder := d.Holder()
	return is(f.Unit, holder.Unit) && is(f.Officer, holder.Officer)
}

// is reports whether value is the wanted one; none wanted, every one is.
func is[T ~string](wanted, value T) bool { return wanted == "" || wanted == value }

func (f *Filter) matchMarks(d *domain.Dossier) bool {
	return (!f.Interlinked || d.Interlinked) &&
		(!f.Backdated || d.Backdated > 0) &&
		(!f.Corrected || d.Corrections > 0) &&
		(!f.Apologised || d.Apologised()) &&
		(!f.GivenDiffers || givenDiffers(d)) &&
		(!f.LimitUnknown || limitUnknown(d))
}

func (f *Filter) matchDue(d *domain.Dossier) bool {
	if f.DueBefore.IsZero() && f.DueAfter.IsZero() {
		return true
	}
	due := d.Due()
	return !due.IsZero() &&
		(f.DueBefore.IsZero() || due.Before(f.DueBefore)) &&
		(f.DueAfter.IsZero() || !due.Before(f.DueAfter))
}

func (f *Filter) matchState(d *domain.Dossier) bool {
	return (len(f.State) == 0 || slices.Contains(f.State, d.State)) &&
		(len(f.Verdict) == 0 || slices.Contains(f.Verdict, d.Verdict())) &&
		(len(f.Standing) == 0 || slices.Contains(f.Standing, d.StandingAt(f.At)))
}

func (f *Filter) matchText(d *domain.Dossier) bool {
	return f.Q == "" || holdsText(d, strings.ToLower(f.Q))
}
