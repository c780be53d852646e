package domain

// supplementDeadline starts the clock of the applicant's window, which runs while
// the dossier's stands. Void when the supplement comes. Nil where the request
// gave none; a deadline without due where a correction took it away.
func (d *Dossier) supplementDeadline(s *Stop, rules Rules, cause DeadlineCause) *DeadlineSet {
	if s.Until.IsZero() && s.Revision == 0 {
		return nil
	}
	revision := 1
	for i := range d.Stops {
		revision = max(revision, d.Stops[i].Revision+1)
	}
	due := s.Until
	if !due.IsZero() {
		due = due.In(rules.Calendar.Location())
	}
	return rules.pin(DeadlineSet{
		Clock: SupplementClock, Revision: revision, For: s.Opened, Cause: cause,
		Start: s.From, From: s.From, Due: due, Verdict: rules.Policy.Verdict,
	})
}
