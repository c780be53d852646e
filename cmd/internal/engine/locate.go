package engine

import (
	"context"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
)

// locate returns the subject that the event belongs to. A dossier that this
// process has not heard of may have been received by another engine a moment
// ago: the log is read to its end before it is called unknown.
func (e *Engine) locate(ctx context.Context, said domain.Event) (string, error) {
	if kind := said.Type.Kind(); kind != domain.KindDossier {
		return eventstore.RegistrySubject(kind, said.Subject)
	}
	code := domain.Code(said.Subject)
	subject, err := e.subject(ctx, code, 0)
	if subject != "" || err != nil {
		return subject, err
	}
	if in := intake(said.Data); in != nil && in.Agency != "" {
		return eventstore.DossierSubject(in.Province, in.Agency, said.Subject)
	}
	head, err := e.Store.Head(ctx)
	if err != nil {
		return "", e.translate(err)
	}
	subject, err = e.subject(ctx, code, head.Position)
	if err == nil && subject == "" {
		err = unknownDossier(said.Subject)
	}
	return subject, err
}

// subject returns the subject of a known dossier, empty for an unknown one.
func (e *Engine) subject(ctx context.Context, code domain.Code, min uint64) (string, error) {
	if subject, ok := e.tracks.subject(code); ok {
		return subject, nil
	}
	var subject string
	err := e.Runner.Read(ctx, min, func() { subject, _ = e.Table.Subject(code) })
	return subject, err
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
