package register_test

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/register"
)

// words reads a query string, as a server does.
func words(t *testing.T, query string) func(string) string {
	t.Helper()
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	return values.Get
}

func TestEveryWordOfTheFilter(t *testing.T) {
	w := busy(t)
	table := table(t, w)
	for _, test := range []struct {
		query string
		want  []int
	}{
		{"", []int{1, 2, 3, 4, 5, 6, 7, 8, 9}},
		{"state=processing", []int{1}},
		{"state=submitted,completed", []int{3, 4}},
		{"standing=overdue", []int{1, 7}},
		{"standing=overdue&at=2026-01-12", nil},
		{"standing=overdue&at=2026-01-13", []int{1}},
		{"standing=in-time&at=2026-01-12T23:59:59%2B07:00", []int{1, 7}},
		{"standing=in-time&at=2026-01-12T23:59:59+07:00", []int{1, 7}}, // the plus sign was not escaped
		{"standing=stopped", []int{2}},
		{"verdict=early", []int{3, 9}},
		{"province=H38&agency=SYT", []int{1, 2, 3, 4, 5, 6, 7, 8, 9}},
		{"agency=STP", nil},
		{"unit=unit-1", []int{1}},
		{"unit=desk&officer=officer-0&procedure=days", []int{2, 7, 8}},
		{"officer=officer-1", []int{1}},
		{"procedure=weeks", []int{3}},
		{"field=field-hours", []int{9}}, // 4 waits: its field is taken when it is received
		{"channel=postal", []int{7}},
		{"level=full&channel=postal", []int{7}},
		{"due_before=2026-01-12", []int{9}},
		{"due_before=2026-01-13", []int{1, 2, 8, 9}},
		{"due_before=2026-01-12T17:00:00%2B07:00", []int{9}},
		{"due_after=2026-01-12", []int{3, 7}},
		{"due_after=2026-01-11&due_before=2026-01-13", []int{1, 2, 8}},
		{"q=h38.21-260105-0007", []int{7}},
		{"q=260105", nil}, // not how the code begins
		{"q=WEEK", []int{3}},
		{"q=c%E1%BA%A5p+ph%C3%A9p+days", []int{1, 2, 7, 8}},
		{"backdated=true", []int{3}},
		{"corrected=true", []int{9}},
		{"given_differs=true", []int{7}},
		{"limit_unknown=true", []int{6}},
		{"interlinked=true", nil},
		{"apologised=true", nil},
	} {
		f, err := register.ParseFilter(words(t, test.query), w.Now, logtest.Zone)
		if err != nil {
			t.Errorf("%s: %v", test.query, err)
		}
		var got []int
		for d := range table.Find(f) {
			n := 0
			fmt.Sscanf(string(d.Code), "H38.21-260105-%d", &n)
			got = append(got, n)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: got %v, want %v", test.query, got, test.want)
		}
	}
}

func TestUnreadableWordsAreRefused(t *testing.T) {
	for query, field := range map[string]string{
		"state=gone": "state", "state=processing,": "state", "state=none": "state", "standing=late": "standing",
		"verdict=bad": "verdict", "channel=phone": "channel", "level=5": "level", "due_before=tomorrow": "due_before",
		"due_after=2026-02-30": "due_after", "at=12": "at", "backdated=perhaps": "backdated",
		"sort=age": "sort", "limit=0": "limit", "limit=1001": "limit", "limit=many": "limit", "cursor=%21": "cursor",
	} {
		_, err := register.ParseQuery(words(t, query), logtest.At("2026-01-05 08:00"), logtest.Zone)
		refusal, is := errors.AsType[*domain.Error](err)
		if !is || refusal.Code != domain.CodeInvalidField || refusal.Field != field {
			t.Errorf("%s: %v", query, err)
			continue
		}
		if value := words(t, query)(field); !strings.Contains(refusal.Message, field+" "+fmt.Sprintf("%q", value)) {
			t.Errorf("%s: %q does not name field and value", query, refusal.Message)
		}
	}
}
