package engine

import (
	"context"
	"errors"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
)

// place is where an event belongs in the log.
type place struct {
	subject string
	code    domain.Code // empty for a reference fact
	// fresh: nothing is known of the subject, so that reading it can be saved.
	// Should another engine have written to it, the append meets a conflict.
	fresh bool
}

// locate returns the place of the event. A dossier that this process has not
// heard of may have been received by another engine a moment ago: the log is
// read to its end before it is called unknown.
func (e *Engine) locate(ctx context.Context, said *domain.Event) (place, error) {
	if kind := said.Type.Kind(); kind != domain.KindDossier {
		subject, err := eventstore.RegistrySubject(kind, said.Subject)
		return place{subject: subject}, err
	}
	at := place{code: domain.Code(said.Subject)}
	if in := intake(said.Data); in != nil && in.Agency != "" {
		return e.locateIntake(ctx, at, in)
	}
	var err error
	if at.subject, err = e.subject(ctx, at.code); at.subject != "" || err != nil {
		return at, err
	}
	head, err := e.Store.Head(ctx)
	if err != nil {
		return at, e.translate(err)
	}
	if at.subject, err = e.applied(ctx, at.code, head.Position); err == nil && at.subject == "" {
		err = unknownDossier(said.Subject)
	}
	return at, err
}

// locateIntake returns where the dossier of an intake lies; where that is not known,
// the intake says it. Another intake that is being decided does not: it may be
// refused.
func (e *Engine) locateIntake(ctx context.Context, at place, in *domain.Intake) (_ place, err error) {
	if at.subject, err = e.applied(ctx, at.code, 0); at.subject != "" || err != nil {
		return at, err
	}
	at.fresh = true
	at.subject, err = eventstore.DossierSubject(in.Province, in.Agency, string(at.code))
	return at, err
}

// subject returns the subject of a dossier that is known, or whose intake is being
// decided; empty for an unknown one.
func (e *Engine) subject(ctx context.Context, code domain.Code) (string, error) {
	if subject, ok := e.tracks.subject(code); ok {
		return subject, nil
	}
	return e.applied(ctx, code, 0)
}

// applied returns the subject that the projections know of the dossier once they have
// applied the position; empty where they know none.
func (e *Engine) applied(ctx context.Context, code domain.Code, least uint64) (subject string, err error) {
	err = e.Runner.Read(ctx, least, func() { subject, _ = e.Table.Subject(code) })
	return subject, undecided(err)
}

// undecided turns a wait for the projections that ended too early into the
// refusal of an event: [domain.CodeNotVisible] would tell the desk that the
// event was accepted.
func undecided(err error) error {
	if errors.Is(err, &domain.Error{Code: domain.CodeNotVisible}) {
		return &domain.Error{Code: domain.CodeUnavailable, Message: "the log is not read to its end yet; nothing was taken: send the event again"}
	}
	return err
}

// intake returns what the data says of the dossier's place in the log; nil
// where it says nothing.
func intake(data domain.Data) *domain.Intake {
	switch data := data.(type) {
	case *domain.Submitted:
		return &data.Intake
	case *domain.Received:
		return &data.Intake
	case *domain.Refused:
		return &data.Intake
	}
	return nil
}

func unknownDossier(code string) *domain.Error {
	return &domain.Error{Code: domain.CodeUnknownDossier, Field: "/subject", Message: "dossier \"" + code + "\" is not known"}
}
