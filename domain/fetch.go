package domain

// Fetch and FetchLists have the processor fetch the parts of the dossier that lie apart
// in memory, for who is about to fold or pack many: see [register.Table.Fetch]. The
// lists are found by what Fetch fetches. What they return means nothing, but must be
// used, or the compiler leaves the reading out.
func (d *Dossier) Fetch() int {
	return int(d.State) + len(d.Agency) + len(d.Procedure) + len(d.Channel) + d.SubmittedAt.Nanosecond() + d.CompletedAt.Nanosecond() +
		len(d.Deadlines) + len(d.Waiting.Clock) + len(d.Handovers) + len(d.Raised) + len(d.adopted.ID) + len(d.fees)
}

// FetchLists is described at Fetch.
func (d *Dossier) FetchLists() (read int) {
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
