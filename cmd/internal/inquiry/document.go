package inquiry

import (
	"context"

	"github.com/hoso-engine/dossier/domain"
)

// Document is a question that is a document of its own, not a list of parameters.
type Document func(ctx context.Context, document []byte, least uint64) (any, error)

// PreviewCalendar asks what publishing a calendar would move.
func PreviewCalendar(e Engine) Document { return reading(domain.ParseProposal, e.PreviewCalendar) }

// WhatIf asks for the verdicts that would differ under other rules.
func WhatIf(e Engine) Document { return reading(domain.ParseWhatIf, e.WhatIf) }

// PreviewSilence asks for the alerts that a silence would mute.
func PreviewSilence(e Engine) Document { return reading(domain.ParseSilence, e.PreviewSilence) }

// reading asks for what the document says.
func reading[Q, A any](parse func([]byte) (Q, error), ask func(ctx context.Context, q Q, least uint64) (A, error)) Document {
	return func(ctx context.Context, document []byte, least uint64) (any, error) {
		q, err := parse(document)
		if err != nil {
			return nil, err
		}
		return ask(ctx, q, least)
	}
}
