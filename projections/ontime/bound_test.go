package ontime_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/ontime"
)

// 200 officers with a dossier each that nobody ever ends, in each of 600 months.
func TestAReportOfTooManyRowsIsRefused(t *testing.T) {
	w := logtest.New()
	for n := range 200 {
		intake := logtest.Intake("days", domain.Online)
		intake.Officer = fmt.Sprint("officer-", n)
		must(t, w.Say(n, &domain.Received{Intake: intake}))
	}
	rows := rowsOf(t, w)
	q := ontime.Query{From: logtest.Date("2026-01-01"), To: logtest.Date("2075-12-31"), Zone: logtest.Zone, By: "officer,month", Detail: ontime.FormOnly}
	_, err := ontime.Bounded(rows, q)
	if refusal, is := errors.AsType[*domain.Error](err); !is || refusal.Code != domain.CodeTooLarge || !strings.Contains(refusal.Message, "100000 rows") {
		t.Errorf("120,000 rows: %v", err)
	}
	side := ontime.Side{Rows: rows, Query: q}
	if _, refused := ontime.Compare(side, side, 10); fmt.Sprint(refused) != fmt.Sprint(err) {
		t.Errorf("two such reports are compared: %v", refused)
	}
	q.By = "month"
	report, err := ontime.Bounded(rows, q)
	if diff := cmp.Diff(ontime.Statistics(rows, q), report); diff != "" || err != nil || len(report.Rows) != 600 {
		t.Errorf("%d rows, %v: %s", len(report.Rows), err, diff)
	}
}
