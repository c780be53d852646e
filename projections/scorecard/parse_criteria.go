package scorecard

import (
	"errors"
	"fmt"
	"math/big"

	"github.com/hoso-engine/dossier/domain"
)

// takeGroups takes the criteria of every group, and checks that their maxima add
// up to what is said.
func (c *Card) takeGroups(d *definition) error {
	all := new(big.Rat)
	groups, ids := make(map[string]string), make(map[string]string)
	for i := range d.Groups {
		g, at := &d.Groups[i], fmt.Sprintf("/groups/%d", i)
		if err := checkID(at, g.ID, groups); err != nil {
			return err
		}
		if err := g.Title.check(at + "/title"); err != nil {
			return err
		}
		if len(g.Criteria) == 0 {
			return wrong(at+"/criteria", "group %q has no criteria", g.ID)
		}
		sum := new(big.Rat)
		for j := range g.Criteria {
			k, err := c.takeCriterion(d, g, &g.Criteria[j], fmt.Sprintf("%s/criteria/%d", at, j), ids)
			if err != nil {
				return err
			}
			if k.scored() {
				sum.Add(sum, k.maximum)
			}
		}
		if err := addsUp(at+"/maximum", g.Maximum, sum); err != nil {
			return err
		}
		all.Add(all, sum)
	}
	return addsUp("/maximum", d.Maximum, all)
}

// addsUp checks the maximum that is said, if any.
func addsUp(at string, said amount, sum *big.Rat) error {
	if said.Rat == nil || said.Cmp(sum) == 0 {
		return nil
	}
	return wrong(at, "the maximum is said to be %s, but the criteria add up to %s", whole(said.Rat), whole(sum))
}

func checkID(at, id string, taken map[string]string) error {
	if !idForm.MatchString(id) {
		return wrong(at+"/id", "%.40q is not of lower-case letters, digits and hyphens", id)
	}
	if other, twice := taken[id]; twice {
		return wrong(at+"/id", "%q is the id of %s already", id, other)
	}
	taken[id] = at
	return nil
}

func (c *Card) takeCriterion(d *definition, g *groupForm, form *criterionForm, at string, ids map[string]string) (*criterion, error) {
	k := &criterion{criterionForm: *form, group: g.ID, decimals: 2, maximum: zero, goal: form.Goal}
	for _, step := range [...]func() error{
		func() error { return checkID(at, form.ID, ids) },
		func() error { return form.Title.check(at + "/title") },
		func() error { return c.takeFormula(k, at) },
		func() error { return k.takePrint(at) },
		func() error { return k.takeMaximum(at) },
		func() error { return k.takeRule(at + "/rule") },
		func() error { return k.takeNA(d.NA, at) },
		func() error { return k.takeGoal(at + "/goal") },
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	c.criteria = append(c.criteria, k)
	if len(c.criteria) > maxCriteria {
		return nil, wrong(at, "a scorecard has at most %d criteria", maxCriteria)
	}
	return k, nil
}

func (c *Card) takeFormula(k *criterion, at string) error {
	f, err := compile(k.Formula, func(name string) bool { _, known := c.lookUp(name); return known })
	var place *formulaError
	if errors.As(err, &place) {
		return wrong(at+"/formula", "column %d of the formula of %q: %s", place.column, k.ID, place.says)
	}
	if err != nil {
		return err
	}
	k.formula = f
	for _, name := range f.names {
		ref, _ := c.lookUp(name)
		k.figures = append(k.figures, ref)
		k.recorded = k.recorded || ref.record != nil
	}
	if len(f.names) == 0 {
		return wrong(at+"/formula", "column 1 of the formula of %q: it names no indicator", k.ID)
	}
	return nil
}

// mostDecimals is how many decimals a value is printed with at most.
const mostDecimals = 6

func (k *criterion) takePrint(at string) error {
	if k.Unit == "" {
		k.Unit = UnitNumber
	}
	if k.Decimals != nil {
		k.decimals = *k.Decimals
	}
	if k.decimals < 0 || k.decimals > mostDecimals {
		return wrong(at+"/decimals", "%d is not a number of decimals from 0 to %d", k.decimals, mostDecimals)
	}
	return oneOf(at+"/unit", k.Unit, UnitNumber, UnitPercent)
}

func (k *criterion) takeNA(usual NA, at string) error {
	if k.NA == "" {
		k.NA = usual
	}
	return k.NA.check(at + "/na")
}

func (k *criterion) takeGoal(at string) error {
	if k.goal == nil {
		return nil
	}
	goal := *k.goal
	k.goal = &goal
	if goal.Target == "" {
		k.goal.Target = k.ID
	}
	if _, err := domain.Token(k.goal.Target); err != nil {
		return wrong(at+"/target", "%s", err.Message)
	}
	return oneOf(at+"/is", k.goal.Is, AtLeast, MoreThan, AtMost, LessThan)
}

// checkUse refuses a recorded indicator that no formula names: one of them is
// mistyped.
func (c *Card) checkUse(d *definition) error {
	used := make(map[string]bool)
	for _, k := range c.criteria {
		for _, ref := range k.figures {
			used[ref.base] = true
		}
	}
	for i, r := range d.Indicators {
		if !used[r.Name] {
			return wrong(fmt.Sprintf("/indicators/%d/name", i), "no formula names the indicator %q", r.Name)
		}
	}
	return nil
}
