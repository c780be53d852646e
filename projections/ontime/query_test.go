package ontime_test

import (
	"errors"
	"testing"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/ontime"
)

func TestThePeriodAsked(t *testing.T) {
	const endOf = " 23:59:59.999"
	for _, test := range []struct{ query, from, to, asOf string }{
		{"", "2026-01-01", "2026-01-31", "2026-01-20 10:00:00.000"},
		{"from=2026-01-15", "2026-01-15", "2026-01-20", "2026-01-20 10:00:00.000"},
		{"from=2026-03-01", "2026-03-01", "2026-03-01", "2026-01-20 10:00:00.000"},
		{"from=2026-03-01&to=2026-03-31&as_of=2026-01-20T10:00:00%2B07:00", "2026-03-01", "2026-03-31", "2026-01-20 10:00:00.000"},
		{"to=2025-12-14", "2025-12-01", "2025-12-14", "2025-12-14" + endOf},
		{"from=2025-12-15&to=2026-01-14", "2025-12-15", "2026-01-14", "2026-01-14" + endOf},
		{"from=2026-01-01&to=2026-01-31&as_of=2026-01-10", "2026-01-01", "2026-01-31", "2026-01-10" + endOf},
		{"from=2026-01-01&to=2026-01-31&as_of=2026-01-10T08:00:00Z", "2026-01-01", "2026-01-31", "2026-01-10 15:00:00.000"},
	} {
		q, err := ontime.ParseQuery(words(t, test.query), logtest.At("2026-01-20 10:00"), logtest.Zone)
		must(t, err)
		asOf := q.AsOf.In(logtest.Zone).Format("2006-01-02 15:04:05.000")
		if q.From.String() != test.from || q.To.String() != test.to || asOf != test.asOf || !q.Filter.At.Equal(q.AsOf) {
			t.Errorf("%q asks for %s to %s as of %s", test.query, q.From, q.To, asOf)
		}
	}
}

// Of a period to come nothing is known but what is pending now, as it stands now.
func TestAPeriodThatHasNotBegun(t *testing.T) {
	rows, now := rowsOf(t, january(t)), logtest.At("2026-01-12 20:00")
	today, err := ontime.ParseQuery(words(t, "from=2026-01-01&to=2026-01-31"), now, logtest.Zone)
	must(t, err)
	next, err := ontime.ParseQuery(words(t, "from=2026-03-01&to=2026-04-30&by=month"), now, logtest.Zone)
	must(t, err)
	pending, report := ontime.Statistics(rows, today).Total, ontime.Statistics(rows, next)
	must(t, report.Check())
	got := report.Total
	if got.Carried != pending.Pending || got.Received != got.Carried || got.InTime != pending.InTime || got.Overdue != pending.Overdue {
		t.Errorf("the period to come says %+v of what is pending: %+v", got, pending)
	}
	if len(report.Rows) != 1 || report.Rows[0].Key != "2026-03" {
		t.Errorf("its months: %+v", report.Rows)
	}
	again, err := ontime.ParseCellQuery(words(t, report.Cells+"&column=carried_over"), now.AddDate(0, 0, 1), logtest.Zone)
	must(t, err)
	if !again.AsOf.Equal(now) {
		t.Errorf("the list behind it is asked for as of %s", again.AsOf)
	}
}

func TestAsOfCutsThePeriodShort(t *testing.T) {
	q := month()
	q.AsOf = logtest.At("2026-01-12 20:00")
	report := ontime.Statistics(rowsOf(t, january(t)), q)
	must(t, report.Check())
	if got := report.Total; got.Received != 9 || got.Resolved != 5 || got.Late != 0 || got.Overdue != 0 || got.Pending != 4 {
		t.Errorf("on the evening of the due day: %+v", got)
	}
}

func TestWhatCantBeAsked(t *testing.T) {
	for query, field := range map[string]string{
		"from=x": "from", "to=2026-13-01": "to", "from=2026-02-01&to=2026-01-01": "to", "from=1900-01-01": "to",
		"by=age": "by", "policy=other": "policy", "state=gone": "state", "as_of=yesterday": "as_of",
		"from=2026-01-01&to=2026-01-31&as_of=2026-02-01": "as_of", "from=2026-01-01&to=2026-01-31&as_of=2025-12-31": "as_of",
	} {
		_, err := ontime.ParseQuery(words(t, query), logtest.At("2026-01-20 10:00"), logtest.Zone)
		refusal, is := errors.AsType[*domain.Error](err)
		if !is || refusal.Code != domain.CodeInvalidField || refusal.Field != field {
			t.Errorf("%s: %v", query, err)
		}
	}
}

func TestAPolicyThatIsKnown(t *testing.T) {
	strict := ontime.DefaultCounting()
	strict.Name, strict.Withdrawn = "strict", ontime.Excluded
	q, err := ontime.ParseQuery(words(t, "policy=strict"), logtest.At("2026-01-20 10:00"), logtest.Zone, strict)
	if err != nil || q.Counting != strict {
		t.Errorf("%+v, %v", q.Counting, err)
	}
}
