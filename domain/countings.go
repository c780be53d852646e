package domain

import "slices"

// Counting returns the version of a counting policy that is in force: the last
// one of the log. The default policy is there from the beginning.
func (g *Registry) Counting(name string) (CountingPolicy, bool) {
	return ChooseCounting(g.countingVersions(name), name)
}

// Countings returns every version of every counting policy, by name and version.
func (g *Registry) Countings() []CountingPolicy {
	names := g.countings.keys()
	if !slices.Contains(names, DefaultCountingName) {
		names = append(names, DefaultCountingName)
		slices.Sort(names)
	}
	var all []CountingPolicy
	for _, name := range names {
		all = append(all, g.countingVersions(name)...)
	}
	return all
}

func (g *Registry) countingVersions(name string) []CountingPolicy {
	versions, _ := g.countings.get(name)
	if name == DefaultCountingName {
		return append([]CountingPolicy{DefaultCounting()}, versions...)
	}
	return versions
}

// continues checks that a version of a counting policy is the next one: a figure
// of every version between must be possible to ask for.
func (f *Fact) continues(subject string, p *CountingPolicy) error {
	last := f.Version
	if subject == DefaultCountingName {
		last = max(last, DefaultCounting().Version)
	}
	if err := (&Fact{Version: last}).next(subject, p.Name, p.Version); err != nil {
		return err
	}
	if p.Version != last+1 {
		return refuse(CodeInvalidField, "/data/counting/version", "version %d of %q does not follow version %d: the next one is %d",
			p.Version, subject, last, last+1)
	}
	return nil
}

// CountingList is counting policies, for people and programs.
type CountingList struct {
	Countings []CountingPolicy `json:"countings"` // every version, by name and version
}

// CountingListOf returns the policies of that name, all where it is empty. An
// unknown name fails with [CodeUnknown].
func (g *Registry) CountingListOf(name string) (CountingList, error) {
	list := CountingList{Countings: []CountingPolicy{}}
	for _, p := range g.Countings() {
		if name == "" || p.Name == name {
			list.Countings = append(list.Countings, p)
		}
	}
	if len(list.Countings) == 0 {
		return list, refuse(CodeUnknown, "name", "there is no counting policy %.80q", name)
	}
	return list, nil
}
