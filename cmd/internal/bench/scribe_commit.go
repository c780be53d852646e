package bench

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
)

// subject returns where the log keeps what the event is about.
func (s *scribe) subject(d *domain.Dossier, said domain.Event) (string, error) {
	if kind := said.Type.Kind(); kind != domain.KindDossier {
		return eventstore.RegistrySubject(kind, said.Subject)
	}
	place := d.Intake
	switch data := said.Data.(type) {
	case *domain.Submitted:
		place = data.Intake
	case *domain.Received:
		place = data.Intake
	case *domain.Refused:
		place = data.Intake
	}
	if d.State != domain.StateNone {
		place = d.Intake // it stays where it was first heard of
	}
	return eventstore.DossierSubject(place.Province, place.Agency, said.Subject)
}

// decide decides the events of a transaction, each against what the one before
// would leave.
func (s *scribe) decide(d *domain.Dossier, said []domain.Event) (decided []domain.Event, err error) {
	registry := s.reference.Registry()
	if kind := said[0].Type.Kind(); kind != domain.KindDossier {
		return domain.DecideFact(registry.Fact(kind, said[0].Subject), said[0], s.now)
	}
	for _, e := range said {
		rules, err := registry.RulesFor(d, e)
		if err != nil {
			return nil, err
		}
		events, after, err := domain.Decide(d, e, rules, s.now)
		if err != nil {
			return nil, err
		}
		decided, d = append(decided, events...), after
	}
	return decided, nil
}

// commit takes over what was decided and hands it on.
func (s *scribe) commit(subject string, decided []domain.Event) error {
	for i := range decided {
		if e := &decided[i]; e.ID == "" {
			e.ID = uuid.NewSHA1(s.ids, fmt.Appendf(nil, "%s/%d", e.Subject, e.Sequence)).String()
		}
	}
	s.position++
	c := eventstore.Commit{Position: s.position, Subject: subject, Events: decided}
	if err := s.follow(c); err != nil {
		return err
	}
	return s.write(line{c, s.tail(c)})
}

// tail returns the end of the chain of a commit that was followed.
func (s *scribe) tail(c eventstore.Commit) *tail {
	if e := c.Events[0]; e.Type.Kind() == domain.KindDossier {
		return &s.dossiers[e.Subject].tail
	}
	if s.facts[c.Subject] == nil {
		s.facts[c.Subject] = new(tail)
	}
	return s.facts[c.Subject]
}

// takeUp follows what is in the log.
func (s *scribe) takeUp(ctx context.Context, store eventstore.Follower) error {
	head, err := store.Head(ctx)
	if err != nil || head.Position == 0 {
		return err
	}
	for r, err := range store.Follow(ctx, 0) {
		if err != nil {
			return err
		}
		c, err := eventstore.Decode(r)
		if err != nil {
			return err
		}
		if err := s.follow(c); err != nil {
			return err
		}
		*s.tail(c) = tail{r.Position, eventstore.HashOf(r.Body)}
		if r.Position == head.Position {
			break
		}
	}
	return nil
}

// follow folds a commit that lies in the log, or is about to.
func (s *scribe) follow(c eventstore.Commit) error {
	s.position = c.Position
	s.events += len(c.Events)
	if c.Events[0].Type.Kind() == domain.KindDossier {
		s.evolve(c.Subject, c.Events)
	}
	if err := s.reference.Apply(c); err != nil || s.ladder == nil {
		return err
	}
	return s.ladder.Apply(c)
}

func (s *scribe) evolve(subject string, events []domain.Event) {
	code := events[0].Subject
	d := s.dossiers[code]
	if d == nil {
		d = &held{subject: subject, number: len(s.numbered)}
		s.dossiers[code], s.numbered = d, append(s.numbered, d)
	}
	over := isOver(&d.Dossier)
	for _, e := range events {
		d.Evolve(e)
	}
	if !over && isOver(&d.Dossier) {
		s.ended = append(s.ended, ended{code, s.now})
	}
}

// isOver reports whether nothing is left to be done about the dossier.
func isOver(d *domain.Dossier) bool {
	return d.State != domain.StateNone && d.State != domain.StateSubmitted && d.State != domain.StateCompleted && !d.State.Open()
}

// forget lets go of the dossiers that ended long ago.
func (s *scribe) forget() {
	for len(s.ended) > 0 && s.now.Sub(s.ended[0].at) > kept {
		code := s.ended[0].code
		if d := s.dossiers[code]; d != nil { // it may have ended twice
			s.numbered[d.number] = nil
			delete(s.dossiers, code)
		}
		s.ended = s.ended[1:]
	}
}
