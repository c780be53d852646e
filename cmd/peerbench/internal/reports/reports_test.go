package reports

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/hoso-engine/dossier/cmd/peerbench/internal/postgres"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
	"github.com/hoso-engine/dossier/projections/register/registertest"
)

func columns(t *testing.T) *register.Columns {
	t.Helper()
	table, err := registertest.Table(3000)
	if err != nil {
		t.Fatal(err)
	}
	return table.Columns()
}

// TestDuckDB has DuckDB answer as the columns do.
func TestDuckDB(t *testing.T) {
	c := columns(t)
	db, err := OpenDuckDB(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	testDatabase(t, c, db)
}

// TestPostgres has PostgreSQL answer as the columns do.
func TestPostgres(t *testing.T) {
	cluster, err := postgres.Start(t.Context(), os.TempDir())
	if errors.Is(err, postgres.ErrNotInstalled) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := cluster.Stop(); err != nil {
			t.Error(err)
		}
	}()
	c := columns(t)
	db, err := OpenPostgres(t.Context(), cluster, c)
	if err != nil {
		t.Fatal(err)
	}
	testDatabase(t, c, db)
}

func testDatabase(t *testing.T, c *register.Columns, db *Database) {
	t.Helper()
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	if !strings.Contains(db.Name, ".") {
		t.Errorf("%q names no version", db.Name)
	}
	for _, q := range questions(t) {
		answers, err := db.Ask(t.Context(), &q)
		if err != nil || len(answers) == 0 {
			t.Fatalf("%s: %d answers, %v", q.Name, len(answers), err)
		}
		report := ontime.Statistics(c, q.Query)
		if err := Agree(&report, answers); err != nil {
			t.Errorf("%s: %v", q.Name, err)
		}
	}
}

func questions(t *testing.T) []Question {
	t.Helper()
	asked, err := Questions()
	if err != nil {
		t.Fatal(err)
	}
	return asked
}

// TestAgree tells reports apart by one dossier.
func TestAgree(t *testing.T) {
	report := ontime.Statistics(columns(t), questions(t)[0].Query)
	var answers []Answer
	for i := range report.Rows {
		answers = append(answers, answerOf(&report.Rows[i]))
	}
	if err := Agree(&report, answers); err != nil {
		t.Error(err)
	}
	if err := Agree(&report, append(answers, Answer{received: 1})); err == nil {
		t.Error("a row more went unnoticed")
	}
	answers[0].late++
	if err := Agree(&report, answers); err == nil {
		t.Error("a late dossier more went unnoticed")
	}
	if err := Agree(&report, answers[1:]); err == nil {
		t.Error("a row less went unnoticed")
	}
}
