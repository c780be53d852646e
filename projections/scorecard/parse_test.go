package scorecard_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/register"
	"github.com/hoso-engine/dossier/projections/scorecard"
)

const share = `"rule":{"kind":"share"},"maximum":2`

// A wrong definition is refused with the place of what is wrong.
func TestWrongDefinitions(t *testing.T) {
	petitions := `{"name":"petitions","vi":"v","en":"e"}`
	with := func(formula, more string) string { return definition("", criterion("c", formula, more)) }
	head := func(old, replaced string) string {
		return strings.Replace(with("online / received", share), old, replaced, 1)
	}
	const inFormula, inRule = "/groups/0/criteria/0/formula", "/groups/0/criteria/0/rule"
	for _, row := range []struct {
		name, text, field, says string
	}{
		{"no JSON", `{"name":`, "/name", "the JSON can't be read"},
		{"no object", `[]`, "", "a scorecard is a JSON object"},
		{"a name twice", `{"name":"a","name":"b"}`, "/name", "duplicate"},
		{"an unknown member", head(`"source"`, `"sauce":"x","source"`), "/sauce", "not a known member"},
		{"a wrong kind", head(`"version":1`, `"version":"1"`), "/version", "wrong kind"},
		{"no number", head(`"maximum":2`, `"maximum":2e9`), "/groups/0/criteria/0/maximum", "not a number of a scorecard"},
		{"a percentage without quotes' end", head(`"maximum":2`, `"maximum":"2"`), "/groups/0/criteria/0/maximum", "not a number of a scorecard"},
		{"a bad name", head(`"test"`, `"Test 1"`), "/name", "lower-case"},
		{"no version", head(`"version":1`, `"version":0`), "/version", "0 is not a version"},
		{"no source", head(`"source":"s"`, `"source":" "`), "/source", "missing"},
		{"no Vietnamese", head(`"vi":"v"`, `"vi":""`), "/title/vi", "missing"},
		{"na is not said", head(`"na":"excluded",`, ``), "/na", `"" is not one of`},
		{"no group", `{"name":"a","version":1,"title":{"vi":"v","en":"e"},"source":"s","na":"zero","groups":[]}`, "/groups", "no group"},
		{"no criterion", definition(""), "/groups/0/criteria", "no criteria"},
		{"the sum is wrong", head(`"id":"g",`, `"id":"g","maximum":3,`), "/groups/0/maximum", "said to be 3, but the criteria add up to 2"},
		{"the whole sum is wrong", head(`"version":1,`, `"version":1,"maximum":100,`), "/maximum", "said to be 100"},
		{"an id twice", definition("", criterion("c", "online", share), criterion("c", "late", share)), "/groups/0/criteria/1/id", "is the id of /groups/0/criteria/0 already"},

		{"an indicator that is computed", definition(`{"name":"late","vi":"v","en":"e"}`, criterion("c", "late", share)), "/indicators/0/name", "is computed"},
		{"an indicator twice", definition(petitions+","+petitions, criterion("c", "petitions", share)), "/indicators/1/name", "named twice"},
		{"an indicator called by a period", definition(`{"name":"x_before","vi":"v","en":"e"}`, criterion("c", "x_before", share)), "/indicators/0/name", "no _before"},
		{"an indicator called by a function", definition(`{"name":"min","vi":"v","en":"e"}`, criterion("c", "min", share)), "/indicators/0/name", "no function"},
		{"an indicator with a bad id", definition(`{"name":"x","id":"a b","vi":"v","en":"e"}`, criterion("c", "x", share)), "/indicators/0/id", "subject can't carry"},
		{"an unknown fit", definition(`{"name":"x","vi":"v","en":"e","fit":"tight"}`, criterion("c", "x", share)), "/indicators/0/fit", `"tight" is not one of`},
		{"an indicator that nobody uses", definition(petitions, criterion("c", "late", share)), "/indicators/0/name", "no formula names"},

		{"no formula", with("", share), inFormula, "column 1"},
		{"half a formula", with("online +", share), inFormula, "column 8 of the formula of \"c\": unexpected token EOF"},
		{"an unknown indicator", with("online / nowhere", share), inFormula, `column 10 of the formula of "c": the indicator "nowhere" is not known`},
		{"Vietnamese before the fault", with("online + đ", share), inFormula, `column 10`},
		{"a division by zero", with("online / (2 - 2)", share), inFormula, "column 8 of the formula of \"c\": this divides by zero, always"},
		{"a hidden one", with("online / (1 / 0.0)", share), inFormula, "column 13"},
		{"a comparison", with("online > 5", share), inFormula, "column 8 of the formula of \"c\": the operator > is not one of + - * /"},
		{"a text", with("online + 'x'", share), inFormula, "column 10"},
		{"another function", with("len(online)", share), inFormula, "the only functions are min and max"},
		{"a function inside", with("plus(online, 1)", share), inFormula, "the only functions are min and max"},
		{"a condition", with("online ? 1 : 2", share), inFormula, "a formula is of numbers"},
		{"a list", with("[online][0]", share), inFormula, "a formula is of numbers"},
		{"a huge number", with("online * 1e999", share), inFormula, "column"},
		{"numbers alone", with("1 / 2", share), inFormula, "it names no indicator"},
		{"too long", with("online"+strings.Repeat(" + online", 100), share), inFormula, "column 501"},
		{"too many nodes", with("online"+strings.Repeat("+1", 120), share), inFormula, "column"},

		{"no maximum", with("online", `"rule":{"kind":"share"}`), "/groups/0/criteria/0/maximum", "missing"},
		{"a maximum below zero", with("online", `"rule":{"kind":"share"},"maximum":-1`), "/groups/0/criteria/0/maximum", "not greater than 0"},
		{"thousandths of a point", with("online", `"rule":{"kind":"share"},"maximum":0.125`), "/groups/0/criteria/0/maximum", "more than two decimals"},
		{"a figure with points", with("online", `"rule":{"kind":"figure"},"maximum":1`), "/groups/0/criteria/0/maximum", "has no maximum"},
		{"an unknown rule", with("online", `"rule":{"kind":"guess"},"maximum":1`), inRule + "/kind", `"guess" is not one of`},
		{"a threshold of nothing", with("online", `"rule":{"kind":"threshold"},"maximum":1`), inRule + "/full_at", "greater than 0"},
		{"a member of another rule", with("online", `"rule":{"kind":"share","full_at":1},"maximum":1`), inRule + "/full_at", "has no full_at"},
		{"steps that fall", with("online", `"rule":{"kind":"steps","steps":[{"from":0,"points":2},{"from":1,"points":1}]},"maximum":1`), inRule + "/steps/1/points", "less than the one before"},
		{"steps out of order", with("online", `"rule":{"kind":"steps","steps":[{"from":1,"points":0},{"from":1,"points":1}]},"maximum":1`), inRule + "/steps/1/from", "above the one before"},
		{"a step without points", with("online", `"rule":{"kind":"steps","steps":[{"from":1}]},"maximum":1`), inRule + "/steps/0/points", "missing"},
		{"steps below the maximum", with("online", `"rule":{"kind":"steps","steps":[{"from":1,"points":1}]},"maximum":2`), inRule + "/steps", "does not give the maximum"},
		{"a deduction of nothing", with("online", `"rule":{"kind":"deduction"},"maximum":2`), inRule, "either per_unit or steps"},
		{"a deduction that gives", with("online", `"rule":{"kind":"deduction","per_unit":-1},"maximum":2`), inRule + "/per_unit", "not greater than 0"},
		{"an unknown unit", with("online", `"unit":"‰",`+share), "/groups/0/criteria/0/unit", "is not one of"},
		{"too many decimals", with("online", `"decimals":7,`+share), "/groups/0/criteria/0/decimals", "7 is not a number of decimals"},
		{"an unknown na", with("online", `"na":"half",`+share), "/groups/0/criteria/0/na", "is not one of"},
		{"a goal without a sense", with("online", `"goal":{"value":1},`+share), "/groups/0/criteria/0/goal/is", "is not one of"},
		{"a goal that nobody can set", with("online", `"goal":{"is":"at-least","target":"a b"},`+share), "/groups/0/criteria/0/goal/target", "subject can't carry"},
	} {
		_, err := scorecard.Parse([]byte(row.text))
		e, ok := errors.AsType[*domain.Error](err)
		if !ok || e.Field != row.field || !strings.Contains(e.Message, row.says) {
			t.Errorf("%s: %v at %q, want %q at %q", row.name, err, domain.AsError(err).Field, row.says, row.field)
		}
	}
}

