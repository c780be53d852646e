package scorecard

import "github.com/hoso-engine/dossier/domain"

// The structs of this file are the form of a definition: see the package
// comment.

// Text is a text in both languages.
type Text struct {
	VI string `json:"vi"`
	EN string `json:"en"`
}

type definition struct {
	Name       string         `json:"name"` // lower-case letters, digits, hyphens
	Version    int            `json:"version"`
	Title      Text           `json:"title"`
	Source     string         `json:"source"`
	Maximum    amount         `json:"maximum,omitzero"` // what the criteria must add up to, where it is given
	NA         NA             `json:"na"`               // of criteria that say nothing else
	Indicators []recordedForm `json:"indicators,omitzero"`
	Groups     []groupForm    `json:"groups"`
	Notes      []string       `json:"notes,omitzero"`
}

// recordedForm names an indicator that is recorded from outside.
type recordedForm struct {
	Name    string     `json:"name"`
	ID      string     `json:"id,omitzero"` // subject of indicator.recorded; the name with - for _ where it is empty
	VI      string     `json:"vi"`
	EN      string     `json:"en"`
	Meaning string     `json:"meaning,omitzero"`
	Fit     domain.Fit `json:"fit,omitzero"` // exact where it is empty
}

type groupForm struct {
	ID       string          `json:"id"`
	Title    Text            `json:"title"`
	Maximum  amount          `json:"maximum,omitzero"` // what its criteria must add up to, where it is given
	Criteria []criterionForm `json:"criteria"`
}

type criterionForm struct {
	ID       string    `json:"id"`
	Title    Text      `json:"title"`
	Formula  string    `json:"formula"`
	Unit     Unit      `json:"unit,omitzero"`     // number where it is empty
	Decimals *int      `json:"decimals,omitzero"` // of the value in print; 2 where it is absent
	Rule     ruleForm  `json:"rule"`
	Maximum  amount    `json:"maximum,omitzero"` // points; of a deduction the most that is taken away
	NA       NA        `json:"na,omitzero"`
	Goal     *goalForm `json:"goal,omitzero"`
	Source   string    `json:"source,omitzero"` // of the rule: the decree, the plan
	Note     string    `json:"note,omitzero"`
}

type ruleForm struct {
	Kind    Kind       `json:"kind"`
	FullAt  amount     `json:"full_at,omitzero"`
	YesAt   amount     `json:"yes_at,omitzero"`
	PerUnit amount     `json:"per_unit,omitzero"`
	Steps   []stepForm `json:"steps,omitzero"`
}

type stepForm struct {
	From   amount `json:"from"`
	Points amount `json:"points"`
}

type goalForm struct {
	Target string `json:"target,omitzero"` // subject of target.set; the criterion's id where it is empty
	Is     Sense  `json:"is"`
	Value  amount `json:"value,omitzero"` // where target.set says nothing
}

// NA is how a criterion counts whose value is n/a.
type NA string

const (
	NAExcluded NA = "excluded" // it gives no points, and its maximum is not counted
	NAZero     NA = "zero"     // the worst
	NAFull     NA = "full"     // the best
)

// Unit is what a value is printed as.
type Unit string

const (
	UnitNumber  Unit = "number"
	UnitPercent Unit = "percent" // the value times 100
)

// Kind is how a value becomes points.
type Kind string

const (
	KindShare     Kind = "share"
	KindThreshold Kind = "threshold"
	KindSteps     Kind = "steps"
	KindYesNo     Kind = "yes-no"
	KindDeduction Kind = "deduction"
	KindFigure    Kind = "figure"
)

// Sense is how a value meets a goal.
type Sense string

const (
	AtLeast  Sense = "at-least"
	MoreThan Sense = "more-than"
	AtMost   Sense = "at-most"
	LessThan Sense = "less-than"
)
