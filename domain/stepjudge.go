package domain

import "time"

// JudgeStep returns the verdict on a hand-over whose step was done, or is looked
// at, at the instant. While the dossier is stopped its step's clock stands.
func (d *Dossier) JudgeStep(h *Handover, at time.Time) Verdict {
	return h.Judge(d.stepHand(h, at))
}
