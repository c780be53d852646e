package domain

// Prefetch and PrefetchLists have the processor fetch the parts of the dossier that lie
// apart in memory, for who is about to fold or pack many dossiers: first Prefetch for
// all of them, which fetches what tells where their lists are. What they return means
// nothing, but must be used, or the compiler leaves the reading out.
func (d *Dossier) Prefetch() int {
	return int(d.State) + len(d.Agency) + len(d.Procedure) + len(d.Channel) + d.SubmittedAt.Nanosecond() + d.CompletedAt.Nanosecond() +
		len(d.Deadlines) + len(d.Waiting.Clock) + len(d.Handovers) + len(d.Raised) + len(d.adopted.ID) + len(d.fees)
}

// PrefetchLists is described at Prefetch.
func (d *Dossier) PrefetchLists() (read int) {
	for i := range d.Deadlines {
		set := &d.Deadlines[i]
		read += len(set.Clock) + len(set.Verdict) + len(set.Procedure.ID) + len(set.Calendar.ID) +
			set.Start.Nanosecond() + set.Breach.Nanosecond() + set.RecordedAt.Nanosecond()
	}
	for i := range d.Handovers {
		h := &d.Handovers[i]
		read += h.At.Nanosecond() + len(h.Step) + len(h.verdict) + h.Breach.Nanosecond()
	}
	for i := range d.Raised {
		read += len(d.Raised[i].Clock)
	}
	return read
}
