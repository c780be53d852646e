package demo

import (
	"fmt"
	"io"
	"time"

	"github.com/schollz/progressbar/v3"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

// screen shows a play as it goes: a line for an event, as many as can be read.
// It is used by one goroutine.
type screen struct {
	out    io.Writer
	plan   *Plan
	bar    *progressbar.ProgressBar // nil where nobody watches
	budget budget
	all    bool // show every line, whatever the budget
	codes  map[string]*Course
	day    calendar.Date
	counts counts
}

// counts is what has happened so far.
type counts struct{ received, ended, alerts int }

func newScreen(o *Options, plan *Plan) *screen {
	s := &screen{out: o.Stdout, plan: plan, budget: newBudget(o.Speed), codes: make(map[string]*Course, plan.Dossiers())}
	for c := range plan.Courses() {
		s.codes[c.Code] = c
	}
	if o.JSON {
		s.out = io.Discard
	}
	if o.Terminal {
		s.bar = progressbar.NewOptions(plan.To.Sub(plan.From)+1,
			progressbar.OptionSetWriter(o.Stderr), progressbar.OptionSetDescription("ngày"),
			progressbar.OptionShowCount(), progressbar.OptionSetPredictTime(false),
			progressbar.OptionClearOnFinish())
	}
	return s
}

// turn shows that simulated time has come to the instant.
func (s *screen) turn(now time.Time) {
	s.budget.grow(now)
	day := s.plan.office.date(now)
	if day == s.day || day.After(s.plan.To) {
		return
	}
	if _, month, _ := day.Civil(); !s.day.IsZero() && month != monthOf(s.day) {
		s.line("── %s ── đã tiếp nhận %d · đã kết thúc %d · cảnh báo %d",
			now.Format("01/2006"), s.counts.received, s.counts.ended, s.counts.alerts)
	}
	s.day = day
	if s.bar != nil {
		_ = s.bar.Set(day.Sub(s.plan.From) + 1) // a bar that can't be drawn stops nothing
	}
}

func monthOf(d calendar.Date) time.Month {
	_, month, _ := d.Civil()
	return month
}

// See implements audience.
func (s *screen) See(now time.Time, st *story, e domain.Event, r domain.Result, planned bool) {
	s.count(e, r)
	if !s.budget.allows(weigh(e, r, planned)) {
		return
	}
	verb, what := verbs[e.Type], ""
	if st != nil {
		what = st.Procedure.short(44)
	}
	switch {
	case r.Status == domain.Duplicated:
		verb = "gửi lặp lại"
		what += "  (đã nhận, không ghi hai lần)"
	case r.Error != nil:
		verb = "BỊ TỪ CHỐI"
		what = fmt.Sprintf("%s: %s", e.Type, r.Error)
	default:
		what += s.detail(st, e, r)
	}
	s.entry(now, verb, e.Subject, what)
}

// count keeps the totals that are shown at each month's beginning.
func (s *screen) count(e domain.Event, r domain.Result) {
	if r.Status != domain.Accepted {
		return
	}
	switch e.Type {
	case domain.TypeReceived:
		s.counts.received++
	case domain.TypeCompleted, domain.TypeWithdrawn, domain.TypeTerminated:
		s.counts.ended++
	}
}

// alert shows an alert that the supervisor has received.
func (s *screen) alert(a alert) {
	s.counts.alerts++
	w := nearing
	if a.Type == domain.TypeMissed && a.Clock == domain.DossierClock {
		w = notable
	}
	if !s.all && !s.budget.allows(w) {
		return
	}
	what := rungName(a.Rung)
	if !a.Due.IsZero() {
		what += " · hạn " + s.local(a.Due)
	}
	if c := s.codes[a.Code]; c != nil {
		what += " · " + c.Procedure.short(40)
	}
	s.entry(a.Instant, "▲ CẢNH BÁO", a.Code, what)
}

// entry prints one line: when, what, which dossier.
func (s *screen) entry(at time.Time, verb, code, what string) {
	s.line("%s  %-16s  %-20s  %s", s.local(at), verb, code, what)
}

func (s *screen) local(t time.Time) string {
	return t.In(s.plan.office.Location()).Format("02/01/2006 15:04")
}

// line prints a line, above the progress bar where there is one.
func (s *screen) line(format string, args ...any) {
	if s.bar != nil {
		_ = s.bar.Clear()
	}
	_, _ = fmt.Fprintf(s.out, format+"\n", args...) // a screen that is gone stops nothing
	if s.bar != nil {
		_ = s.bar.RenderBlank()
	}
}

// done takes the progress bar away.
func (s *screen) done() {
	if s.bar != nil {
		_ = s.bar.Finish()
		s.bar = nil
	}
}
