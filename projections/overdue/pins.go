package overdue

import "github.com/hoso-engine/dossier/domain"

// pin is the versions that a deadline was set by.
type pin struct {
	policy, calendar, procedure domain.VersionRef
}

func pinOf(set *domain.DeadlineSet) pin {
	return pin{set.Policy, set.Calendar, domain.VersionRef{ID: set.Procedure.ID, Version: set.Procedure.Version}}
}

// on makes the deadline one that was set by these versions.
func (p *pin) on(set *domain.DeadlineSet) {
	set.Policy, set.Calendar = p.policy, p.calendar
	set.Procedure.ID, set.Procedure.Version = p.procedure.ID, p.procedure.Version
}

// pins numbers what deadlines pin, as it comes: a few thousand in all, for many
// dossiers pin the same.
type pins struct {
	all    []pin
	number map[pin]uint32
}

func (s *pins) of(set *domain.DeadlineSet) uint32 {
	key := pinOf(set)
	n, known := s.number[key]
	if !known {
		n = s.add(key)
	}
	return n
}

func (s *pins) add(key pin) uint32 {
	if s.number == nil {
		s.number = make(map[pin]uint32)
	}
	n := uint32(len(s.all))
	s.all, s.number[key] = append(s.all, key), n
	return n
}