// FuzzParse: whatever a file holds, it is taken or refused with a sentence, and
// what is taken can be scored.
func FuzzParse(f *testing.F) {
	for _, rule := range []string{
		`"unit":"percent","decimals":1,"rule":{"kind":"threshold","full_at":"80%"},"maximum":4,"goal":{"is":"at-least","value":"80%"}`,
		`"rule":{"kind":"steps","steps":[{"from":0,"points":0},{"from":1.5,"points":4}]},"maximum":4,"na":"full"`,
		`"rule":{"kind":"deduction","per_unit":0.5},"maximum":4`, `"rule":{"kind":"figure"}`,
	} {
		f.Add([]byte(definition(outside, criterion("c", "(online - x_before) / y_year_before", rule))))
	}
	for _, formula := range []string{"-min(online, 2) * 0.5", "max(a)(b)", "((online", "online / (1 - 1)", "$env", "online // late", "let x = 1; x"} {
		f.Add([]byte(definition("", criterion("c", formula, share))))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		card, err := scorecard.Parse(b)
		if err == nil {
			report := card.Tally(register.New(projections.NewReference()).Columns(), domain.NewRegistry(), january()).Report()
			if len(report.Whole.Criteria) != len(report.Criteria) {
				t.Fatalf("%d criteria have %d scores", len(report.Criteria), len(report.Whole.Criteria))
			}
			return
		}
		if e, ok := errors.AsType[*domain.Error](err); !ok || e.Message == "" {
			t.Fatalf("the refusal is %v", err)
		}
	})
}
