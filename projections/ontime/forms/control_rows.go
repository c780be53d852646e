package forms

import (
	"strconv"
	"strings"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// receipt is the first row: the desk takes the dossier from the applicant.
func (f *ControlSheet) receipt(l Language) []Cell {
	until := f.Ended
	if len(f.Steps) > 0 {
		until = f.Steps[0].At
	}
	return []Cell{
		words("1"), words(l.of(textTakenBy)), words(f.holder(f.Receiver)), at(f.Received), words(l.of(textReceipt)),
		at(time.Time{}), at(until), words(""), words(f.stops(l, f.Received, until)),
	}
}

// row is a hand-over and the verdict on the step that it began.
func (f *ControlSheet) row(l Language, i int, from Holder) []Cell {
	step := &f.Steps[i]
	verdict := step.Verdict
	if verdict == domain.NoVerdict && step.Late {
		verdict = domain.Late // already, while it lasts
	}
	return []Cell{
		words(strconv.Itoa(i + 2)), words(f.holder(from)), words(f.holder(holderOf(step))), at(step.At), words(step.Step),
		at(step.Due), at(step.Until), words(l.of(textVerdicts[verdict])), words(f.stops(l, step.At, step.Until)),
	}
}

func holderOf(step *domain.StepView) Holder {
	return Holder{Agency: step.Agency, Unit: step.Unit, Officer: step.Officer}
}

// holder prints who has the dossier: "Phòng Nghiệp vụ Dược, Sở Y tế (cb-017)".
func (f *ControlSheet) holder(h Holder) string {
	parts := []string{}
	for _, id := range []string{h.Unit, h.Agency} {
		if id != "" {
			parts = append(parts, f.Titles.unit(id))
		}
	}
	text := strings.Join(parts, ", ")
	if h.Officer != "" {
		text += " (" + h.Officer + ")"
	}
	return strings.TrimSpace(text)
}

// stops says when the clock stood between two instants; the zero end is none.
func (f *ControlSheet) stops(l Language, from, until time.Time) string {
	said := []string{}
	for _, stop := range f.Stops {
		if stop.From.Before(from) || !until.IsZero() && !stop.From.Before(until) {
			continue
		}
		why := l.of(textStops[stopKey(stop)])
		if stop.To.IsZero() {
			said = append(said, l.say(textOpenStop, why, l.instant(stop.From)))
			continue
		}
		said = append(said, l.say(textStopped, why, l.instant(stop.From), l.instant(stop.To)))
	}
	return strings.Join(said, "; ")
}

func stopKey(stop domain.StopView) string {
	if stop.Kind == domain.StateSupplement {
		return "supplement"
	}
	return string(stop.Reason)
}

// when says when the dossier was received and is due.
func (f *ControlSheet) when(l Language) string {
	instants := []any{}
	for _, t := range []time.Time{f.Received, f.Due} {
		text := l.of(textNoDue)
		if !t.IsZero() {
			text = l.instant(t)
		}
		instants = append(instants, text)
	}
	return l.say(textWhen, instants...)
}

// outcome says how the dossier ended.
func (f *ControlSheet) outcome(l Language) string {
	switch verdict, judged := textVerdicts[f.Verdict]; {
	case f.Ended.IsZero():
		return l.of(textOutcomeNo)
	case judged:
		return l.say(textOutcome, l.instant(f.Ended), strings.ToLower(l.of(verdict)))
	}
	return l.say(textEndedAs, l.instant(f.Ended), strings.ToLower(l.of(textStandings[f.Standing])))
}
