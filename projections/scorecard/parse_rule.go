package scorecard

import (
	"fmt"
	"math/big"
)

// takeMaximum takes the points that there are. A figure has none.
func (k *criterion) takeMaximum(at string) error {
	switch given := k.Maximum.Rat != nil; {
	case k.Rule.Kind == KindFigure && given:
		return wrong(at+"/maximum", "a figure gives no points: it has no maximum")
	case k.Rule.Kind == KindFigure:
		return nil
	case !given:
		return wrong(at+"/maximum", "the maximum is missing")
	case k.Maximum.Sign() <= 0:
		return wrong(at+"/maximum", "the maximum %s is not greater than 0", whole(k.Maximum.Rat))
	case !k.Maximum.isPoints():
		return wrong(at+"/maximum", "the maximum %s has more than two decimals", whole(k.Maximum.Rat))
	}
	k.maximum = k.Maximum.Rat
	return nil
}

// isPoints reports whether the number has at most two decimals.
func (a amount) isPoints() bool { return new(big.Rat).Mul(a.Rat, hundred).IsInt() }

// takeRule takes the rule: each kind has members of its own.
func (k *criterion) takeRule(at string) error {
	if err := oneOf(at+"/kind", k.Rule.Kind, KindShare, KindThreshold, KindSteps, KindYesNo, KindDeduction, KindFigure); err != nil {
		return err
	}
	if err := k.Rule.checkMembers(at); err != nil {
		return err
	}
	k.rule = rule{kind: k.Rule.Kind, perUnit: k.Rule.PerUnit.Rat, at: one}
	switch k.rule.kind {
	case KindThreshold:
		k.rule.at = k.Rule.FullAt.Rat
		if k.rule.at == nil || k.rule.at.Sign() <= 0 {
			return wrong(at+"/full_at", "a threshold has the value from which the maximum is given, greater than 0")
		}
	case KindYesNo:
		if k.Rule.YesAt.Rat != nil {
			k.rule.at = k.Rule.YesAt.Rat
		}
	case KindSteps:
		return k.takeSteps(at + "/steps")
	case KindDeduction:
		return k.takeDeduction(at)
	}
	return nil
}

// checkMembers refuses members that the kind does not read: they would do
// nothing, and say nothing.
func (r *ruleForm) checkMembers(at string) error {
	for _, m := range [...]struct {
		name  string
		given bool
		of    []Kind
	}{
		{"full_at", r.FullAt.Rat != nil, []Kind{KindThreshold}},
		{"yes_at", r.YesAt.Rat != nil, []Kind{KindYesNo}},
		{"per_unit", r.PerUnit.Rat != nil, []Kind{KindDeduction}},
		{"steps", len(r.Steps) > 0, []Kind{KindSteps, KindDeduction}},
	} {
		if m.given && oneOf("", r.Kind, m.of...) != nil {
			return wrong(at+"/"+m.name, "a rule of kind %q has no %s", r.Kind, m.name)
		}
	}
	return nil
}

func (k *criterion) takeDeduction(at string) error {
	switch perUnit := k.Rule.PerUnit.Rat != nil; {
	case perUnit == (len(k.Rule.Steps) > 0):
		return wrong(at, "a deduction has either per_unit or steps")
	case !perUnit:
		return k.takeSteps(at + "/steps")
	case k.rule.perUnit.Sign() <= 0:
		return wrong(at+"/per_unit", "per_unit is not greater than 0")
	}
	return nil
}

// takeSteps takes the steps: a higher value never gives less, and the last one
// gives the maximum.
func (k *criterion) takeSteps(at string) error {
	for i, form := range k.Rule.Steps {
		place := fmt.Sprintf("%s/%d", at, i)
		switch {
		case form.From.Rat == nil:
			return wrong(place+"/from", "from is missing")
		case form.Points.Rat == nil:
			return wrong(place+"/points", "points are missing")
		case form.Points.Sign() < 0 || !form.Points.isPoints():
			return wrong(place+"/points", "points %s are not a number from 0 on with at most two decimals", whole(form.Points.Rat))
		case i > 0 && form.From.Cmp(k.rule.steps[i-1].from) <= 0:
			return wrong(place+"/from", "the step does not begin above the one before")
		case i > 0 && form.Points.Cmp(k.rule.steps[i-1].points) < 0:
			return wrong(place+"/points", "the step gives less than the one before")
		}
		k.rule.steps = append(k.rule.steps, step{form.From.Rat, form.Points.Rat})
	}
	if last := len(k.rule.steps) - 1; last < 0 || k.rule.steps[last].points.Cmp(k.maximum) != 0 {
		return wrong(at, "the last step does not give the maximum, %s", whole(k.maximum))
	}
	return nil
}
