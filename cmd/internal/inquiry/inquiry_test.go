package inquiry_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry"
	"github.com/hoso-engine/dossier/cmd/internal/inquiry/inquirytest"
	"github.com/hoso-engine/dossier/domain"
)

// given are parameters as a transport hands them over.
func given(values ...string) *inquiry.Parameters {
	all := make(map[string][]string)
	for i := 0; i < len(values); i += 2 {
		all[values[i]] = append(all[values[i]], values[i+1])
	}
	return inquiry.NewParameters(all)
}

// TestEveryParameterIsKnownAndGivenOnce: what nobody asked for is refused before
// the engine is asked.
func TestEveryParameterIsKnownAndGivenOnce(t *testing.T) {
	for _, c := range []struct {
		p     *inquiry.Parameters
		code  domain.ErrorCode
		field string
	}{
		{given("id", "vn", "min_position", "7"), "", ""},
		{given("id", "vn", "zone", "x", "colour", "red"), domain.CodeUnknownField, "colour"},
		{given("id", "vn", "id", "nl"), domain.CodeInvalidField, "id"},
		{given("min_position", "-1"), domain.CodeInvalidField, "min_position"},
		{given("known_at", "2025-12-20"), domain.CodeUnknownField, "known_at"},
	} {
		e := &inquirytest.Engine{}
		_, err := c.p.Answer(t.Context(), inquiry.Calendar(e), time.Second)
		if c.code == "" {
			if want := `calendar "vn" from 7`; err != nil || e.Asked() != want {
				t.Errorf("asked for %q (%v), want %q", e.Asked(), err, want)
			}
			continue
		}
		if refusal, ok := errors.AsType[*domain.Error](err); !ok || refusal.Code != c.code || refusal.Field != c.field || e.Asked() != "" {
			t.Errorf("refused with %v, asked for %q; want %s at %s", err, e.Asked(), c.code, c.field)
		}
	}
}

// TestAQuestionAboutThePastMayTakeLonger than one about what is known.
func TestAQuestionAboutThePastMayTakeLonger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for name, want := range map[string]time.Duration{"known_at": 2 * time.Minute, "against": 2 * time.Minute, "at": time.Second} {
			var took time.Duration
			_, err := given(name, "now").Answer(t.Context(), func(p *inquiry.Parameters) (inquiry.Query, error) {
				p.Get(name)
				return func(ctx context.Context, _ uint64) (any, error) {
					began := time.Now()
					<-ctx.Done()
					took = time.Since(began)
					return nil, ctx.Err()
				}, nil
			}, time.Second)
			if !errors.Is(err, context.DeadlineExceeded) || took != want {
				t.Errorf("with %s an answer may take %s (%v), want %s", name, took, err, want)
			}
		}
	})
}

// TestThePastIsFoldedForWhatCanBeRead, and its transport hears of it only when
// there is an answer.
func TestThePastIsFoldedForWhatCanBeRead(t *testing.T) {
	for _, c := range []struct {
		p           *inquiry.Parameters
		asked, told string
	}{
		{given("known_at", "2025-12-20T10:00:00Z"), "2025-12-20T10:00:00Z: statistics", "2025-12-20T10:00:00Z"},
		{given("known_at", "2025-12-20T10:00:00Z", "policy", "strict"), "known at", ""}, // published since then
		{given("known_at", "2025-12-20T10:00:00Z", "by", "colour"), "", ""},
		{given("known_at", "lately"), "", ""},
		{given(), "statistics 2026-01-01 to 2026-01-31", ""},
	} {
		e, told := &inquirytest.Engine{}, ""
		_, err := c.p.Answer(t.Context(), inquiry.Recall(e, inquiry.Statistics, inquirytest.Noon, func(at time.Time) {
			told = at.Format(time.RFC3339)
		}), time.Second)
		if answered := c.told != "" || strings.HasPrefix(c.asked, "statistics"); (err == nil) != answered {
			t.Errorf("%q is answered with %v", c.asked, err)
		}
		if told != c.told || c.asked == "" && e.Asked() != "" || !strings.HasPrefix(e.Asked(), c.asked) {
			t.Errorf("asked for %q and told of %q; want %q and %q", e.Asked(), told, c.asked, c.told)
		}
	}
}
